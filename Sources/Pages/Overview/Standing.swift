import Comparison
import Content
import Grading
import Model
import Text

/// How a provider stands: what the newest snapshot that has it says, graded by the rules of the tables.
struct Standing: Sendable {
    var id: String
    /// As the snapshot has it.
    var name: String
    var findings: ProviderFindings
    var manifest: SnapshotManifest
    /// In the order of services; those that the provider has or may have.
    var grades: [ServiceGrade]

    /// A service's grade by the rules of the first table that grades it.
    struct ServiceGrade: Sendable {
        var service: Service
        /// The DNS says that there is no such service.
        var isAbsent: Bool
        var table: TableDefinition
        var profile: Profile?
        var verdict: Verdict
    }

    var date: Day { manifest.date }
    var isTranscribed: Bool { manifest.origin == .transcribed }
    var view: ProviderOnDate { ProviderOnDate(findings: findings, manifest: manifest) }

    /// The services that are there, or of which nobody knows.
    var present: [ServiceGrade] { grades.filter { !$0.isAbsent } }

    /// Orders providers, the best first: by their worst grade, then by the mean of all. Who has no grade stands last.
    var order: (isWithoutGrade: Int, worst: Int, mean: Int, unknown: Int, name: String, id: String) {
        let ranks = present.compactMap(\.rank)
        let unknown = present.count - ranks.count
        guard let worst = ranks.min() else { return (1, 0, 0, unknown, Collation.key(name), id) }
        return (0, -worst, -ranks.reduce(0, +) * 100 / ranks.count, unknown, Collation.key(name), id)
    }
}

extension Standing.ServiceGrade {
    /// Neither the DNS nor the provider's file names a server; whether there is one is not known.
    var isWithoutServer: Bool {
        if case .unmeasured(let why) = verdict.grade { why.code == .noRecord } else { false }
    }

    /// From the worst, -1, where nothing is encrypted; `nil` where it is not known.
    var rank: Int? {
        switch verdict.grade {
        case .measured(let letter): Profile.rank(letter)
        case .notOffered: -1
        case .refused(_, let why) where why.code == .noHandshake: -1
        default: nil
        }
    }
}

/// How all providers stand.
struct Standings: Sendable {
    /// By id.
    let all: [String: Standing]
    /// Those that were measured, the best first.
    let measured: [Standing]
    /// Those that only publications tell of, by name.
    let transcribed: [Standing]

    fileprivate init(of content: SiteContent) {
        let tables = content.tables.sorted { $0.key < $1.key }.map(\.value).filter { $0.columns.contains(.grade) }
        var newest: [String: Snapshot] = [:]
        for snapshot in content.snapshots {
            for (id, findings) in snapshot.providers {
                // A publication about something else does not take back what an earlier one says of services.
                let earlier = newest[id]?.providers[id]?.transcription?.services ?? []
                let isSilent = findings.transcription?.services.isEmpty == true
                if isSilent, earlier.contains(where: { !$0.grade.isUnknown || !$0.protocols.isUnknown }) { continue }
                newest[id] = snapshot
            }
        }
        let made: [Standing] = newest.compactMap { id, snapshot in
            snapshot.providers[id].map { Self.standing(id, $0, snapshot.manifest, tables) }
        }
        all = Dictionary(made.map { ($0.id, $0) }) { first, _ in first }
        measured = made.filter { !$0.isTranscribed }.sorted { $0.order < $1.order }
        transcribed = made.filter(\.isTranscribed).sorted {
            (Collation.key($0.name), $0.id) < (Collation.key($1.name), $1.id)
        }
    }

    private static func standing(
        _ id: String, _ findings: ProviderFindings, _ manifest: SnapshotManifest, _ tables: [TableDefinition]
    ) -> Standing {
        let view = ProviderOnDate(findings: findings, manifest: manifest)
        let known = Set(view.services)
        let grades = Service.allCases.filter(known.contains).compactMap { service -> Standing.ServiceGrade? in
            guard let table = tables.first(where: { $0.services.contains { $0.service == service } }) else {
                return nil
            }
            let profile = table.profile(on: manifest.date)
            guard let verdict = view.verdict(of: service, by: profile) else { return nil }
            return Standing.ServiceGrade(
                service: service, isAbsent: view.lacks(service), table: table, profile: profile, verdict: verdict)
        }
        return Standing(id: id, name: findings.name, findings: findings, manifest: manifest, grades: grades)
    }
}

extension SiteContent {
    /// Computed once for all copies that have the same snapshots and tables.
    var standings: Standings { derivedFromSnapshots.value { Standings(of: self) } }
}

extension ProviderOnDate {
    /// Whether the DNS says that there is no such service.
    func lacks(_ service: Service) -> Bool {
        findings.services.first { $0.service == service }?.discovery == .notOffered
    }
}
