/// URLs that may become links.
package enum WebAddress {
    /// True for a fragment of the same page and for an absolute URL with a scheme that cannot run a script. A relative
    /// reference is not safe by itself: it must be resolved against the pages of the site.
    package static func isSafe(_ address: String) -> Bool {
        var address = address
        return address.withUTF8 { isSafe(UnsafeRawBufferPointer($0)) }
    }

    /// The same for bytes of UTF-8.
    package static func isSafe(_ address: UnsafeRawBufferPointer) -> Bool {
        if address.first == UInt8(ascii: "#") { return true }
        let canRunNothing =
            has("https", address) || has("http", address) || has("mailto", address) || has("xmpp", address)
        return canRunNothing && address.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// - Parameter scheme: in lower case.
    private static func has(_ scheme: StaticString, _ address: UnsafeRawBufferPointer) -> Bool {
        let count = scheme.utf8CodeUnitCount
        guard address.count > count, address[count] == UInt8(ascii: ":") else { return false }
        return (0..<count).allSatisfy { address[$0] | 0x20 == scheme.utf8Start[$0] }
    }

    /// True for an https or http URL with a host.
    package static func isWebsite(_ address: String) -> Bool {
        guard isSafe(address), let scheme = scheme(of: address), scheme == "https" || scheme == "http" else {
            return false
        }
        let rest = address.dropFirst(scheme.count)
        return rest.hasPrefix("://") && rest.dropFirst(3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains(".")
    }

    /// The scheme in lower case (RFC 3986 §3.1), `nil` for a relative reference.
    package static func scheme(of address: String) -> String? {
        guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = address[..<colon]
        guard let first = scheme.utf8.first, (first | 0x20) >= 97, (first | 0x20) <= 122,
            scheme.utf8.allSatisfy({ byte in
                let lower = byte | 0x20
                return (97...122).contains(lower) || (43...57).contains(byte) && byte != 44 && byte != 47
            })
        else { return nil }
        return scheme.lowercased()
    }
}
