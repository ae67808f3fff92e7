/// Domain names as provider files may hold them.
package enum DomainName {
    /// Letters, digits and hyphens in labels of at most 63 bytes, at least two labels, 253 bytes in all, lower case,
    /// without the final dot (RFC 1123 §2.1); other scripts as A-labels (RFC 5890 §2.3.2.1).
    package static func isValid(_ name: String) -> Bool {
        guard name.utf8.count <= 253 else { return false }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.count <= 63 && label.first != 45 && label.last != 45
                    && label.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            }
            // All digits would be an IPv4 address.
            && !(labels.last?.allSatisfy { (48...57).contains($0) } ?? true)
    }

    /// What to do about a name that is none.
    package static func hint(for name: String) -> String {
        if name.utf8.contains(where: { $0 >= 0x80 }) { return "write it as A-labels (xn--…)" }
        if isValid(name.lowercased()) { return "use lower case: \(name.lowercased())" }
        if name.hasSuffix("."), isValid(String(name.dropLast())) { return "remove the trailing dot" }
        if name.contains("://") { return "write the domain only, without https://" }
        if name.contains("@") { return "write the domain only, without the part up to @" }
        return "use a domain name like example.org"
    }
}
