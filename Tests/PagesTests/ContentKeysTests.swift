import Foundation
import Grading
import Model
import SiteTestSupport
import TestSupport
import Testing

@testable import Content
@testable import Pages

/// `templates/content.md` tells editors what they may write: every key that is read and no other, and its examples are
/// a site without a fault.
///
/// What is read is not taken from the sources but asked for: in the examples one key after another is replaced by one
/// that cannot be, and the reader's hint names those that can. As the examples use every key, no mapping stays unseen.
@Suite struct ContentKeysTests {
    private static let page = "\(Repository.templates)/content.md"
    /// No slip of the pen leads from a key to this, so the hint names them all.
    private static let impossible = "qqqqqqqqqqqqqqqqqqqqqqqq"

    struct Part {
        /// The keys in its tables' first columns, those of inner mappings too.
        var documented: Set<String> = []
        /// Path → text.
        var examples: [(path: String, text: String)] = []
    }

    /// The page's parts, by their headings of the second level.
    static func parts() throws -> [Part] {
        var parts: [Part] = []
        var path: String?
        var example: [Substring]?
        let text = try String(contentsOfFile: page, encoding: .utf8)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = example {
                if line == "````" {
                    let path = try #require(path, "an example without a path above it")
                    parts[parts.count - 1].examples.append((path, lines.joined(separator: "\n") + "\n"))
                    example = nil
                } else {
                    example = lines + [line]
                }
            } else if line.hasPrefix("## ") {
                parts.append(Part())
            } else if let match = line.wholeMatch(of: #/`(content\/.+)`/#) {
                path = String(match.1)
            } else if line.hasPrefix("````") {
                example = []
            } else if line.hasPrefix("| `"), !line.hasPrefix("| `finding:") {
                let first = line.dropFirst().prefix { $0 != "|" }
                for name in first.matches(of: #/`([^`]+)`/#) {
                    parts[parts.count - 1].documented.formUnion(name.1.components(separatedBy: ": "))
                }
            }
        }
        return parts
    }

    /// The examples with what they speak of: an older article, layouts, an image, two snapshots.
    static func site(_ parts: [Part]) throws -> SiteInAString {
        let site = try SiteInAString(
            """
            -- content/articles/2026-10-05-oktober.md --
            ---
            title: Oktober
            date: 2026-10-05
            ---
            Text.
            """)
        for example in parts.flatMap(\.examples) { try site.write(Array(example.text.utf8), to: example.path) }
        for layout in ["article-wide", "content-page-wide"] {
            let kind = layout.dropLast("-wide".count)
            try site.write(Array("{{<\(kind)}}{{/\(kind)}}".utf8), to: "templates/\(layout).mustache")
        }
        let image = try #require(Data(base64Encoded: Fixture.png))
        try site.write(Array(image), to: "content/files/bild.png")
        for (date, grade) in [("2026-10-01", "A"), ("2026-11-01", "B")] {
            let services = [Service.xmppClient, .xmppServer].map {
                Fixture.summary(
                    $0, .measured(.valid), .measured([.tls12]), Fixture.strong, .measured(.required), .measured(true),
                    .measured(grade))
            }
            let findings = Fixture.transcribed(
                "beispielpost", "Beispielpost", services, dnssec: .measured(true), dane: .notOffered)
            try site.write(Fixture.snapshot(try Fixture.day(date), [findings]), [findings])
        }
        return site
    }

    /// Where keys stand in an example: all of a YAML file; of Markdown the front matter, and blocks that are read.
    private func keys(_ path: String, _ text: String) -> [(name: String, range: Range<String.Index>)] {
        var found: [(String, Range<String.Index>)] = []
        var isRead = path.hasSuffix(".yaml")
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: "\n") ?? text.endIndex
            let line = text[start..<end]
            if line == "---" || line.hasPrefix("```") {
                isRead = line == "---" ? !isRead : line == "```table" || line == "```chart"
            } else if isRead {
                found += line.matches(of: #/(?:^|[ {])([a-z][a-z0-9-]*):(?: |$)/#).map {
                    (String($0.1), $0.1.startIndex..<$0.1.endIndex)
                }
            }
            start = end < text.endIndex ? text.index(after: end) : end
        }
        return found
    }

    /// The keys that may stand where one stands; `nil` where any may, or where it names a language.
    private func accepted(
        _ range: Range<String.Index>, _ path: String, _ text: String, _ site: SiteInAString, _ whole: SiteContent
    ) throws -> Set<String>? {
        try site.write(Array(text.replacingCharacters(in: range, with: Self.impossible).utf8), to: path)
        let reader = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates)
        let content = reader.read(again: whole, changed: [path])
        let isInBlock = text[..<range.lowerBound].contains("\n---\n")
        let found = isInBlock ? Site.render(content).diagnostics : content.diagnostics
        let hint = found.first { $0.rule.rawValue == "unknown-key" && $0.message.contains(Self.impossible) }?.hint
        guard let list = hint?.split(separator: ": ", maxSplits: 1).last else { return nil }
        let keys = Set(list.components(separatedBy: ", "))
        return keys.isSubset(of: ["de", "en"]) ? nil : keys
    }

    @Test func theExamplesAreASiteWithoutAFault() throws {
        let rendered = try Self.site(try Self.parts()).render()
        #expect(rendered.diagnostics.isEmpty, "\(rendered.diagnostics)")
        let article = rendered.text("2026/11/jabber/index.html")
        #expect(article.ranges(of: "<svg class=\"chart").count == 6 && article.contains("1,00 €"))
        #expect(rendered.files["2026/11/old-name/index.html"] != nil)
    }

    @Test func everyKeyThatIsReadIsDocumentedAndNoOther() throws {
        let parts = try Self.parts()
        let site = try Self.site(parts)
        let whole = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        #expect(parts.count >= 5)
        for part in parts {
            /// What may stand in a mapping → what does in one example or the other.
            var used: [Set<String>: Set<String>] = [:]
            for (path, text) in part.examples {
                for (name, range) in keys(path, text) {
                    guard let keys = try self.accepted(range, path, text, site, whole) else { continue }
                    used[keys, default: []].insert(name)
                }
                try site.write(Array(text.utf8), to: path)
            }
            for (keys, names) in used { #expect(keys.subtracting(names).sorted() == [], "in an example") }
            let accepted = Set(used.keys.joined())
            #expect(accepted.subtracting(part.documented).sorted() == [], "documented")
            #expect(part.documented.subtracting(accepted).sorted() == [], "read")
        }
    }

    /// What stands in a fixed set of words is named, too.
    @Test func everyWordOfAFixedSetIsDocumented() throws {
        let text = try String(contentsOfFile: Self.page, encoding: .utf8)
        let words =
            Service.allCases.map(\.rawValue) + TableDefinition.Column.allCases.map(\.rawValue)
            + TableDefinition.Order.allCases.map(\.rawValue) + Profile.all.map(\.name) + ProseHandlers.kinds
            + ProseHandlers.outageStates
        #expect(words.count > 30)
        #expect(words.filter { !text.contains("`\($0)`") } == [])
    }
}
