extension DomainName {
    /// A URL with its host in A-labels, which RFC 3986 §3.2.2 leaves to whoever looks the host up. A host in ASCII stays
    /// as it is, valid or not, and so does everything else.
    package static func aLabels(inURL url: String) throws(InvalidDomainName) -> String {
        guard let host = host(inURL: url), host.utf8.contains(where: { $0 >= 0x80 }) else { return url }
        return url.replacing(host, with: try aLabels(host))
    }

    /// Why the host of a URL is not a domain name; `nil` if it is one, an IP address, or missing.
    package static func problem(ofHostInURL url: String) -> InvalidDomainName? {
        guard let host = host(inURL: url), !host.isEmpty, IPAddress(host) == nil else { return nil }
        do throws(InvalidDomainName) {
            _ = try aLabels(host)
            return nil
        } catch {
            return error
        }
    }

    /// A URL for people: with its host in U-labels and, in parentheses, in A-labels; the URL itself if it has none.
    package static func displayed(url: String) -> String {
        guard let host = host(inURL: url) else { return url }
        let unicode = uLabels(String(host))
        return unicode == host ? url : "\(url.replacing(host, with: unicode)) (\(host))"
    }

    /// Where the host is (RFC 3986 §3.2), without user information and port; `nil` for a URL without an authority and
    /// for an IP address in brackets.
    private static func host(inURL url: String) -> Substring? {
        guard let slashes = url.utf8.firstIndex(of: UInt8(ascii: "/")), url[slashes...].hasPrefix("//"),
            slashes == url.startIndex || url[..<slashes].last == ":"
        else { return nil }
        var authority = url[slashes...].dropFirst(2).prefix { !"/?#\\".contains($0) }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        guard authority.first != "[" else { return nil }
        return authority.prefix { $0 != ":" }
    }
}

extension String {
    fileprivate func replacing(_ part: Substring, with text: String) -> String {
        self[..<part.startIndex] + text + self[part.endIndex...]
    }
}
