import Archive
import Comparison
import Derive
import Grading
import Model

@testable import Content

/// What a provider's evidence gives, from the findings to the cells of a table.
struct Expectation: Encodable {
    var findings: ProviderFindings
    /// What they rest on in this evidence.
    var proofs: ProviderProofs
    /// Profile → `SERVICE DOMAIN` → the service's grade with its reasons, by the profiles of today's tables.
    var verdicts: [String: [String: Verdict]]
    /// Profile → endpoint → its grade alone, by every profile.
    var endpointGrades: [String: [String: Finding<String>]]
    /// `SERVICE/COLUMN`, or `COLUMN` for what is said of the whole provider.
    var cells: [String: Cell]

    /// A line of a table's cell without the words of any language.
    struct Cell: Encodable {
        var state: String
        var finding: Finding<CellValue.Value>
        /// Absent where false.
        var mixed: Bool?
        var hasNoService: Bool?
    }

    private static let current: [Profile] = [.xmppNet201401, .pruefstand2026]

    /// - Parameter file: how diagnostics name the evidence.
    init(evidence: [UInt8], file: String) throws {
        let derived = try derive(from: try EvidenceFile.decode(evidence, file: file), file: file)
        (findings, proofs) = (derived.findings, derived.proofs)
        verdicts = [:]
        endpointGrades = [:]
        for profile in Profile.all {
            for service in findings.services {
                if Self.current.contains(profile) {
                    verdicts[profile.name, default: [:]]["\(service.service.rawValue) \(service.domain)"] =
                        profile.verdict(for: service)
                }
                for endpoint in service.endpoints {
                    endpointGrades[profile.name, default: [:]][endpoint.endpoint.description] =
                        profile.verdict(for: endpoint).grade
                }
            }
        }
        cells = Self.cells(of: findings)
    }

    /// The row of a table with every service that was looked at and every column but the remarks, which are prose.
    private static func cells(of findings: ProviderFindings) -> [String: Cell] {
        let table = TableDefinition(
            name: "replay", file: "", title: [:],
            profiles: [TableDefinition.DatedProfile(name: Profile.pruefstand2026.name)],
            services: Service.allCases.filter { service in findings.services.contains { $0.service == service } }.map {
                TableDefinition.ServiceLabel(service: $0, label: "")
            },
            columns: TableDefinition.Column.allCases.filter { $0 != .notes }, rows: .all, order: .listed,
            snapshots: [], places: [:])
        let manifest = SnapshotManifest(
            date: .first, origin: .measured, vantage: "", tool: "", connections: 0, providers: [findings.provider])
        // Without a text for any word: only the states of the lines are taken.
        let comparison = Comparison(
            table, snapshot: Snapshot(manifest: manifest, providers: [findings.provider: findings]),
            providers: [:], texts: Localization(language: "", file: "", all: [:]),
            chronicle: ProviderHistories(snapshots: [], tables: [:]), rows: [findings.provider])
        var cells: [String: Cell] = [:]
        for row in comparison.rows {
            for cell in row.cells {
                for (place, line) in cell.lines.enumerated() {
                    let service = cell.column.isPerService ? table.services[place].service : nil
                    // Without a server all columns of a service say the same; one of them is enough.
                    let hasServers = findings.services.contains { $0.service == service && !$0.endpoints.isEmpty }
                    if let service, !cell.column.applies(to: service) || !hasServers && cell.column != .certificates {
                        continue
                    }
                    let fact = row.view.fact(
                        CellKey(cell.column, of: service, in: table.name), profile: .pruefstand2026)
                    cells[(service.map { "\($0.rawValue)/" } ?? "") + cell.column.rawValue] = Cell(
                        state: line.state.rawValue, finding: fact.finding, mixed: fact.mixed ? true : nil,
                        hasNoService: fact.hasNoService ? true : nil)
                }
            }
        }
        return cells
    }
}
