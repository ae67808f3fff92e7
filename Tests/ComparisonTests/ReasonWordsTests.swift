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

    /// Evidence is written in English before anybody knows who will read it.
    @Test(arguments: [
        ("more than 65536 bytes", "mehr als 65536 Bytes"),
        (
            "reply code changes from 220 to 250 within a reply",
            "der Antwortcode wechselt innerhalb einer Antwort von 220 zu 250"
        ),
        ("an IP address instead of a host name: 192.0.2.1", "eine IP-Adresse statt eines Hostnamens: 192.0.2.1"),
        ("redirect loop back to https://a.example/x", "Weiterleitung im Kreis, zurück zu https://a.example/x"),
        ("cloud.a.example port 443, from the provider file", "cloud.a.example, Port 443, aus der Datei des Anbieters"),
        ("a.example MX: no record, falling back to the domain", "a.example MX: kein Eintrag, also die Domain selbst"),
        ("no-match", "kein Eintrag passt"), ("RSA 2048 bit", "RSA mit 2048 Bit"),
        ("session tickets", "Session-Tickets"),
        ("validation failure <a.example. A IN>: no", "validation failure <a.example. A IN>: no"),
        ("TLSv1.2, groups, x", "TLSv1.2, Gruppen, x"), ("", ""), (": ", ": "),
    ])
    func detailsHaveWords(_ detail: String, _ expected: String) throws {
        #expect(CellFormatter(texts: try texts("de")).detail(detail) == expected)
        #expect(CellFormatter(texts: try texts("en")).detail(detail) == detail || detail == "no-match")
    }

    /// What a grade hangs on names the reason of another thing, and by its words.
    @Test func aReasonWithinAReasonHasWordsToo() throws {
        let reader = SiteReader(root: try SiteInAString().root, defaultTemplates: SiteInAString.templates)
        let words = CellFormatter(texts: try #require(reader.read().texts["de"]))
        #expect(
            words.reason(Reason(.dependsOnUnknown, "TLSv1.2, suites: timeout"))
                == "hängt von etwas Unbekanntem ab: TLSv1.2, Suiten: keine rechtzeitige Antwort")
        #expect(words.detail("TLSv1.2 … TLSv1.3") == "TLSv1.2 … TLSv1.3" && words.detail("a: b: ") == "a: b: ")
    }
}
