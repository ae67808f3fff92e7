import Content
import Model
import Text

/// What pages of dates are made of. Such a page depends on its snapshot, on those before it and on what all pages share,
/// and on nothing that comes later but what is named for it.
struct PageKeys: Sendable {
    private let basis: String
    private let feeds: Set<String>
    /// Date → digest of its snapshot and of all before it.
    private let snapshots: [Day: String]

    /// - Parameters:
    ///   - basis: see `RenderOptions`.
    ///   - feeds: which there are; pages name theirs and that of all articles.
    ///   - snapshots: oldest first.
    init(basis: String, feeds: [Feed], snapshots: [Snapshot]) {
        self.basis = basis
        self.feeds = Set(feeds.map(\.path))
        var chain: [Day: String] = [:]
        var before = ""
        for snapshot in snapshots {
            before = Self.digest([before] + Self.parts(of: snapshot))
            chain[snapshot.manifest.date] = before
        }
        self.snapshots = chain
    }

    /// A page of a date; `nil` where there is no snapshot of it.
    /// - Parameters:
    ///   - feeds: the paths of those that it would name.
    ///   - parts: what else the page depends on.
    func key(_ date: Day, feeds: [String], _ parts: [String]) -> String? {
        let named = feeds.filter(self.feeds.contains)
        return snapshots[date].map { Self.digest([basis, $0] + named + ["feeds"] + parts) }
    }

    /// The seal of a snapshot covers its files and those that it refers to. One without a seal is known by its findings.
    private static func parts(of snapshot: Snapshot) -> [String] {
        let manifest = snapshot.manifest
        let seal = manifest.digest.map { [$0] } ?? snapshot.digests.sorted { $0.key < $1.key }.map { "\($0) \($1)" }
        let pruned = snapshot.pruned.sorted { $0.key < $1.key }.map { "\($0) \($1.snapshot) \($1.sha256)" }
        return ["\(manifest.date)", "\(manifest.vantage)", "\(manifest.tool)"] + seal + ["pruned"] + pruned
            + ["left out"] + snapshot.leftOut.sorted()
    }

    private static func digest(_ parts: [String]) -> String {
        Digest.sha256Text(Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
    }
}

extension PageComposer {
    /// The outline of a page of a date, by which an earlier build's can be kept. `nil` where it must be composed: where
    /// nobody keeps pages, or errata name the date, which other snapshots have a say in.
    /// - Parameters:
    ///   - feed: the one that the page names beside that of all articles.
    ///   - parts: what the page depends on beside its snapshot and those before it.
    func outline(
        _ address: String, of date: Day, source: String, isListed: Bool = true, errata dates: [Day],
        feed: FeedSubject? = nil, _ parts: [String]
    ) -> PageOutline? {
        guard let keys, !content.errata.contains(where: { dates.hasSorted($0.snapshot) }),
            let key = keys.key(
                date, feeds: [.all, feed].compactMap { $0?.path(addresses) }, [address] + parts)
        else { return nil }
        return PageOutline(address: address, source: source, modified: date, isListed: isListed, key: key)
    }
}
