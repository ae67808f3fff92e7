import TestSupport
import Testing

@testable import Survey

@Suite struct ShardingTests {
    /// The division is a format: other versions, and programs of others, come to the same.
    @Test func theShardIsAFunctionOfSeedAndName() {
        let sharding = Sharding(seed: "0", shards: 8)
        // printf '0\nexample.org' | sha256sum
        #expect(sharding.key(of: "example.org").place == 0x4fb7_f4d3_fc43_6940)
        #expect(sharding.shard(of: sharding.key(of: "example.org")) == Int(0x4fb7_f4d3_fc43_6940 >> 61))
        #expect(Sharding(seed: "1", shards: 8).key(of: "example.org") != sharding.key(of: "example.org"))
    }

    @Test(arguments: [1, 2, 3, 8, 100, 1_000]) func domainsAreSpreadEvenly(_ shards: Int) {
        let sharding = Sharding(shards: shards)
        var counts = [Int](repeating: 0, count: shards)
        for number in 0..<20_000 { counts[sharding.shard(of: sharding.key(of: "d\(number).example"))] += 1 }
        let mean = 20_000.0 / Double(shards)
        // Five standard deviations.
        #expect(counts.allSatisfy { abs(Double($0) - mean) < 5 * mean.squareRoot() + 1 })
    }

    @Test(arguments: 1...30) func groupsAreWeighed(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let weights = (0..<Int.random(in: 1...300, using: &random)).map { _ in
            Int.random(in: 1...(seed % 3 == 0 ? 1_000 : 6), using: &random)
        }
        let shards = Int.random(in: 1...12, using: &random)
        let sharding = Sharding(seed: "\(seed)", shards: shards)
        let chosen = sharding.shards(ofGroups: weights)
        #expect(chosen == sharding.shards(ofGroups: weights))
        var loads = [Int](repeating: 0, count: shards)
        for (group, shard) in chosen.enumerated() { loads[shard] += weights[group] }
        #expect(loads.reduce(0, +) == weights.reduce(0, +))
        // Graham's bound, with the least that any division could have.
        let least = max(Double(weights.reduce(0, +)) / Double(shards), Double(weights.max() ?? 0))
        #expect(Double(loads.max() ?? 0) <= least * 4 / 3 + 1)
    }

    /// All at one address and all addresses of one host are in one group, and nothing else is.
    @Test(arguments: 1...30) func serversAreGrouped(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let pairs = (0..<120).map { _ in
            (
                host: "h\(Int.random(in: 0..<60, using: &random))",
                address: "192.0.2.\(Int.random(in: 0..<80, using: &random))"
            )
        }
        var groups = ServerGroups()
        for pair in pairs { groups.add(host: pair.host, address: pair.address) }
        let hosts = Array(Set(pairs.map(\.host))).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(hosts, groups.groups(ofHosts: hosts)))
        // By walking from neighbour to neighbour.
        for host in hosts {
            var reached: Set<String> = [host]
            var size = 0
            while size != reached.count {
                size = reached.count
                let addresses = Set(pairs.filter { reached.contains($0.host) }.map(\.address))
                reached.formUnion(pairs.filter { addresses.contains($0.address) }.map(\.host))
            }
            #expect(Set(hosts.filter { numbers[$0] == numbers[host] }) == reached)
        }
        #expect(Set(numbers.values) == Set(0..<Set(numbers.values).count))
    }
}
