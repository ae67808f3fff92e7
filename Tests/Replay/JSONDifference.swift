/// One place where two JSON values differ.
struct JSONDifference: Hashable {
    enum Step: Hashable {
        case key(String)
        /// Where elements were removed or added, an index counts in the value that has the element.
        case index(Int)
    }

    /// From the root to the place.
    var steps: [Step]
    /// What identifies the list elements on the way: `xmpp-client example.org`. Indices alone tell a reader little.
    var elements: [String] = []
    /// `nil`: the field is absent.
    var old: JSONTree?
    var new: JSONTree?

    /// Every difference, in the order of the keys. A list whose length changed is compared by its equal elements, so
    /// that one element more is one difference.
    static func all(from old: JSONTree, to new: JSONTree) -> [JSONDifference] {
        var walk = Walk()
        walk.compare(old, new)
        return walk.found
    }

    /// The path in the notation of JavaScript: `services[0].endpoints[1].startTLS`.
    var path: String {
        var path = ""
        for step in steps {
            switch step {
            case .index(let index): path += "[\(index)]"
            case .key(let key) where key.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil:
                path += path.isEmpty ? key : ".\(key)"
            case .key(let key): path += "[\(JSONTree.text(key).line)]"
            }
        }
        return path
    }

    /// The innermost key.
    var field: String {
        for case .key(let key) in steps.reversed() { return key }
        return ""
    }
}

extension JSONDifference: CustomStringConvertible {
    /// `services[0].discovery.value: 1 → 2 (xmpp-client example.org)`
    var description: String {
        let (one, other) = (old?.line ?? "absent", new?.line ?? "absent")
        // Of long values that begin alike, what is cut off must not be the part that differs.
        let alike = zip(one, other).prefix { $0 == $1 }.count
        let start = max(one.count, other.count) > Self.width ? max(0, alike - 20) : 0
        func text(_ line: String) -> String {
            (start > 0 ? "…" : "") + line.dropFirst(start).prefix(Self.width)
                + (line.count > start + Self.width ? "…" : "")
        }
        return "\(path): \(text(one)) → \(text(other))"
            + (elements.isEmpty ? "" : " (\(elements.joined(separator: ", ")))")
    }

    private static let width = 160
}

private struct Walk {
    var found: [JSONDifference] = []
    private var steps: [JSONDifference.Step] = []
    private var elements: [String] = []

    mutating func compare(_ old: JSONTree?, _ new: JSONTree?) {
        if old == new { return }
        switch (old, new) {
        case (.object(let one), .object(let other)):
            for key in Set(one.keys).union(other.keys).sorted() {
                steps.append(.key(key))
                compare(one[key], other[key])
                steps.removeLast()
            }
        case (.list(let one), .list(let other)): compare(one, other)
        default: found.append(JSONDifference(steps: steps, elements: elements, old: old, new: new))
        }
    }

    private mutating func compare(_ old: [JSONTree], _ new: [JSONTree]) {
        guard old.count != new.count else {
            for index in old.indices { compare(old[index], new[index], at: index) }
            return
        }
        let difference = new.difference(from: old)
        var removed = difference.removals.map(\.offset)[...]
        var added = difference.insertions.map(\.offset)[...]
        var (from, to) = (0, 0)
        // Between two elements that stayed, those removed and those added belong together pair by pair.
        while from < old.count || to < new.count {
            let isRemoved = removed.first == from
            let isAdded = added.first == to
            if isRemoved, isAdded {
                compare(old[from], new[to], at: to)
            } else if isRemoved {
                compare(old[from], nil, at: from)
            } else if isAdded {
                compare(nil, new[to], at: to)
            }
            if isRemoved || !isAdded { from += 1 }
            if isAdded || !isRemoved { to += 1 }
            removed = removed.drop { $0 < from }
            added = added.drop { $0 < to }
        }
    }

    private mutating func compare(_ old: JSONTree?, _ new: JSONTree?, at index: Int) {
        let name = (new ?? old)?.identity
        steps.append(.index(index))
        if let name { elements.append(name) }
        compare(old, new)
        if name != nil { elements.removeLast() }
        steps.removeLast()
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}

extension JSONTree {
    /// What tells an element of a list from the others: an endpoint's place, a service and its domain, a name.
    fileprivate var identity: String? {
        guard case .object(let members) = self else { return nil }
        if case .object(let endpoint)? = members["endpoint"] {
            let parts = ["host", "port", "address", "mode"].compactMap { endpoint[$0]?.plain }
            return parts.isEmpty ? nil : parts.joined(separator: " ")
        }
        let parts = ["service", "domain", "version", "name", "asked"].compactMap { members[$0]?.plain }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private var plain: String? {
        switch self {
        case .text(let text): text
        case .number: line
        default: nil
        }
    }
}
