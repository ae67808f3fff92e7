import CExpat
import FoundationEssentials
import Model
import Pages

/// Whether XML is well-formed, and whether feeds have what feed readers need.
enum FeedCheck {
    /// What an Atom feed and each of its entries must have (RFC 4287 §4.1.1, §4.1.2).
    private static let required = ["id", "title", "updated"]

    /// The elements that are open, and what the outer of them still lack.
    private final class Elements {
        let parser: XML_Parser
        var open: [String] = []
        var children: [Set<String>] = []
        var faults: [(line: Int, message: String)] = []

        init(parser: XML_Parser) { self.parser = parser }

        /// The handlers' first argument is what was set as the parser's user data.
        static func from(_ data: UnsafeMutableRawPointer?) -> Elements? {
            data.map { Unmanaged<Elements>.fromOpaque($0).takeUnretainedValue() }
        }

        func begin(_ name: String) {
            if !children.isEmpty { children[children.count - 1].insert(name) }
            open.append(name)
            children.append([])
        }

        func end() {
            let line = Int(XML_GetCurrentLineNumber(parser))
            guard let name = open.popLast(), let had = children.popLast() else { return }
            let isFeed = open.isEmpty && name == FeedCheck.atom("feed")
            guard isFeed || open.first == FeedCheck.atom("feed") && name == FeedCheck.atom("entry") else { return }
            for child in FeedCheck.required where !had.contains(FeedCheck.atom(child)) {
                faults.append((line, "the \(isFeed ? "feed" : "entry that ends here") has no '\(child)' element"))
            }
        }
    }

    fileprivate static func atom(_ name: String) -> String { "http://www.w3.org/2005/Atom \(name)" }

    static func xml(_ bytes: [UInt8], file: String) -> [Diagnostic] {
        guard let parser = XML_ParserCreateNS(nil, XML_Char(UInt8(ascii: " "))) else { return [] }
        defer { XML_ParserFree(parser) }
        let elements = Elements(parser: parser)
        return withExtendedLifetime(elements) {
            XML_SetUserData(parser, Unmanaged.passUnretained(elements).toOpaque())
            XML_SetElementHandler(
                parser,
                { data, name, _ in
                    guard let name else { return }
                    Elements.from(data)?.begin(String(cString: name))
                },
                { data, _ in
                    guard let elements = Elements.from(data) else { return }
                    elements.end()
                })
            let status = bytes.withUnsafeBytes { buffer in
                XML_Parse(
                    parser, buffer.bindMemory(to: CChar.self).baseAddress, CInt(clamping: buffer.count), 1)
            }
            guard status == XML_STATUS_OK else {
                let why = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
                return [
                    Diagnostic(
                        file: file,
                        place: .init(
                            line: max(1, Int(XML_GetCurrentLineNumber(parser))),
                            column: Int(XML_GetCurrentColumnNumber(parser)) + 1),
                        rule: .brokenXML, message: "invalid XML: \(why)",
                        hint: "insert values with {{…}}, which escapes them")
                ]
            }
            return elements.faults.map {
                Diagnostic(
                    file: file, place: .init(line: $0.line, column: 1), rule: .brokenFeed, message: $0.message,
                    hint: "RFC 4287 requires it")
            }
        }
    }

    /// JSON Feed 1.1: version, title, and items with ids.
    static func json(_ bytes: [UInt8], file: String) -> [Diagnostic] {
        struct Feed: Decodable {
            struct Item: Decodable { var id: String }
            var version: String
            var title: String
            var items: [Item]
        }
        func broken(_ message: String) -> [Diagnostic] {
            [
                Diagnostic(
                    file: file, rule: .brokenFeed, message: message, hint: "see https://www.jsonfeed.org/version/1.1/"
                )
            ]
        }
        do {
            let feed = try JSONDecoder().decode(Feed.self, from: Data(bytes))
            guard feed.version.hasPrefix("https://jsonfeed.org/version/1") else {
                return broken("'version' is not a JSON Feed version")
            }
            return Set(feed.items.map(\.id)).count == feed.items.count ? [] : broken("duplicate item id")
        } catch DecodingError.keyNotFound(let key, _) {
            return broken("missing key '\(key.stringValue)'")
        } catch {
            return broken("not a valid JSON Feed")
        }
    }
}
