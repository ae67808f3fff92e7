import Names
import TestSupport
import Testing

@testable import MailPolicy

/// Sets of ranges, held against sets of single addresses.
@Suite struct AddressSetTests {
    /// Addresses 10.0.0.0 to 10.0.0.255 by their last byte.
    private static func network(_ byte: Int, _ length: Int) throws -> AddressSet {
        AddressSet(network: try #require(IPAddress("10.0.0.\(byte)")), length: length)
    }

    private static func members(_ set: AddressSet) throws -> Set<Int> {
        Set(try (0..<256).filter { try !set.intersection(network($0, 32)).isEmpty })
    }

    /// The same networks in another order for each seed.
    @Test(arguments: 0..<20 as Range<UInt64>) func agreesWithSingleAddresses(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        func next(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
        func some() throws -> (set: AddressSet, members: Set<Int>) {
            let networks = (0..<1 + next(12)).map { _ in (byte: next(256), length: 26 + next(7)) }
            let set = AddressSet(union: try networks.map { try Self.network($0.byte, $0.length) })
            let members = networks.flatMap { network -> Range<Int> in
                let size = 1 << (32 - network.length)
                let first = network.byte / size * size
                return first..<first + size
            }
            return (set, Set(members))
        }
        let (left, right) = (try some(), try some())
        #expect(try Self.members(left.set) == left.members)
        #expect(left.set.count == left.members.count)
        #expect(try Self.members(left.set.intersection(right.set)) == left.members.intersection(right.members))
        #expect(try Self.members(left.set.subtracting(right.set)) == left.members.subtracting(right.members))
        #expect(try Self.members(left.set.joined(right.set)) == left.members.union(right.members))
        #expect(left.set.subtracting(right.set).count == left.members.subtracting(right.members).count)
        #expect(left.set.joined(right.set).count == left.members.union(right.members).count)
    }

    /// Ranges that touch are one, so that a policy of thousands of networks side by side stays small.
    @Test func neighboursAreOne() throws {
        let halves = AddressSet(union: [try Self.network(0, 25), try Self.network(128, 25)])
        #expect(halves.ranges.count == 1)
        #expect(halves == (try Self.network(0, 24)))
    }
}
