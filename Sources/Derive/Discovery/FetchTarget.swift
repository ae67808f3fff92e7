import DNS
import FoundationEssentials
import Names

/// An https address taken apart: where to connect, and what to ask for there.
package struct FetchTarget: Hashable, Sendable {
    /// A-labels, lower case; never an IP address, for which no certificate is expected.
    package let host: String
    package let port: UInt16
    /// Path and query, beginning with `/`.
    package let path: String

    /// As it stands in the evidence: without a fragment, the port only where it is not 443.
    package var url: String { "https://\(host)\(port == 443 ? "" : ":\(port)")\(path)" }

    package init(host: String, port: UInt16 = 443, path: String) {
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads an absolute address. `nil` where it is not https, has a user in it, or names no host: whatever stands in a
    /// redirect is outside data, and nothing but a web server is ever meant by it.
    package init?(_ text: String) {
        // `host` may come back decoded: names are asked for, and compared with certificates, in A-labels.
        guard text.utf8.count <= 2_000, let text = try? DomainName.aLabels(inURL: text),
            let parts = URLComponents(string: text), parts.scheme?.lowercased() == "https",
            parts.user == nil, parts.password == nil, let name = parts.encodedHost, DomainName.isValid(name),
            IPAddress(name) == nil
        else { return nil }
        guard let port = parts.port.map({ UInt16(exactly: $0) }) ?? 443, port > 0 else { return nil }
        host = DomainName.normalised(name)
        self.port = port
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        self.path = path + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    /// Whether a web server may be looked for at the port because somebody's redirect says so. Below 1024 that is HTTPS
    /// alone: at port 25 and others a request would reach a server of somebody else, which speaks another protocol.
    package var isAtWebPort: Bool { port == 443 || port >= 1024 && !Self.otherProtocols.contains(port) }

    /// Ports from 1024 on that browsers refuse (Fetch standard, "port blocking"), and those of ManageSieve and XMPP.
    private static let otherProtocols: Set<UInt16> = [
        1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 5222, 5223, 5269, 5270, 6000, 6566, 6665, 6666, 6667,
        6668, 6669, 6679, 6697, 10080,
    ]

    /// What a Location field (RFC 9110 §10.2.2) points at from here; it may be relative in any way (RFC 3986 §5.2).
    package func redirected(to location: String) -> FetchTarget? {
        guard location.utf8.count <= 2_000, let location = try? DomainName.aLabels(inURL: location),
            let here = URL(string: url)
        else { return nil }
        return URL(string: location, relativeTo: here).flatMap { FetchTarget($0.absoluteString) }
    }
}
