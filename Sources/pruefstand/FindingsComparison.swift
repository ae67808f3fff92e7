import Archive
import Model

/// How findings that were derived again compare with the published ones.
enum FindingsComparison: Equatable {
    case equal
    /// Equal but for prose: the details of reasons, and the sentences about discovery, look-ups and connections. Another version of
    /// the program words them differently; what was measured is the same.
    case equalButForWording
    /// - Parameter place: where the first difference is that is not one of wording.
    case different(place: String)

    init(derived: ProviderFindings, published: ProviderFindings) {
        if derived == published {
            self = .equal
        } else if let place = Self.firstDifference(derived, published) {
            self = .different(place: place)
        } else {
            self = .equalButForWording
        }
    }

    /// Whether the findings are those of the evidence. A version of the program words them in one way only, so edited
    /// prose in what this version wrote is a difference like any other.
    /// - Parameter tool: the version that wrote the published findings.
    func isVerified(writtenBy tool: String) -> Bool {
        switch self {
        case .equal: true
        case .equalButForWording: tool != programName
        case .different: false
        }
    }

    /// Part by part, so that only parts that differ are compared word by word, and none after the first that differs in
    /// more than its wording.
    private static func firstDifference(_ derived: ProviderFindings, _ published: ProviderFindings) -> String? {
        for (one, other) in zip(derived.services, published.services) where one != other {
            for (left, right) in zip(one.endpoints, other.endpoints) where !isEqualButForWording(left, right) {
                return "at \(left.endpoint)"
            }
            var (left, right) = (one, other)
            (left.endpoints, right.endpoints) = ([], [])
            if one.endpoints.count != other.endpoints.count || !isEqualButForWording(left, right) {
                return "at \(one.service.rawValue) of \(one.domain)"
            }
        }
        if derived.services.count != published.services.count { return "in the number of services" }
        var (left, right) = (derived, published)
        (left.services, right.services) = ([], [])
        return isEqualButForWording(left, right) ? nil : "in fields other than services"
    }

    private static func isEqualButForWording<Part: Encodable & Equatable>(_ left: Part, _ right: Part) -> Bool {
        if left == right { return true }
        guard let left = try? JSONDocument(JSONText.encodeLine(left)),
            let right = try? JSONDocument(JSONText.encodeLine(right))
        else { return false }
        return isEqualButForWording(left.root, right.root)
    }

    /// The JSON keys whose values are prose.
    private static let wording: Set<String> = ["detail", "problemDetail", "asked", "answered", "discovered"]

    /// Both as this program writes JSON, with sorted keys.
    private static func isEqualButForWording(_ left: JSONNode, _ right: JSONNode) -> Bool {
        if let left = left.members, let right = right.members {
            let (ours, theirs) = (
                left.filter { !wording.contains($0.name) }, right.filter { !wording.contains($0.name) }
            )
            return ours.count == theirs.count
                && zip(ours, theirs).allSatisfy { one, other in
                    guard one.name == other.name else { return false }
                    return one.name == "oddities" && isSameViolations(one.value, other.value)
                        || isEqualButForWording(one.value, other.value)
                }
        }
        if let left = left.elements, let right = right.elements {
            return left.count == right.count && zip(left, right).allSatisfy { isEqualButForWording($0, $1) }
        }
        return left.source == right.source
    }

    /// Parsed, since each version words them differently, and in any order, since they are sorted by their words.
    private static func isSameViolations(_ left: JSONNode, _ right: JSONNode) -> Bool {
        guard let left = canonicalSentences(left), let right = canonicalSentences(right) else { return false }
        return left == right
    }

    private static func canonicalSentences(_ value: JSONNode) -> [String]? {
        guard let elements = value.elements else { return nil }
        let sentences = elements.compactMap(\.text)
        guard sentences.count == elements.count else { return nil }
        return sentences.map { ProtocolViolation(sentence: $0)?.sentence ?? $0 }.sorted()
    }
}
