import Archive
import Comparison
import Content
import Derive
import Foundation
import Grading
import Model
import Report
import TestSupport
import Testing
import Text

/// Reports on domains of the recorded evidence, with the default English texts.
enum ReportFixture {
    static let measured = Instant(milliseconds: 1_795_824_000_000)

    static func texts(_ language: String = "en") throws -> Localization {
        let path = "\(Repository.templates)/texts.\(language).yaml"
        let source = SourceText(file: path, text: try String(contentsOfFile: path, encoding: .utf8))
        return try #require(Localization.read(source, language: language).texts)
    }

    static func findings(_ name: String) throws -> ProviderFindings {
        let file = "\(Repository.root)/Tests/Replay/evidence/\(name).ndjson.gz"
        let records = try EvidenceFile.decode(Array(try Data(contentsOf: URL(filePath: file))), file: file)
        return try deriveFindings(from: records, file: file)
    }

    static func report(_ findings: ProviderFindings, texts: Localization? = nil) throws -> DomainReport {
        DomainReport(
            findings, connections: 0, measured: measured, tool: "pruefstand 1.0", profile: .pruefstand2026,
            texts: try texts ?? Self.texts())
    }

    static func report(_ name: String) throws -> DomainReport { try report(findings(name)) }
}
