import Model

/// `content/tables/NAME.yaml`.
package struct TableDefinition: Hashable, Sendable {
    package var name: String
    package var file: String
    /// Language → title.
    package var title: [String: String]
    /// Language → the title in the navigation; empty where it is the whole one.
    package var shortTitle: [String: String] = [:]
    /// The grading profiles, oldest first; empty if the table has no grades.
    package var profiles: [DatedProfile]
    package var services: [ServiceLabel]
    package var columns: [Column]
    package var rows: Rows
    package var order: Order
    /// The snapshots to show; if empty, all.
    package var snapshots: [Day]
    /// The date of the first snapshot to show; `nil` for all.
    package var since: Day?
    /// The places of the ids of `rows` and the dates of `snapshots`.
    package var places: [String: Diagnostic.Place]

    /// A grading profile and the first day that it applies to; `nil` for all days.
    package struct DatedProfile: Hashable, Sendable {
        package var name: String
        package var from: Day?
    }

    /// A service and the label of its lines (`C2S`).
    package struct ServiceLabel: Hashable, Sendable {
        package var service: Service
        package var label: String

        /// What the service is called in the table's downloads.
        package var name: String { label.isEmpty ? service.rawValue : label }
    }

    /// The known columns.
    package enum Column: String, CaseIterable, Codable, Sendable {
        case certificates, protocols, ciphers, starttls, tlsa, grade, certificate
        case postQuantum = "post-quantum"
        case sasl
        case channelBinding = "channel-binding"
        case federation
        case wildcard
        case directTLS = "direct-tls"
        case ipv6, hsts
        case dnssec, dane
        case daneProtocols = "dane-protocols"
        case caa, spf, dmarc
        case mtaSTS = "mta-sts"
        case tlsReporting = "tls-rpt"
        case dkim
        case httpsRecord = "https-record"
        case validationPersist = "validation-persist"
        case exchangerDNS = "mx-dns"
        case certificateKeys = "certificate-keys"
        case hallOfFame = "bsi-hall-of-fame"
        case aliases
        case notes

        /// Whether the cell has a line for each of the services; otherwise it is about the provider.
        package var isPerService: Bool {
            switch self {
            case .certificates, .protocols, .ciphers, .starttls, .tlsa, .grade, .certificate, .postQuantum, .sasl,
                .channelBinding, .federation, .wildcard, .directTLS, .ipv6, .hsts:
                true
            case .dnssec, .dane, .daneProtocols, .caa, .spf, .dmarc, .mtaSTS, .tlsReporting, .dkim, .httpsRecord,
                .validationPersist, .exchangerDNS, .certificateKeys, .hallOfFame, .aliases, .notes:
                false
            }
        }

        /// Those of the tables of 2014 with a line for each service; publications speak of no others.
        package static let ofServicesIn2014: [Self] = [.certificates, .protocols, .ciphers, .starttls, .tlsa, .grade]
        /// All with a line for each service, in the order of evidence pages.
        package static let ofServices: [Self] = allCases.filter(\.isPerService)
        /// Those that ask something of a service.
        package static func of(_ service: Service) -> [Self] { ofServices.filter { $0.applies(to: service) } }
        /// Those about the policies of a domain.
        package static let ofPolicies: [Self] = allCases.filter(\.isPolicy)

        /// Whether it asks something of a service that the protocol knows.
        package func applies(to service: Service) -> Bool {
            switch self {
            case .sasl: [.xmppClient, .submission, .imap, .pop3, .sieve].contains(service)
            case .channelBinding: [.xmppClient, .submission, .imap, .pop3, .sieve].contains(service)
            case .federation: service == .xmppServer
            case .directTLS: [.xmppClient, .xmppServer, .submission, .imap, .pop3].contains(service)
            case .hsts: [.https, .caldav, .carddav, .webdav].contains(service)
            default: isPerService
            }
        }

        /// Whether the rows of a table can be counted that say yes to it.
        package var isCounted: Bool {
            switch self {
            case .daneProtocols, .federation, .wildcard, .certificateKeys, .notes: false
            default: true
            }
        }

        /// Whether it is about the policies that the main domain publishes in the DNS.
        package var isPolicy: Bool {
            switch self {
            case .caa, .spf, .dmarc, .mtaSTS, .tlsReporting, .dkim, .httpsRecord, .validationPersist, .exchangerDNS:
                true
            default: false
            }
        }
    }

    package enum Rows: Hashable, Sendable {
        /// Every provider of the snapshot.
        case all
        /// The providers with these ids, in this order.
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
