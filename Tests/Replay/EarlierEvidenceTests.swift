import Archive
import Content
import Foundation
import Model
import Testing

/// Evidence that was recorded before there were columns of 2026 gives them all the same, where it has the bytes.
@Suite struct EarlierEvidenceTests {
    private static let columns: Set<TableDefinition.Column> = [
        .certificate, .postQuantum, .sasl, .channelBinding, .federation, .directTLS, .ipv6, .hsts, .dkim,
        .httpsRecord, .dmarc, .caa, .hallOfFame,
    ]

    /// As version 0.1.0 wrote it.
    private static func earlier(_ name: String) throws -> Expectation {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "CommandLineTests/Earlier/\(name).ndjson.gz")
        return try Expectation(evidence: Array(try Data(contentsOf: file)), file: name)
    }

    /// The cells of 2026 by their keys; of reasons the codes, as their details name keys and times.
    private static func cells(_ expectation: Expectation) -> [String: String] {
        expectation.cells.filter { key, _ in
            columns.contains { key == $0.rawValue || key.hasSuffix("/\($0.rawValue)") }
        }.mapValues { cell in
            switch cell.finding {
            case .measured(let value): "\(value)"
            case .unmeasured(let why): "unmeasured: \(why.code.rawValue)"
            case .refused(_, let why): "refused: \(why.code.rawValue)"
            case .notOffered: "notOffered"
            case .notApplicable: "notApplicable"
            }
        }
    }

    /// The same zones and servers, recorded by version 0.1.0 and later, are the same in every new column.
    @Test(arguments: ["abgelaufen", "dornpost", "hagebuttenpost", "lahm", "zeichen"])
    func givesTheSameCells(_ name: String) throws {
        let earlier = Self.cells(try Self.earlier(name))
        let later = Self.cells(try Expectation(evidence: Corpus.evidence(name), file: name))
        #expect(earlier.keys.sorted() == later.keys.sorted() && !earlier.isEmpty)
        for (key, value) in later where earlier[key] != value {
            Issue.record("\(name) \(key): \(earlier[key] ?? "absent") instead of \(value)")
        }
    }

    /// No recording leaves a column out that asks something of what it recorded.
    @Test func everyColumnIsGiven() throws {
        var given: Set<TableDefinition.Column> = []
        for name in ["weidenpost", "quittenpost", "eichenpost", "erlenpost", "oleanderpost"] {
            let cells = Self.cells(try Expectation(evidence: Corpus.evidence(name), file: name))
            for (key, value) in cells {
                #expect(value != "unmeasured: not-asked", "\(name) \(key)")
                given.formUnion(Self.columns.filter { key == $0.rawValue || key.hasSuffix("/\($0.rawValue)") })
            }
        }
        #expect(given == Self.columns)
    }
}
