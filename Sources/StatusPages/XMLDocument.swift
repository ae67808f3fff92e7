import CExpat
import Model

/// An XML document of strangers: well-formed, without a document type, and so without entities of its own. Names are those
/// of Atom and of no namespace; others keep their namespace, and so are none of these.
///
/// A class, because expat's parser is a thing with an identity; it is freed with it.
final class XMLDocument {
    struct Element {
        var name: String
        var children: [Element] = []
        /// All character data in it, in the order of the document.
        var text = ""

        /// The text of the first child of that name.
        func text(of name: String) -> String? { children.first { $0.name == name }?.text }
    }

    private static let separator: XML_Char = 0x20
    private static let atom = "http://www.w3.org/2005/Atom "
    /// Elements within each other, and in all.
    private static let (depthLimit, elementLimit) = (32, 50_000)

    private let parser: XML_Parser?
    private var open: [Element] = []
    private var elements = 0
    private var problem: Reason?
    private(set) var root = Element(name: "")

    init(_ bytes: [UInt8]) throws(StatusPageFault) {
        parser = XML_ParserCreateNS(nil, Self.separator)
        guard let parser else { throw StatusPageFault(Reason(.malformed, "out of memory")) }
        // The parser does not outlive this object, and calls back only within this initializer.
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { data, name, _ in XMLDocument.from(data)?.start(name) },
            { data, _ in XMLDocument.from(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in XMLDocument.from(data)?.text(text, count) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            XMLDocument.from(data)?.halt(Reason(.malformed, "document type declaration not allowed"))
        }
        let status = bytes.withUnsafeBytes {
            XML_Parse(parser, $0.bindMemory(to: CChar.self).baseAddress, CInt(clamping: $0.count), 1)
        }
        if let problem { throw StatusPageFault(problem) }
        guard status == XML_STATUS_OK else {
            let why = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not well-formed"
            throw StatusPageFault(
                Reason(.malformed, "invalid XML in line \(XML_GetCurrentLineNumber(parser)): \(why)"))
        }
    }

    deinit {
        if let parser { XML_ParserFree(parser) }
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLDocument? {
        data.map { Unmanaged<XMLDocument>.fromOpaque($0).takeUnretainedValue() }
    }

    private func halt(_ problem: Reason) {
        self.problem = self.problem ?? problem
        if let parser { XML_StopParser(parser, 0) }
    }

    private func start(_ name: UnsafePointer<XML_Char>?) {
        guard problem == nil, let name else { return }
        elements += 1
        guard elements <= Self.elementLimit, open.count < Self.depthLimit else {
            return halt(
                Reason(.tooLarge, "more than \(Self.elementLimit) elements, or \(Self.depthLimit) within each other"))
        }
        let full = String(cString: name)
        open.append(Element(name: full.hasPrefix(Self.atom) ? String(full.dropFirst(Self.atom.count)) : full))
    }

    private func end() {
        guard problem == nil, let element = open.popLast() else { return }
        guard let parent = open.indices.last else {
            root = element
            return
        }
        open[parent].text += element.text
        open[parent].children.append(element)
    }

    private func text(_ text: UnsafePointer<XML_Char>?, _ count: CInt) {
        guard problem == nil, let text, count > 0, let innermost = open.indices.last else { return }
        text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
            open[innermost].text += String(decoding: UnsafeBufferPointer(start: $0, count: Int(count)), as: UTF8.self)
        }
    }
}
