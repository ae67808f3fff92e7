import Text

/// How a survey's work is divided: a function of a seed and of names, so that every shard divides it alike without
/// asking another.
package struct Sharding: Hashable, Sendable {
    /// More shards than this are refused: dividing servers takes time for each of them.
    package static let limit = 1_000

    /// Two surveys of one list with different seeds divide it differently.
    package let seed: String
    /// How many shards there are; at least 1.
    package let shards: Int

    package init(seed: String = "0", shards: Int = 1) {
        self.seed = seed
        self.shards = min(max(1, shards), Self.limit)
    }

    /// A name's SHA-256 behind the seed and a line feed.
    package struct Key: Hashable, Sendable {
        /// The first eight bytes, which choose the shard.
        let place: UInt64
        /// The next sixteen, which tell names apart.
        let identity: SIMD2<UInt64>
    }

    package func key(of name: String) -> Key {
        let digest = Digest.sha256(Array("\(seed)\n\(name)".utf8))
        func number(_ offset: Int) -> UInt64 {
            digest.dropFirst(offset).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        return Key(place: number(0), identity: [number(8), number(16)])
    }

    /// The shard of a domain, from 0: equal parts of the keys.
    package func shard(of key: Key) -> Int { Int(key.place.multipliedFullWidth(by: UInt64(shards)).high) }

    /// Divides groups of servers so that the shards have about the same weight: the heaviest first, each to the shard
    /// that has the least (Graham, "Bounds on multiprocessing timing anomalies", 1969: the fullest shard has at most a
    /// third more than it would need to have).
    /// - Parameter weights: the groups' weights by their number.
    /// - Returns: the shard of each group, by its number.
    package func shards(ofGroups weights: [Int]) -> [Int] {
        let order = weights.indices.map { (group: $0, weight: weights[$0], place: key(of: "group \($0)").place) }
            .sorted { ($1.weight, $0.place, $0.group) < ($0.weight, $1.place, $1.group) }
        var loads = [Int](repeating: 0, count: shards)
        var result = [Int](repeating: 0, count: weights.count)
        for one in order {
            var least = 0
            for shard in 1..<max(1, shards) where loads[shard] < loads[least] { least = shard }
            loads[least] += one.weight
            result[one.group] = least
        }
        return result
    }
}
