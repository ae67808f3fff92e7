/// Puts servers together that must not be contacted by two shards at once: all at one address, and all addresses of one
/// host. What is joined by either, over any number of steps, is one group.
package struct ServerGroups: Sendable {
    private var numbers: [String: Int32] = [:]
    private var parents: [Int32] = []

    package init() {}

    /// Notes that a host has an address.
    package mutating func add(host: String, address: String) {
        // A host is never written like an address.
        let (one, two) = (root(number(host)), root(number(address)))
        if one != two { parents[Int(max(one, two))] = min(one, two) }
    }

    /// Numbers the groups, from 0, in the order in which hosts are given.
    /// - Parameter hosts: each one that was added; others get a group of their own.
    /// - Returns: the group of each, by its position.
    package mutating func groups(ofHosts hosts: some Sequence<String>) -> [Int] {
        var groups: [Int32: Int] = [:]
        return hosts.map { host in
            let root = root(number(host))
            let group = groups[root] ?? groups.count
            groups[root] = group
            return group
        }
    }

    private mutating func number(_ name: String) -> Int32 {
        if let number = numbers[name] { return number }
        let number = Int32(parents.count)
        numbers[name] = number
        parents.append(number)
        return number
    }

    /// The smallest number of those that are joined with this one; shortens the way to it (path halving).
    private mutating func root(_ number: Int32) -> Int32 {
        var number = Int(number)
        while Int(parents[number]) != number {
            parents[number] = parents[Int(parents[number])]
            number = Int(parents[number])
        }
        return Int32(number)
    }
}
