import Names

/// A name in canonical wire form (RFC 4034 §6.2): labels with their lengths, in lower case, uncompressed.
///
/// - Parameter name: in the form of names in answers: absolute, with or without the last dot, odd octets as `\DDD`.
/// - Returns: `nil` where it is no name.
package func wireName(_ name: String) -> [UInt8]? {
    var wire: [UInt8] = []
    for label in name == "." ? [] : name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
        // The last dot.
        if label.isEmpty, !wire.isEmpty, label.endIndex == name.utf8.endIndex { break }
        guard let octets = octets(of: label), (1...63).contains(octets.count) else { return nil }
        wire += [UInt8(octets.count)] + octets
    }
    return wire.count <= 254 ? wire + [0] : nil
}

private func octets(of label: some Collection<UInt8>) -> [UInt8]? {
    var octets: [UInt8] = []
    var rest = label[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\") else {
            octets.append(DomainName.lowerCase(byte))
            continue
        }
        let digits = rest.prefix(3).map { Int($0) - 48 }
        guard digits.count == 3, digits.allSatisfy((0...9).contains) else { return nil }
        let value = digits[0] * 100 + digits[1] * 10 + digits[2]
        guard value <= 255 else { return nil }
        octets.append(DomainName.lowerCase(UInt8(value)))
        rest = rest.dropFirst(3)
    }
    return octets
}
