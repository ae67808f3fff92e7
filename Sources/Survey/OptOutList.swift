import Model
import Names

/// Who asked not to be surveyed, one a line: a domain (with all names below it), which is a host as well, or a network
/// (`192.0.2.0/24`, `2001:db8::/32`) or an address. Blank lines and lines that begin with `#` are passed over.
package struct OptOutList: Hashable, Sendable {
    private var names: Set<String> = []
    private var networks: [Network] = []

    private struct Network: Hashable {
        var bytes: [UInt8]
        var bits: Int

        func contains(_ address: IPAddress) -> Bool {
            guard address.bytes.count == bytes.count else { return false }
            let whole = bits / 8
            guard address.bytes.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
            let rest = bits % 8
            return rest == 0 || (address.bytes[whole] ^ bytes[whole]) >> (8 - rest) == 0
        }
    }

    package init() {}

    /// - Parameter file: what to name in diagnostics.
    /// - Throws: a diagnostic for each line that cannot be used: nobody may be measured because of a misspelling.
    package init(_ text: String, file: String) throws(Diagnostics) {
        var faults: [Diagnostic] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let entry = String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
            if entry.isEmpty || entry.hasPrefix("#") { continue }
            if let network = Self.network(entry) {
                networks.append(network)
            } else if let name = try? DomainName.aLabels(DomainName.normalised(entry)) {
                names.insert(name)
            } else {
                faults.append(
                    Diagnostic(
                        file: file, place: Diagnostic.Place(line: number + 1, column: 1), rule: .badDomain,
                        message: "'\(entry.prefix(80))' is neither a domain nor a network",
                        hint: "write example.org, 192.0.2.0/24 or 2001:db8::/32"))
            }
        }
        guard faults.isEmpty else { throw Diagnostics(faults) }
    }

    /// Whether a domain or host, or one above it, opted out.
    package func has(name: String) -> Bool {
        var rest = Substring(name)
        while !rest.isEmpty {
            if names.contains(String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { return false }
            rest = rest[rest.index(after: dot)...]
        }
        return false
    }

    /// Whether a server, or the network that it is in, opted out.
    package func has(_ server: SurveyServer) -> Bool {
        if has(name: server.host) { return true }
        guard let address = IPAddress(server.address) else { return false }
        return networks.contains { $0.contains(address) }
    }

    /// Bits behind the prefix do not matter.
    private static func network(_ text: String) -> Network? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first), parts.count <= 2 else { return nil }
        let all = address.bytes.count * 8
        guard parts.count == 2 else { return Network(bytes: address.bytes, bits: all) }
        guard let bits = Int(parts[1]), (0...all).contains(bits) else { return nil }
        return Network(bytes: address.bytes, bits: bits)
    }
}
