import Model
import Names
import Text

/// A domain to test, as given on the command line.
enum TestTarget {
    /// The domain in A-labels; `nil` if the text is not a domain name.
    static func domain(_ text: String) -> String? {
        let name = DomainName.normalised(text)
        guard name.contains("."), IPAddress(name) == nil else { return nil }
        return try? DomainName.aLabels(name)
    }

    /// What is wrong with an argument and what to type instead; `nil` if it is a domain.
    static func problem(of text: String) -> String? {
        if domain(text) != nil { return nil }
        if text.contains("://") {
            return "'\(text)' is a URL; use pruefstand probe \(text) for one endpoint, or give the domain alone"
        }
        if IPAddress(text) == nil, let meant = ProbeTarget.suggestion(for: text) {
            return "'\(text)' has a port; use pruefstand probe \(meant) for one endpoint, or give the domain alone"
        }
        if let at = text.lastIndex(of: "@"), domain(String(text[text.index(after: at)...])) != nil {
            return "'\(text)' is an address; give the domain alone: \(text[text.index(after: at)...])"
        }
        if IPAddress(text) != nil {
            return "'\(text)' is an IP address, which has no services in the DNS; "
                + "use pruefstand probe tls://\(text.contains(":") ? "[\(text)]" : text):PORT for one endpoint"
        }
        do {
            let name = try DomainName.aLabels(DomainName.normalised(text))
            return "'\(text)' is not a domain that has services; did you mean '\(name).org'?"
        } catch {
            return "'\(text)' is not a domain name: \(error.reason)"
        }
    }

    /// What of a domain is tested: services and, as `dns`, its policies.
    struct Selection {
        var services: [Service]
        var includesPolicies: Bool

        static let policies = "dns"
        static let everything = Selection(services: Service.allCases, includesPolicies: true)

        private init(services: [Service], includesPolicies: Bool) {
            self.services = services
            self.includesPolicies = includesPolicies
        }

        /// Reads names separated by commas.
        init(_ text: String) throws(UnknownService) {
            self.init(services: [], includesPolicies: false)
            for name in text.split(separator: ",").map({ $0.filter { $0 != " " } }) {
                if name == Self.policies {
                    includesPolicies = true
                } else if let service = Service(rawValue: name) {
                    services.append(service)
                } else {
                    throw UnknownService(name: name)
                }
            }
        }
    }

    struct UnknownService: Error {
        var name: String
        var message: String {
            let names = Service.allCases.map(\.rawValue) + [Selection.policies]
            return "unknown service '\(name)'; \(Suggestion.hint(for: name, among: names))"
        }
    }
}
