import Names

/// A set of addresses of one family, as ranges: which clients a sender policy has not decided on yet.
struct AddressSet: Hashable, Sendable {
    /// Disjoint, none empty; addresses as numbers.
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

    var isEmpty: Bool { ranges.isEmpty }

    /// How many addresses there are.
    var count: UInt128 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }

    /// The addresses in both.
    func intersection(_ other: AddressSet) -> AddressSet {
        AddressSet(
            ranges: ranges.flatMap { range in
                other.ranges.map { range.clamped(to: $0) }.filter { !$0.isEmpty }
            })
    }

    /// The addresses that are not in `other`.
    func subtracting(_ other: AddressSet) -> AddressSet {
        var left = ranges
        for hole in other.ranges {
            left = left.flatMap { range -> [Range<UInt128>] in
                let cut = range.clamped(to: hole)
                if cut.isEmpty { return [range] }
                return [range.lowerBound..<cut.lowerBound, cut.upperBound..<range.upperBound].filter { !$0.isEmpty }
            }
        }
        return AddressSet(ranges: left)
    }

    /// The addresses in either, which have none in common.
    func joined(_ other: AddressSet) -> AddressSet {
        AddressSet(ranges: ranges + other.ranges)
    }
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

    var isEmpty: Bool { ipv4.isEmpty && ipv6.isEmpty }

    /// The addresses that are in one of several networks, too.
    func intersection(_ networks: [ClientSet]) -> ClientSet {
        networks.reduce(.empty) { found, network in
            found.joined(subtracting(found).intersection(network))
        }
    }

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
