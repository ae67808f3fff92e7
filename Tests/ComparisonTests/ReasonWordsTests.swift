import Foundation
import Model
import SiteTestSupport
import TestSupport
import Testing
import Text

@testable import Comparison
@testable import Content

/// Every reason why something is unknown has words in both languages: a reader must not meet a code.
@Suite struct ReasonWordsTests {
    @Test(arguments: ["de", "en"]) func everyReasonHasWords(_ language: String) throws {
        let texts = try texts(language)
        #expect(Reason.Code.all.count > 20)
        for code in Reason.Code.all {
            let words = texts[.reasons, code.rawValue, fallback: ""]
            #expect(!words.isEmpty, "texts.\(language).yaml has no words for \(code.rawValue)")
        }
    }

    private func texts(_ language: String) throws -> Localization {
        let file = "\(Repository.templates)/texts.\(language).yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return try #require(
            Localization.read(SourceText(file: "texts.\(language).yaml", text: text), language: language).texts)
    }

    /// The sign of an absence that not all servers share is said in words too: a lone "-" is a formula to a spreadsheet.
    @Test(arguments: ["de", "en"]) func aMixedAbsenceIsSaidInWords(_ language: String) throws {
        let texts = try texts(language)
        let line = CellFormatter(texts: texts).line(CellValue(.notOffered, mixed: true), .grade)
        #expect(line.spoken == "\(texts[.spokenNoEncryption]), \(texts[.spokenMixed])")
    }

    /// Answers that contradict each other reach the cell, beside the value and in words.
    @Test(arguments: ["de", "en"]) func differingAnswersReachTheCell(_ language: String) throws {
        let words = CellFormatter(texts: try texts(language))
        let differing = Reason(.answersDiffer, "TLSv1.3")
        let value = CellValue(.measured(.protocols([.tls12, .tls13])), differing: differing)
        let line = words.line(value, .protocols)
        #expect(line.text == "TLSv1.2, TLSv1.3" && line.state == .plain)
        #expect(
            line.why == words.texts[.reasons, "answers-differ", fallback: ""] && line.whyInFull.hasSuffix("TLSv1.3"))
        #expect(words.line(CellValue(value.finding), .protocols).why.isEmpty)
        #expect(ChangeFormatter(words: words).said(value, CellKey(.protocols, of: .imap)).contains(line.why))
        let missing = words.line(CellValue(.unmeasured(Reason(.answersDiffer, "offered on 2 connections"))), .starttls)
        #expect(missing.state == .unknown && missing.why == line.why)
    }

    /// And everything that a server does against the protocol.
    @Test(arguments: ["de", "en"]) func everyOddityHasWords(_ language: String) throws {
        let texts = try texts(language)
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
