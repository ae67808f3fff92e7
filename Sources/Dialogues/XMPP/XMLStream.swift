import CExpat

/// Reads one XML stream (RFC 6120 §4) as it comes, byte by byte: its header, each complete element at the level of
/// stanzas, and its end.
///
/// Expat is given single bytes whatever the chunks are, so what is reported depends on the bytes alone. A document type
/// declaration ends the reading before an entity can be declared (RFC 6120 §11.1 forbids both), and every size is bounded.
/// A class, because expat's parser is a thing with an identity; it is freed with it.
final class XMLStream {
    enum Event: Hashable {
        /// The opening tag of the stream, with its attributes.
        case opened(XMLElement, namespaces: Set<String>)
        /// A complete element directly in the stream.
        case element(XMLElement)
        /// The closing tag of the stream.
        case closed
    }

    enum Problem: Error, Hashable {
        /// It is not well-formed, or has what a stream must not have.
        case malformed(String)
        case tooLarge(String)
    }

    private let limits: XMLStreamLimits
    /// `nil` where there was no memory for one.
    private let parser: XML_Parser?
    private var received = 0
    private var elements = 0
    private var namespaces: Set<String> = []
    /// The elements that are open inside the stream, the outermost first.
    private var open: [XMLElement] = []
    /// How many bytes of text the innermost open elements have, in step with `open`.
    private var textBytes: [Int] = []
    private var streamIsOpen = false
    private var events: [Event] = []
    private var problem: Problem?

    init(limits: XMLStreamLimits = XMLStreamLimits()) {
        self.limits = limits
        // RFC 6120 §11.6: always UTF-8. The separator is no character of a namespace name, and expat refuses one with it.
        parser = XML_ParserCreateNS("UTF-8", XMLStream.separator)
        guard let parser else { return }
        cexpat_report_at_once(parser)
        // The parser does not outlive this object, and calls back only within `read`, which is called on it.
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        setHandlers(of: parser)
    }

    deinit {
        if let parser { XML_ParserFree(parser) }
    }

    /// Takes one byte and returns what it completed. After an error every call throws the same one.
    func read(_ byte: UInt8) throws(Problem) -> [Event] {
        if let problem { throw problem }
        guard let parser else { throw stop(.malformed("out of memory")) }
        received += 1
        guard received <= limits.bytes else {
            throw stop(.tooLarge("more than \(limits.bytes) bytes"))
        }
        var character = CChar(bitPattern: byte)
        let status = XML_Parse(parser, &character, 1, 0)
        if let problem { throw problem }
        guard status == XML_STATUS_OK else {
            throw stop(.malformed(XMLStream.message(XML_GetErrorCode(parser))))
        }
        guard received - max(0, Int(XML_GetCurrentByteIndex(parser))) <= limits.token else {
            throw stop(.tooLarge("tag or token longer than \(limits.token) bytes"))
        }
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    private func stop(_ problem: Problem) -> Problem {
        self.problem = problem
        return problem
    }
}

// MARK: What expat reports

extension XMLStream {
    private static let separator: XML_Char = 0x20

    private func setHandlers(of parser: XML_Parser) {
        XML_SetElementHandler(
            parser,
            { data, name, attributes in XMLStream.from(data)?.start(name, attributes) },
            { data, _ in XMLStream.from(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in XMLStream.from(data)?.text(text, count) }
        XML_SetStartNamespaceDeclHandler(parser) { data, _, uri in XMLStream.from(data)?.namespace(uri) }
        XML_SetXmlDeclHandler(parser) { data, _, encoding, _ in XMLStream.from(data)?.declaration(encoding) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            XMLStream.from(data)?.halt(.malformed("document type declaration not allowed"))
        }
        XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
            XMLStream.from(data)?.halt(.malformed("entity declaration not allowed"))
        }
        XML_SetProcessingInstructionHandler(parser) { data, _, _ in
            XMLStream.from(data)?.halt(.malformed("processing instruction not allowed"))
        }
        // Comments are forbidden too (RFC 6120 §11.1), but servers were seen to send some; they carry nothing.
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLStream? {
        data.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func message(_ code: XML_Error) -> String {
        XML_ErrorString(code).map { String(cString: $0) } ?? "not well-formed"
    }

    private func halt(_ problem: Problem) {
        guard self.problem == nil else { return }
        self.problem = problem
        if let parser { XML_StopParser(parser, 0) }
    }

    private func declaration(_ encoding: UnsafePointer<XML_Char>?) {
        guard let encoding else { return }
        let name = String(cString: encoding)
        if name.lowercased() != "utf-8" { halt(.malformed("unsupported encoding \(name)")) }
    }

    private func namespace(_ uri: UnsafePointer<XML_Char>?) {
        guard let uri else { return }
        namespaces.insert(String(cString: uri))
        if namespaces.count > limits.attributes { halt(.tooLarge("more than \(limits.attributes) namespaces")) }
    }

    private func start(_ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?)
    {
        guard problem == nil, let name else { return }
        elements += 1
        guard elements <= limits.elements else { return halt(.tooLarge("more than \(limits.elements) elements")) }
        guard open.count + 1 < limits.depth else {
            return halt(.tooLarge("elements nested more than \(limits.depth) deep"))
        }
        var values: [XMLName: String] = [:]
        var index = 0
        while let key = attributes?[index], let value = attributes?[index + 1] {
            guard values.count < limits.attributes else {
                return halt(.tooLarge("more than \(limits.attributes) attributes"))
            }
            values[XMLStream.name(key)] = String(cString: value)
            index += 2
        }
        let element = XMLElement(name: XMLStream.name(name), attributes: values)
        if streamIsOpen {
            open.append(element)
            textBytes.append(0)
        } else {
            streamIsOpen = true
            events.append(.opened(element, namespaces: namespaces))
        }
    }

    private func end() {
        guard problem == nil else { return }
        textBytes = textBytes.dropLast()
        guard let element = open.popLast() else { return events.append(.closed) }
        if open.isEmpty {
            events.append(.element(element))
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    private func text(_ text: UnsafePointer<XML_Char>?, _ count: CInt) {
        guard problem == nil, let text, count > 0, let innermost = open.indices.last else { return }
        textBytes[innermost] += Int(count)
        guard textBytes[innermost] <= limits.token else {
            return halt(.tooLarge("text longer than \(limits.token) bytes"))
        }
        text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
            open[innermost].text += String(decoding: UnsafeBufferPointer(start: $0, count: Int(count)), as: UTF8.self)
        }
    }

    /// Expat gives `namespace separator local`, or the local name alone.
    private static func name(_ text: UnsafePointer<XML_Char>) -> XMLName {
        let whole = String(cString: text)
        guard let space = whole.lastIndex(of: " ") else { return XMLName("", whole) }
        return XMLName(String(whole[..<space]), String(whole[whole.index(after: space)...]))
    }
}
