import Archive
import Model

/// How findings that were derived again compare with the published ones.
enum FindingsComparison: Equatable {
    case equal
    /// Equal but for prose: the details of reasons, and the sentences about discovery, look-ups and connections. Another version of
    /// the program words them differently; what was measured is the same. The version that published may not have
    /// concluded some facts yet; those that it has are the same.
    case equalButForWording
    /// - Parameter place: where the first difference is that is not one of wording.
    case different(place: String)

    init(derived: ProviderFindings, published: ProviderFindings) {
        if derived == published {
            self = .equal
        } else if let place = Self.firstDifference(derived, published, Self.keysNotWritten(by: published)) {
            self = .different(place: place)
        } else {
            self = .equalButForWording
        }
    }

    /// The same of what the findings rest on.
    init(derived: ProviderProofs, published: ProviderProofs) {
        if derived == published {
            self = .equal
        } else if Self.isEqualButForWording(derived, published, Self.keysNotWritten(by: published)) {
            self = .equalButForWording
        } else {
            self = .different(place: "in what the findings rest on")
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
    private static func firstDifference(
        _ derived: ProviderFindings, _ published: ProviderFindings, _ absent: Set<String>
    ) -> String? {
        for (one, other) in zip(derived.services, published.services) where one != other {
            for (left, right) in zip(one.endpoints, other.endpoints) where !isEqualButForWording(left, right, absent) {
                return "at \(left.endpoint)"
            }
            var (left, right) = (one, other)
            (left.endpoints, right.endpoints) = ([], [])
            if one.endpoints.count != other.endpoints.count || !isEqualButForWording(left, right, absent) {
                return "at \(one.service.rawValue) of \(one.domain)"
            }
        }
        if derived.services.count != published.services.count { return "in the number of services" }
        var (left, right) = (derived, published)
        (left.services, right.services) = ([], [])
        return isEqualButForWording(left, right, absent) ? nil : "in fields other than services"
    }

    private static func isEqualButForWording<Part: Encodable & Equatable>(
        _ left: Part, _ right: Part, _ absent: Set<String>
    ) -> Bool {
        if left == right { return true }
        guard let left = try? JSONDocument(JSONText.encodeLine(left)),
            let right = try? JSONDocument(JSONText.encodeLine(right))
        else { return false }
        return isEqualButForWording(left.root, right.root, absent)
    }

    /// The JSON keys whose values are prose.
    private static let wording: Set<String> = ["detail", "problemDetail", "asked", "answered", "discovered"]

    /// JSON keys that version 0.1.0 did not write yet.
    private static let added: Set<String> = ["handshake", "mediaType", "namedHosts", "sent"]

    /// JSON keys that the first versions of format 2 did not write yet either.
    private static let addedLater: Set<String> = [
        "extendedKeyUsage", "hasResponder", "signatureAlgorithm", "certificateRequest", "xmpp", "isBoundToAccounts",
        "validationMethods", "policyBelow", "policyOfMissingNames", "publicSuffix", "undiscovered", "hasKey",
    ]

    /// JSON keys that the next versions did not write yet.
    private static let addedLast: Set<String> = ["keyDigest", "validationPersist", "exchangerZones", "serverField"]

    /// JSON keys that say what a quick scan has not asked for, which versions before did not write.
    private static let addedForQuickScans: Set<String> = ["groupsIncomplete", "signatureSchemesIncomplete"]

    /// The keys that the version did not know which wrote these findings: all of those added at a time, or none. A key
    /// that is missing in some places only was taken out there.
    private static func keysNotWritten(by published: ProviderFindings) -> Set<String> {
        let endpoints = published.services.flatMap(\.endpoints)
        let isFirst =
            published.services.allSatisfy { $0.namedHosts == nil }
            && endpoints.allSatisfy { $0.handshake == nil && $0.trust.value?.sent == nil }
        let policies = (published.domains + (published.aliases ?? [])).compactMap(\.policies)
        let isEarlier =
            endpoints.allSatisfy { endpoint in
                endpoint.xmpp == nil && endpoint.parameters?.certificateRequest == nil
                    && (endpoint.certificates.value ?? []).allSatisfy {
                        $0.signatureAlgorithm == nil && $0.hasResponder == nil && $0.extendedKeyUsage == nil
                    }
            }
            && policies.allSatisfy {
                $0.dmarc.value?.publicSuffix == nil && $0.caa.value?.isBoundToAccounts == nil
                    && ($0.zone.value?.delegations ?? []).allSatisfy { $0.hasKey == nil }
            }
        let isBeforeKeys =
            endpoints.allSatisfy { $0.certificates.value?.first?.keyDigest == nil && $0.web?.serverField == nil }
            && policies.allSatisfy { $0.validationPersist == nil && $0.exchangerZones == nil }
        let isBeforeQuickScans = endpoints.allSatisfy {
            $0.groupsIncomplete == nil && $0.parameters?.signatureSchemesIncomplete == nil
        }
        return (isFirst ? added : []).union(isEarlier ? addedLater : []).union(isBeforeKeys ? addedLast : [])
            .union(isBeforeQuickScans ? addedForQuickScans : [])
    }

    private static func keysNotWritten(by published: ProviderProofs) -> Set<String> {
        published.services.allSatisfy { $0.endpoints.allSatisfy { $0.records[.handshake] == nil } } ? added : []
    }

    /// Both as this program writes JSON, with sorted keys.
    /// - Parameters:
    ///   - left: derived.
    ///   - right: published.
    ///   - absent: keys that only the derived one has.
    private static func isEqualButForWording(_ left: JSONNode, _ right: JSONNode, _ absent: Set<String>) -> Bool {
        if let left = left.members, let right = right.members {
            let theirs = right.filter { !wording.contains($0.name) }
            let ours = left.filter { !wording.contains($0.name) && !absent.contains($0.name) }
            return ours.count == theirs.count
                && zip(ours, theirs).allSatisfy { one, other in
                    guard one.name == other.name else { return false }
                    return one.name == "oddities" && isSameViolations(one.value, other.value)
                        || isEqualButForWording(one.value, other.value, absent)
                }
        }
        if let left = left.elements, let right = right.elements {
            return left.count == right.count && zip(left, right).allSatisfy { isEqualButForWording($0, $1, absent) }
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
