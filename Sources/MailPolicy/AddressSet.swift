import Names

/// A set of addresses of one family, as ranges: which clients a sender policy has not decided on yet.
struct AddressSet: Hashable, Sendable {
    /// Sorted, neither overlapping nor adjacent, none empty; addresses as numbers.
    private(set) var ranges: [Range<UInt128>]

    static let empty = AddressSet(ranges: [])

    /// The addresses that a client on the Internet can have: IPv4 without multicast and what is above it (RFC 1112 §4),
    /// IPv6's global unicast (RFC 4291 §2.5.4, as far as IANA has assigned it).
    static func clients(isIPv6: Bool) -> AddressSet {
        AddressSet(ranges: [isIPv6 ? UInt128(2) << 124..<UInt128(4) << 124 : 0..<UInt128(224) << 24])
    }

    /// The addresses that have their first `length` bits in common with `address`.
    init(network address: IPAddress, length: Int) {
        let number = address.bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        let bits = address.bytes.count * 8 - length
        guard bits < 128 else {
            // All of IPv6: one address short of it, as a range cannot end behind the last number.
            ranges = [0..<UInt128.max]
            return
        }
        let first = (number >> bits) << bits
        let (end, overflows) = first.addingReportingOverflow(UInt128(1) << bits)
        ranges = [first..<(overflows ? .max : end)]
    }

    private init(ranges: [Range<UInt128>]) { self.ranges = ranges }

    /// The addresses in any of several sets.
    init(union sets: [AddressSet]) {
        var merged: [Range<UInt128>] = []
        for range in sets.flatMap(\.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        ranges = merged
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// How many addresses there are.
    var count: UInt128 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }

    /// The addresses in both. Both sets are gone through once, as a policy may list thousands of networks.
    func intersection(_ other: AddressSet) -> AddressSet {
        var common: [Range<UInt128>] = []
        var (left, right) = (ranges[...], other.ranges[...])
        while let one = left.first, let another = right.first {
            let both = one.clamped(to: another)
            if !both.isEmpty { common.append(both) }
            if one.upperBound <= another.upperBound { left.removeFirst() } else { right.removeFirst() }
        }
        return AddressSet(ranges: common)
    }

    /// The addresses that are not in `other`.
    func subtracting(_ other: AddressSet) -> AddressSet {
        var left: [Range<UInt128>] = []
        var holes = other.ranges[...]
        for range in ranges {
            var start = range.lowerBound
            while let hole = holes.first, hole.lowerBound < range.upperBound {
                if hole.lowerBound > start { left.append(start..<hole.lowerBound) }
                start = max(start, hole.upperBound)
                // A hole that is longer than the range may be one in the next range, too.
                if hole.upperBound > range.upperBound { break }
                holes.removeFirst()
            }
            if start < range.upperBound { left.append(start..<range.upperBound) }
        }
        return AddressSet(ranges: left)
    }

    /// The addresses in either.
    func joined(_ other: AddressSet) -> AddressSet { AddressSet(union: [self, other]) }
}

/// Addresses of both families.
struct ClientSet: Hashable, Sendable {
    var ipv4: AddressSet
    var ipv6: AddressSet

    static let empty = ClientSet(ipv4: .empty, ipv6: .empty)
    /// All that a client on the Internet can have.
    static let all = ClientSet(ipv4: .clients(isIPv6: false), ipv6: .clients(isIPv6: true))

    init(ipv4: AddressSet, ipv6: AddressSet) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
    }

    /// The addresses that have their first `length` bits in common with `address`.
    init(network address: IPAddress, length: Int) {
        let network = AddressSet(network: address, length: length)
        self.init(ipv4: address.isIPv4 ? network : .empty, ipv6: address.isIPv6 ? network : .empty)
    }

    /// The addresses in any of several sets.
    init(union sets: [ClientSet]) {
        self.init(ipv4: AddressSet(union: sets.map(\.ipv4)), ipv6: AddressSet(union: sets.map(\.ipv6)))
    }

    var isEmpty: Bool { ipv4.isEmpty && ipv6.isEmpty }

    func intersection(_ other: ClientSet) -> ClientSet {
        ClientSet(ipv4: ipv4.intersection(other.ipv4), ipv6: ipv6.intersection(other.ipv6))
    }

    func subtracting(_ other: ClientSet) -> ClientSet {
        ClientSet(ipv4: ipv4.subtracting(other.ipv4), ipv6: ipv6.subtracting(other.ipv6))
    }

    func joined(_ other: ClientSet) -> ClientSet {
        ClientSet(ipv4: ipv4.joined(other.ipv4), ipv6: ipv6.joined(other.ipv6))
    }

    /// Whether it holds so much of a family that a client out of it need not have anything to do with the domain: a
    /// sixteenth, more than any organisation has.
    var holdsStrangers: Bool {
        ipv4.count >= AddressSet.clients(isIPv6: false).count / 16
            || ipv6.count >= AddressSet.clients(isIPv6: true).count / 16
    }
}
