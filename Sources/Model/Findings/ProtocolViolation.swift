/// Something that a server does and the protocol does not allow. Findings keep it as a sentence; whoever shows it in
/// other words takes it apart again.
package struct ProtocolViolation: Hashable, Sendable {
    /// What it is, by a word for machines.
    package enum Kind: String, CaseIterable, Sendable {
        case breaksOff = "breaks-off"
        case breaksOffAfterDHE = "breaks-off-after-dhe"
        case breaksOffAfterSuite = "breaks-off-after-suite"
        case readsOnlyTheBeginning = "reads-only-the-beginning"
        case bareHellosOnly = "bare-hellos-only"
        case refusesVersion = "refuses-version"
        case choseUnoffered = "chose-unoffered"
        case choseHigherVersion = "chose-higher-version"

        /// The sentence, with `{name}` and `{other}` where it names something: a version, suite or group, and in the
        /// last one the highest version that was offered.
        package var pattern: String {
            switch self {
            case .breaksOff: "closes the connection without the required alert"
            case .breaksOffAfterDHE: "closes the connection after choosing a DHE suite"
            case .breaksOffAfterSuite: "closes the connection if only {name} is offered"
            case .readsOnlyTheBeginning: "ignores all but the beginning of a long suite list"
            case .bareHellosOnly: "answers only ClientHellos without extensions"
            case .refusesVersion: "refuses {name} ClientHellos instead of negotiating an older version"
            case .choseUnoffered: "chose {name}, which was not offered"
            case .choseHigherVersion: "chose version {name}, above {other}"
            }
        }
    }

    package var kind: Kind
    package var name: String
    package var other: String

    package init(_ kind: Kind, name: String = "", other: String = "") {
        self.kind = kind
        self.name = name
        self.other = other
    }

    package var sentence: String {
        kind.pattern.replacing("{name}", with: name).replacing("{other}", with: other)
    }

    /// - Returns: `nil` for what no version of this program says.
    package init?(sentence: String) {
        guard let found = Kind.allCases.lazy.compactMap({ ProtocolViolation($0, in: sentence) }).first else {
            return nil
        }
        self = found
    }

    private init?(_ kind: Kind, in sentence: String) {
        var rest = sentence[...]
        var names: [String: String] = [:]
        var pattern = kind.pattern[...]
        while let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") {
            guard rest.hasPrefix(pattern[..<open]) else { return nil }
            rest = rest.dropFirst(pattern.distance(from: pattern.startIndex, to: open))
            let key = String(pattern[pattern.index(after: open)..<close])
            pattern = pattern[pattern.index(after: close)...]
            let next = pattern.prefix { $0 != "{" }
            guard let end = next.isEmpty ? rest.endIndex : rest.firstRange(of: next)?.lowerBound, end > rest.startIndex
            else { return nil }
            names[key] = String(rest[..<end])
            rest = rest[end...]
        }
        guard rest == pattern else { return nil }
        self.init(kind, name: names["name"] ?? "", other: names["other"] ?? "")
    }
}
