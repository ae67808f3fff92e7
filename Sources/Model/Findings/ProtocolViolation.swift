/// Something that a server does and the protocol does not allow. Findings store it as a sentence, which is parsed again
/// where it is shown in another language.
package struct ProtocolViolation: Hashable, Sendable {
    /// What it is, by a word for machines.
    package enum Kind: String, CaseIterable, Sendable {
        case breaksOff = "breaks-off"
        case breaksOffAfterDHE = "breaks-off-after-dhe"
        case breaksOffAfterSuite = "breaks-off-after-suite"
        case breaksOffForExtension = "breaks-off-for-extension"
        case readsOnlyTheBeginning = "reads-only-the-beginning"
        case bareHellosOnly = "bare-hellos-only"
        case refusesVersion = "refuses-version"
        case versionByList = "version-by-list"
        case choseUnoffered = "chose-unoffered"
        case choseHigherVersion = "chose-higher-version"

        /// The sentence, with `{name}` and `{other}` where it names something: a version, suite or group, and in the
        /// last one the highest version that was offered.
        package var pattern: String {
            switch self {
            case .breaksOff: "closes the connection without the required alert"
            case .breaksOffAfterDHE: "closes the connection after choosing a DHE suite"
            case .breaksOffAfterSuite: "closes the connection if only {name} is offered"
            case .breaksOffForExtension: "closes the connection if the extension {name} is sent"
            case .readsOnlyTheBeginning: "ignores all but the beginning of a long suite list"
            case .bareHellosOnly: "answers only ClientHellos without extensions"
            case .refusesVersion: "refuses {name} ClientHellos instead of negotiating an older version"
            case .versionByList: "negotiates {name} only with clients that list their versions"
            case .choseUnoffered: "chose {name}, which was not offered"
            case .choseHigherVersion: "chose version {name}, above {other}"
            }
        }

        /// Sentences of earlier versions, which old snapshots hold.
        var formerPatterns: [String] {
            switch self {
            case .breaksOff: ["breaks off where an alert is due"]
            case .breaksOffAfterDHE: ["breaks off when it has chosen a suite with DHE"]
            case .breaksOffAfterSuite: ["breaks off when it is offered {name} alone"]
            case .readsOnlyTheBeginning: ["reads only the beginning of a long list of suites"]
            case .bareHellosOnly: ["answers only hellos without extensions"]
            case .refusesVersion: ["refuses {name} hellos instead of choosing an older version"]
            case .breaksOffForExtension, .versionByList, .choseUnoffered, .choseHigherVersion: []
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

    /// - Returns: `nil` for a sentence that no version of this program writes.
    package init?(sentence: String) {
        for kind in Kind.allCases {
            for pattern in [kind.pattern] + kind.formerPatterns {
                if let found = ProtocolViolation(kind, by: pattern, in: sentence) {
                    self = found
                    return
                }
            }
        }
        return nil
    }

    private init?(_ kind: Kind, by pattern: String, in sentence: String) {
        var rest = sentence[...]
        var names: [String: String] = [:]
        var pattern = pattern[...]
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
