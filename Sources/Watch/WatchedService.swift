import Model

/// A service of a provider, as rounds name it: `posteo/imap`.
package struct WatchedService: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var provider: String
    package var service: Service

    package init(_ provider: String, _ service: Service) {
        self.provider = provider
        self.service = service
    }

    /// Reads `posteo/imap`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, Provider.isID(String(parts[0])), let service = Service(rawValue: String(parts[1]))
        else {
            return nil
        }
        self.init(String(parts[0]), service)
    }

    package var description: String { "\(provider)/\(service.rawValue)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.provider, left.service.rawValue) < (right.provider, right.service.rawValue)
    }
}
