import FoundationEssentials
import Model

/// How findings that were derived again compare with the published ones.
enum FindingsComparison: Equatable {
    case equal
    /// Equal but for prose: the details of reasons, and the sentences about discovery, look-ups and connections. Another version of
    /// the program words them differently; what was measured is the same.
    case equalButForWording
    /// - Parameter place: where the first difference is.
    case different(place: String)

    init(derived: ProviderFindings, published: ProviderFindings) {
        if derived == published {
            self = .equal
        } else if let left = Self.withoutWording(derived), let right = Self.withoutWording(published), left == right {
            self = .equalButForWording
        } else {
            self = .different(place: Self.firstDifference(derived, published))
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

    /// The JSON keys whose values are prose.
    private static let wording: Set<String> = ["detail", "problemDetail", "asked", "answered", "discovered"]

    private static func withoutWording(_ findings: ProviderFindings) -> JSONTree? {
        guard let json = try? JSONEncoder().encode(findings),
            let tree = try? JSONDecoder().decode(JSONTree.self, from: json)
        else { return nil }
        return withoutWording(tree)
    }

    private static func withoutWording(_ tree: JSONTree) -> JSONTree {
        switch tree {
        case .object(let members):
            .object(
                members.filter { !wording.contains($0.key) }.reduce(into: [:]) { result, entry in
                    result[entry.key] = entry.key == "oddities" ? canonical(entry.value) : withoutWording(entry.value)
                })
        case .list(let values): .list(values.map(withoutWording))
        case .null, .truth, .integer, .number, .text: tree
        }
    }

    /// Sentences parsed, since each version words them differently, and sorted, since they are sorted by their words.
    private static func canonical(_ tree: JSONTree) -> JSONTree {
        guard case .list(let values) = tree else { return withoutWording(tree) }
        var sentences: [String] = []
        for value in values {
            guard case .text(let sentence) = value else { return withoutWording(tree) }
            sentences.append(canonical(sentence))
        }
        return .list(sentences.sorted().map(JSONTree.text))
    }

    private static func canonical(_ sentence: String) -> String {
        ProtocolViolation(sentence: sentence)?.sentence ?? sentence
    }

    private static func firstDifference(_ derived: ProviderFindings, _ published: ProviderFindings) -> String {
        for (one, other) in zip(derived.services, published.services) where one != other {
            for (left, right) in zip(one.endpoints, other.endpoints) where left != right {
                return "at \(left.endpoint)"
            }
            return "at \(one.service.rawValue) of \(one.domain)"
        }
        return "in fields other than services"
    }
}
