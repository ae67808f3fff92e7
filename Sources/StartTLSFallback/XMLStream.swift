import CExpat
import Findings

/// A bounded push parser for one XML stream (RFC 6120 §11): namespaces on, no DOCTYPE, no processing instruction, limits
/// on depth, elements and bytes. It reports elements; nobody else sees expat.
final class XMLStream {
    /// What was met in the stream.
    enum Event: Hashable, Sendable {
        /// The stream's own start tag.
        case opened(name: String, attributes: [String: String])
        /// A whole child of the stream.
        case stanza(Element)
        /// `</stream:stream>`.
        case closed
    }

    /// An element with what it holds; names are `namespace local`.
    struct Element: Hashable, Sendable {
        var name: String
        var attributes: [String: String]
        var text = ""
        var children: [Element] = []

        func child(_ name: String) -> Element? { children.first { $0.name == name } }
    }

    static let separator: Character = " "
    private static let bytesAtMost = 65_536
    private static let depthAtMost = 12
    private static let elementsAtMost = 1_000
    private static let textAtMost = 4_096

    private let parser: XML_Parser?
    private var received = 0
    private var elements = 0
    /// Open elements below the stream's own, outermost first.
    private var open: [Element] = []
    private var depth = 0
    private var events: [Event] = []
    private(set) var failure: Reason?

    init() {
        parser = XML_ParserCreateNS(nil, XML_Char(bitPattern: UInt8(ascii: " ")))
        guard let parser else {
            failure = Reason(.malformed, "no memory for an XML parser")
            return
        }
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in XMLStream.from(data)?.start(name, attributes) },
            { data, _ in XMLStream.from(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in XMLStream.from(data)?.characters(text, count) }
        // RFC 6120 §11.1 forbids them; stopping here also leaves no way to define an entity.
        XML_SetDoctypeDeclHandler(
            parser, { data, _, _, _, _ in XMLStream.from(data)?.stop(.malformed, "a DOCTYPE") }, { _ in })
        XML_SetProcessingInstructionHandler(parser) { data, _, _ in
            XMLStream.from(data)?.stop(.malformed, "a processing instruction")
        }
    }

    deinit { if let parser { XML_ParserFree(parser) } }

    /// Takes bytes in, in any pieces; returns what they completed.
    func receive(_ bytes: [UInt8]) -> [Event] {
        guard failure == nil, let parser else { return [] }
        received += bytes.count
        guard received <= Self.bytesAtMost else {
            failure = Reason(.tooLarge, "more than \(Self.bytesAtMost) bytes of XML")
            return []
        }
        let status = bytes.withUnsafeBytes { raw in
            XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), 0)
        }
        if status != XML_STATUS_OK, failure == nil {
            let message = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "broken XML"
            failure = Reason(.malformed, "XML: \(message)")
        }
        defer { events = [] }
        return events
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLStream? {
        // The pointer is the one `init` set; the parser lives no longer than the object.
        data.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
    }

    private func stop(_ code: Reason.Code, _ detail: String) {
        if failure == nil { failure = Reason(code, detail) }
        if let parser { XML_StopParser(parser, XML_Bool(0)) }
    }

    private func start(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard failure == nil, let name else { return }
        elements += 1
        guard elements <= Self.elementsAtMost else { return stop(.tooLarge, "more than \(Self.elementsAtMost) elements") }
        guard depth <= Self.depthAtMost else { return stop(.malformed, "nested deeper than \(Self.depthAtMost)") }
        var found: [String: String] = [:]
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            found[String(cString: key)] = String(String(cString: value).prefix(Self.textAtMost))
            index += 2
        }
        depth += 1
        if depth == 1 {
            events.append(.opened(name: String(cString: name), attributes: found))
        } else {
            open.append(Element(name: String(cString: name), attributes: found))
        }
    }

    private func end() {
        guard failure == nil, depth > 0 else { return }
        depth -= 1
        if depth == 0 {
            events.append(.closed)
        } else if let element = open.popLast() {
            if open.isEmpty {
                events.append(.stanza(element))
            } else {
                open[open.count - 1].children.append(element)
            }
        }
    }

    private func characters(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard failure == nil, let text, count > 0, !open.isEmpty else { return }
        let room = Self.textAtMost - open[open.count - 1].text.utf8.count
        guard room > 0 else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: min(Int(count), room))
        open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }
}
