import Foundation
import Model
import TestSupport
import Testing
import Text

@testable import Comparison
@testable import Content

/// Every reason why something is unknown has words in both languages: a reader must not meet a code.
@Suite struct ReasonWordsTests {
    static let root = URL(filePath: Repository.root)

    @Test(arguments: ["de", "en"]) func everyReasonHasWords(_ language: String) throws {
        let texts = try String(
            contentsOf: Self.root.appending(path: "templates/texts.\(language).yaml"), encoding: .utf8)
        let reasons = try #require(texts.components(separatedBy: "\nreasons:\n").dropFirst().first)
        let words = reasons.components(separatedBy: "\n\n")[0]
        let source = try String(
            contentsOf: Self.root.appending(path: "Sources/Model/Findings/Finding.swift"), encoding: .utf8)
        let codes = source.matches(of: /= Code\(rawValue: "([a-z-]+)"\)/).map { String($0.1) }
        #expect(codes.count > 20)
        for code in codes { #expect(words.contains("  \(code): "), "texts.\(language).yaml has no words for \(code)") }
    }

    /// And everything that a server does against the protocol.
    @Test(arguments: ["de", "en"]) func everyOddityHasWords(_ language: String) throws {
        let file = try String(
            contentsOf: Self.root.appending(path: "templates/texts.\(language).yaml"), encoding: .utf8)
        let texts = try #require(
            Localization.read(SourceText(file: "texts.\(language).yaml", text: file), language: language).texts)
        for kind in ProtocolViolation.Kind.allCases {
            let words = texts[.oddities, kind.rawValue, fallback: ""]
            #expect(!words.isEmpty, "texts.\(language).yaml has no words for \(kind.rawValue)")
            for name in ["{name}", "{other}"] {
                #expect(words.contains(name) == kind.pattern.contains(name), "\(kind.rawValue): \(words)")
            }
        }
    }

    /// What a grade hangs on names the reason of another thing, and by its words.
    @Test func aReasonWithinAReasonHasWordsToo() throws {
        let reader = SiteReader(root: try SiteInAString().root, defaultTemplates: SiteInAString.templates)
        let words = CellFormatter(texts: try #require(reader.read().texts["de"]))
        #expect(
            words.reason(Reason(.dependsOnUnknown, "TLSv1.2, suites: timeout"))
                == "hängt von etwas Unbekanntem ab: TLSv1.2, suites: keine rechtzeitige Antwort")
        #expect(words.detail("TLSv1.2 … TLSv1.3") == "TLSv1.2 … TLSv1.3" && words.detail("a: b: ") == "a: b: ")
    }
}
