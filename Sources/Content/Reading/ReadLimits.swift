import Model
import YAML

extension SiteReader {
    /// The keys of `limits` with what each may be.
    private static var limitKeys: [(key: String, field: WritableKeyPath<ScanLimits, Int>, range: ClosedRange<Int>)] {
        [
            ("endpoint-time", \.endpointTime, 1...86_400),
            ("endpoint-bytes", \.endpointBytes, 1...4_096),
            ("provider-time", \.providerTime, 1...86_400),
            ("provider-connections", \.providerConnections, 1...1_000_000),
            ("provider-bytes", \.providerBytes, 1...4_096),
            // The evidence of a provider becomes one file, and no file may have more than 50 MB.
            ("provider-memory", \.providerMemory, 1...32),
            ("port-connections", \.portConnections, 1...10_000_000),
            ("address-connections", \.addressConnections, 1...10_000_000),
            ("run-time", \.runTime, 1...604_800),
            ("run-connections", \.runConnections, 1...100_000_000),
            ("run-bytes", \.runBytes, 1...1_000_000),
            ("run-memory", \.runMemory, 1...65_536),
        ]
    }

    /// Bounds that contain each other, the inner one first; the innermost pairs first.
    private static let nested = [
        ("endpoint-time", "provider-time"), ("provider-time", "run-time"), ("endpoint-bytes", "provider-bytes"),
        ("provider-bytes", "run-bytes"), ("provider-memory", "run-memory"),
        ("provider-connections", "run-connections"), ("port-connections", "address-connections"),
    ]

    /// The bounds of a scan. Those that are not written follow the ones that are, so that no part has more than the whole.
    /// - Parameter budget: the most connections of an endpoint.
    func limits(_ node: YAMLMapping, budget: Int) -> ScanLimits {
        var limits = ScanLimits().fitting(budget: budget)
        guard let node = node.node("limits", keys: Self.limitKeys.map(\.key)) else { return limits }
        let fields = Dictionary(uniqueKeysWithValues: Self.limitKeys.map { ($0.key, $0.field) })
        var written: Set<String> = []
        for (key, field, range) in Self.limitKeys {
            guard let value = node.int(key, in: range) else { continue }
            limits[keyPath: field] = value
            written.insert(key)
        }
        func follow(_ inner: String, _ outer: String, adapting key: String) {
            guard let part = fields[inner], let whole = fields[outer], !written.contains(key) else { return }
            if key == inner { limits[keyPath: part] = min(limits[keyPath: part], limits[keyPath: whole]) }
            if key == outer { limits[keyPath: whole] = max(limits[keyPath: part], limits[keyPath: whole]) }
        }
        for (inner, outer) in Self.nested where written.contains(inner) {
            follow(inner, outer, adapting: outer)
            written.insert(outer)
        }
        for (inner, outer) in Self.nested.reversed() { follow(inner, outer, adapting: inner) }
        for (inner, outer) in Self.nested {
            guard let part = fields[inner].map({ limits[keyPath: $0] }),
                let whole = fields[outer].map({ limits[keyPath: $0] }), part > whole
            else { continue }
            node.report(
                inner, .wrongType, "'\(inner)' (\(part)) must not be more than '\(outer)' (\(whole))",
                hint: "lower the one or raise the other")
        }
        return limits
    }
}
