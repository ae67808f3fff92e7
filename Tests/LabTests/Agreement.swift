import Foundation

/// How much of what other tools can be asked is asked. A commit's test takes a sample, the same one each time;
/// `make bench-agreement` asks everything.
enum Agreement {
    static let isWhole = ProcessInfo.processInfo.environment["AGREEMENT"] == "whole"

    /// Every `step`-th element, the first and the last among them; all where everything is asked.
    static func sample<Element>(_ elements: [Element], every step: Int) -> [Element] {
        guard !isWhole else { return elements }
        return elements.enumerated().filter { $0.offset % step == 0 || $0.offset == elements.count - 1 }.map(\.element)
    }

    /// The first element of each kind; all where everything is asked.
    static func oneOfEach<Element, Kind: Hashable>(
        _ elements: [Element], kind: (Element) -> Kind
    ) -> [Element] {
        guard !isWhole else { return elements }
        var seen: Set<Kind> = []
        return elements.filter { seen.insert(kind($0)).inserted }
    }
}
