import Model

/// `content/tables/NAME.yaml`.
package struct TableDefinition: Hashable, Sendable {
    package var name: String
    package var file: String
    /// By language.
    package var title: [String: String]
    /// By which profiles the table is graded, oldest first; empty where it has no grades.
    package var profiles: [DatedProfile]
    package var services: [ServiceLabel]
    package var columns: [Column]
    package var rows: Rows
    package var order: Order
    /// Where not empty, the only snapshots the table is made of.
    package var snapshots: [Day]
    /// The first day whose snapshots the table is made of; `nil` for all of them.
    package var since: Day?
    /// Where the ids of `rows` and the dates of `snapshots` stand in the file.
    package var places: [String: Diagnostic.Place]

    /// A grading profile and the first day that it counts for; `nil` for ever since.
    package struct DatedProfile: Hashable, Sendable {
        package var name: String
        package var from: Day?
    }

    /// A service and how its lines are labelled (`C2S`).
    package struct ServiceLabel: Hashable, Sendable {
        package var service: Service
        package var label: String
    }

    /// The fixed vocabulary of columns.
    package enum Column: String, CaseIterable, Codable, Sendable {
        case certificates, protocols, ciphers, starttls, tlsa, grade
        case dnssec, dane
        case daneProtocols = "dane-protocols"
        case caa, spf, dmarc
        case mtaSTS = "mta-sts"
        case tlsReporting = "tls-rpt"
        case aliases
        case notes

        /// Has a line for each of the table's services; the others say one thing of the provider.
        package var isPerService: Bool {
            switch self {
            case .certificates, .protocols, .ciphers, .starttls, .tlsa, .grade: true
            case .dnssec, .dane, .daneProtocols, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting, .aliases, .notes: false
            }
        }

        /// Says what the main domain's DNS promises.
        package var isPolicy: Bool {
            switch self {
            case .caa, .spf, .dmarc, .mtaSTS, .tlsReporting: true
            default: false
            }
        }
    }

    package enum Rows: Hashable, Sendable {
        /// Every provider of the snapshot.
        case all
        /// These ids, in this order.
        case listed([String])
    }

    package enum Order: String, CaseIterable, Sendable {
        case listed, name, grade
    }
}

extension TableDefinition {
    /// Whether one of the table's cells answers a question.
    package func asks(_ question: CellKey) -> Bool {
        guard columns.contains(question.column), question.table.isEmpty || question.table == name else { return false }
        guard let service = question.service else { return true }
        return services.contains { $0.service == service }
    }

    /// Whether the table has a row for a provider.
    package func hasRow(_ provider: String) -> Bool {
        if case .listed(let ids) = rows { ids.contains(provider) } else { true }
    }
}
