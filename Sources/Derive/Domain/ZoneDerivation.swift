import DNS
import Model
import Trust

extension DomainDerivation {
    /// Signatures that end sooner are about to fail: resolvers keep what they have for a day or so.
    private static let soon: Int64 = 24 * 3_600_000

    /// How the domain's zone is signed: its keys, the DS records above it, its NSEC3 parameters.
    mutating func zone(of domain: String) -> Finding<ZoneFacts> {
        guard let start = ask(signatureQuestion(domain), for: .zone) else { return .notAsked }
        if let failure = start.failure { return .unmeasured(failure) }
        guard let name = Self.apex(start) else { return .unmeasured(Reason(.malformed, "no SOA record")) }
        guard start.security == .secure else {
            if let reason = whyUnverifiable(start, for: .zone) { return .unmeasured(reason) }
            return start.security == .insecure ? .notOffered : .unmeasured(Reason(.dnsFailure, "indeterminate"))
        }
        let questions = [RecordType.dnskey, .ds, .nsec3param].map { Question(name, $0) }
        let found = questions.map { ask($0, for: .zone) }
        guard let keys = found[0], let delegations = found[1], let parameters = found[2] else {
            return .notAsked
        }
        if let failure = [keys, delegations, parameters].lazy.compactMap(\.failure).first {
            return .unmeasured(failure)
        }
        return .measured(facts(name, [start, keys, delegations, parameters]))
    }

    /// The zone that answered: the owner of the SOA record, in the answer or beside a "no such record".
    static func apex(_ answer: Answer) -> String? {
        guard let content = answer.content else { return nil }
        return (content.answers + content.authorities).first { record in
            if case .soa = record.data { true } else { false }
        }?.name
    }

    private mutating func facts(_ name: String, _ answers: [Answer]) -> ZoneFacts {
        var keys: [DNSKEYRecord] = []
        var delegations: [DSRecord] = []
        var nsec3: ZoneFacts.NSEC3?
        for data in answers.flatMap({ $0.records ?? [] }) {
            switch data {
            case .dnskey(let key) where key.isZoneKey && !key.isRevoked: if keys.count < 50 { keys.append(key) }
            case .ds(let delegation): if delegations.count < 50 { delegations.append(delegation) }
            case .nsec3param(let record):
                nsec3 = nsec3 ?? .init(iterations: Int(record.iterations), saltLength: record.salt.count)
            default: continue
            }
        }
        let seen = instant(answers[0].question)
        let end = answers.flatMap(\.signatures).map { Self.instant($0.expiration, near: seen) }.min()
        signaturesEnd = end
        var problems: [String] = []
        func note(_ problem: String, _ isThere: Bool) { if isThere { problems.append(problem) } }
        note("obsolete-algorithm", keys.contains { DNSSECAlgorithm.level($0.algorithm) == .mustNot })
        note("small-key", keys.contains { Self.isRSA($0) && (1..<2_048).contains($0.bits) })
        note("obsolete-digest", delegations.contains { DNSSECAlgorithm.isObsoleteDigest($0.digestType) })
        note("nsec3-iterations", (nsec3?.iterations ?? 0) > 0)
        note("nsec3-salt", (nsec3?.saltLength ?? 0) > 0)
        if let end, let seen {
            // Unbound takes signatures for up to a day longer (`val-sig-skew-max`); other resolvers do not.
            let left = end.milliseconds - seen.milliseconds
            note("has-ended", left < 0)
            note("ends-soon", (0..<Self.soon).contains(left))
        }
        return ZoneFacts(
            name: name,
            keys: keys.map {
                .init(
                    tag: Int($0.keyTag), algorithm: DNSSECAlgorithm.name($0.algorithm), bits: $0.bits,
                    signsKeys: $0.isSecureEntryPoint)
            }.sorted { ($0.tag, $0.algorithm) < ($1.tag, $1.algorithm) },
            delegations: delegations.map { delegation in
                .init(
                    tag: Int(delegation.keyTag), algorithm: DNSSECAlgorithm.name(delegation.algorithm),
                    digestType: Int(delegation.digestType), hasKey: isOfAny(delegation, keys, zone: name))
            }.sorted { ($0.tag, $0.digestType) < ($1.tag, $1.digestType) },
            nsec3: nsec3, problems: problems)
    }

    private static func isRSA(_ key: DNSKEYRecord) -> Bool { [1, 5, 7, 8, 10].contains(key.algorithm) }

    /// Seconds modulo 2³² as the instant next to `other` that they can mean (RFC 4034 §3.1.5).
    private static func instant(_ seconds: UInt32, near other: Instant?) -> Instant {
        let now = (other?.milliseconds ?? 0) / 1_000
        let distance = Int64(Int32(truncatingIfNeeded: Int64(seconds) - now))
        return Instant(milliseconds: (now + distance) * 1_000)
    }
}
