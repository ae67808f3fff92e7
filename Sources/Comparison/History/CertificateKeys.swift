import Content
import Grading
import Model

/// Which services of a provider have a certificate's key in common, and who issued their certificates.
package struct CertificateKeys: Hashable, Codable, Sendable {
    /// How many keys there are.
    package var count: Int
    /// Services with one key, by raw value, where a key has several; each list in the order of `Service`.
    package var shared: [[String]]
    /// The organizations that issued the certificates, sorted; untrusted text, bounded.
    package var issuers: [String]
    /// Services of which no certificate was seen, though there may be one, by raw value.
    package var unknown: [String]

    package init(count: Int, shared: [[String]], issuers: [String], unknown: [String]) {
        self.count = count
        self.shared = shared
        self.issuers = issuers
        self.unknown = unknown
    }
}

extension ProviderFindings {
    /// The leaves of each service, all of its servers and domains together.
    package var leaves: [(service: Service, certificates: [CertificateFacts])] {
        Service.allCases.compactMap { service in
            let found = services.filter { $0.service == service }.flatMap(\.endpoints).flatMap(\.leaves).unique
            return found.isEmpty ? nil : (service, found)
        }
    }

    /// What the column on keys says. Snapshots from before keys were told apart do not know.
    var certificateKeys: Finding<CertificateKeys> {
        let leaves = leaves
        let named = Set(leaves.map(\.service))
        let open = services.filter { !named.contains($0.service) }.compactMap { service -> (Service, Reason)? in
            guard let why = service.whyWithoutCertificate else { return nil }
            return (service.service, why)
        }
        guard !leaves.isEmpty else {
            return open.first.map { .unmeasured($0.1) } ?? .notOffered
        }
        var users: [String: [Service]] = [:]
        for (service, certificates) in leaves {
            for certificate in certificates {
                guard let digest = certificate.keyDigest else { return .notAsked }
                if users[digest]?.contains(service) != true { users[digest, default: []].append(service) }
            }
        }
        let shared = Set(users.values.filter { $0.count > 1 }.map { $0.map(\.rawValue) })
        return .measured(
            CertificateKeys(
                count: users.count, shared: shared.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") },
                issuers: Set(leaves.flatMap(\.certificates).map(\.issuerName)).sorted(),
                unknown: Service.allCases.filter { service in open.contains { $0.0 == service } }.map(\.rawValue)))
    }
}

extension ServiceFindings {
    /// Why none of its servers showed a certificate; `nil` where there is no server, or none that encrypts.
    fileprivate var whyWithoutCertificate: Reason? {
        switch discovery {
        case .unmeasured(let why), .refused(_, let why): return why
        // What was tried in vain where no record names a server is none.
        case .notOffered, .notApplicable: return nil
        case .measured: break
        }
        for endpoint in endpoints {
            switch endpoint.certificates {
            case .unmeasured(let why), .refused(_, let why): return why
            default: continue
            }
        }
        return nil
    }
}

extension EndpointFindings {
    /// The certificates of the server itself: of the chain that all clients get, and of those for other kinds of keys.
    var leaves: [CertificateFacts] {
        [certificates.value?.first].compactMap(\.self)
            + (parameters?.otherChains.value ?? []).compactMap(\.certificates.first)
    }

    /// Whether names of a certificate hold for all hosts of a domain: `wildcard-only`, `with-base` where the domain's own
    /// name is in it too, `no-wildcard`. Of a certificate with more names than are kept, none proves nothing.
    var wildcards: Finding<[String]> {
        if startTLS == .notOffered { return .notOffered }
        return certificates.flatMap { _ in
            var codes: Set<String> = []
            for leaf in leaves {
                let names = Set(leaf.names.compactMap { $0.hasPrefix("DNS:") ? $0.dropFirst(4).lowercased() : nil })
                let bases = names.filter { $0.hasPrefix("*.") }.map { String($0.dropFirst(2)) }
                if bases.isEmpty, leaf.nameCount > leaf.names.count {
                    return .unmeasured(Reason(.tooLarge, "\(leaf.nameCount) names"))
                }
                if bases.isEmpty { codes.insert("no-wildcard") }
                for base in bases { codes.insert(names.contains(base) ? "with-base" : "wildcard-only") }
            }
            return codes.isEmpty ? .unmeasured(Reason(.malformed)) : .measured(codes.sorted())
        }
    }
}
