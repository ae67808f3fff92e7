import DNS
import Model
import Testing

@testable import Derive

/// What only our own resolver cannot verify, and what is really not signed. The zone `z.test` with Ed448 is one that
/// Unbound's daemon and delv 9.18 call secure, and Debian's libunbound8 (built on nettle) insecure.
@Suite struct UnverifiableAnswerTests {
    private static func number(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 255), UInt8(number & 255)] }

    private static func name(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    private struct Record {
        var owner: String
        var type: Int
        var data: [UInt8]

        static func signature(_ owner: String, by signer: String, _ algorithm: UInt8, covers: Int) -> Record {
            let times = [UInt8](repeating: 0, count: 12)
            return Record(
                owner: owner, type: 46,
                data: number(covers) + [algorithm, 2] + times + [0, 1] + name(signer) + [1, 2, 3])
        }

        static func delegation(_ owner: String, _ algorithm: UInt8, digest: UInt8 = 2) -> Record {
            Record(owner: owner, type: 43, data: [0, 1, algorithm, digest] + [UInt8](repeating: 7, count: 32))
        }

        static func nsec3(_ owner: String, iterations: Int) -> Record {
            Record(owner: owner, type: 50, data: [1, 0] + number(iterations) + [0, 0, 0])
        }
    }

    private static func answer(
        _ question: Question, _ security: DNSSECState, _ answers: [Record] = [], authorities: [Record] = [],
        code: UInt8 = 0, failure: Reason? = nil
    ) -> Answer {
        var message: [UInt8] = [0, 0, 0x81, 0x80 | code, 0, 0]
        message += number(answers.count) + number(authorities.count) + [0, 0]
        for record in answers + authorities {
            message += name(record.owner) + number(record.type) + [0, 1, 0, 0, 0, 60]
            message += number(record.data.count) + record.data
        }
        return Answer(question: question, security: security, message: failure == nil ? message : nil, failure: failure)
    }

    private static let address = Record(owner: "z.test", type: 1, data: [192, 0, 2, 1])

    private static func signed(_ algorithm: UInt8) -> Answer {
        answer(
            Question("z.test", .a), .insecure,
            [address, .signature("z.test", by: "z.test", algorithm, covers: 1)])
    }

    private func why(_ answer: Answer, _ delegations: [Answer]) -> Reason? {
        whyUnverifiable(answer) { question in delegations.first { $0.question == question } }
    }

    private let delegation = Question("z.test", .ds)

    @Test func algorithmsAndDigestsThatAreNotThere() {
        let secure = { (records: [Record]) in Self.answer(self.delegation, .secure, records) }
        #expect(
            why(Self.signed(16), [secure([.delegation("z.test", 16)])]) == Reason(.unsupportedAlgorithm, "ED448"))
        #expect(
            why(Self.signed(13), [secure([.delegation("z.test", 13, digest: 5)])])
                == Reason(.unsupportedAlgorithm, "DS digest type 5"))
        #expect(why(Self.signed(16), [secure([])]) == nil, "signed, but its parent proves that nobody can know by what")
        let unsigned = Self.answer(Question("z.test", .a), .insecure, [Self.address])
        #expect(why(unsigned, [secure([.delegation("z.test", 16)])]) == nil)
        let fine = Self.answer(
            Question("z.test", .a), .secure, [Self.address, .signature("z.test", by: "z.test", 16, covers: 1)])
        #expect(why(fine, [secure([.delegation("z.test", 16)])]) == nil, "another libunbound has it")
        #expect(
            why(Self.signed(16), [Self.answer(delegation, .bogus, failure: Reason(.bogus, "x"))])?.code == .bogus)
    }

    /// Evidence from before the delegation was asked for.
    @Test func withoutTheDelegationTheAlgorithmsTell() {
        #expect(why(Self.signed(16), []) == Reason(.unsupportedAlgorithm, "ED448"))
        #expect(why(Self.signed(13), []) == nil)
    }

    /// An alias that leads out of a signed zone into one that is not.
    @Test func whatNobodySigned() {
        let alias = Self.answer(
            Question("z.test", .a), .insecure,
            [
                Record(owner: "z.test", type: 5, data: Self.name("u.test")),
                .signature("z.test", by: "z.test", 16, covers: 5),
                Record(owner: "u.test", type: 1, data: [192, 0, 2, 1]),
            ])
        #expect(why(alias, [Self.answer(delegation, .secure, [.delegation("z.test", 16)])]) == nil)
    }

    @Test func zonesBelowOne() {
        let child = Question("k.z.test", .ds)
        let below = Self.answer(
            Question("k.z.test", .a), .insecure,
            [
                Record(owner: "k.z.test", type: 1, data: [192, 0, 2, 1]),
                .signature("k.z.test", by: "k.z.test", 13, covers: 1),
            ])
        let delegations = [
            Self.answer(
                child, .insecure, [.delegation("k.z.test", 13), .signature("k.z.test", by: "z.test", 16, covers: 43)]),
            Self.answer(delegation, .secure, [.delegation("z.test", 16)]),
        ]
        #expect(why(below, delegations) == Reason(.unsupportedAlgorithm, "ED448"))
    }

    @Test func manyIterations() {
        func absent(_ iterations: Int) -> Answer {
            Self.answer(
                Question("z.test", .aaaa), .insecure,
                authorities: [
                    .nsec3("ABC.z.test", iterations: iterations),
                    .signature("ABC.z.test", by: "z.test", 13, covers: 50),
                ])
        }
        let secure = [Self.answer(delegation, .secure, [.delegation("z.test", 13)])]
        #expect(why(absent(151), secure) == Reason(.unsupportedAlgorithm, "NSEC3 with 151 iterations"))
        #expect(why(absent(150), secure) == nil, "an opt-out range, in which nothing is proven")
        #expect(
            why(absent(151), [Self.answer(delegation, .secure)]) == nil, "no delegation: not signed, for all to see")
    }

    // MARK: all the way to the findings

    private func derivation(_ answers: [Answer]) throws -> Derivation {
        var plan = PlanRecord(
            provider: "a", name: "A", domains: ["z.test"], aliases: [], dkimSelectors: ["s"], asksPolicies: true,
            services: [.init(service: .mx, domain: "z.test"), .init(service: .xmppClient, domain: "z.test")])
        plan.asksPolicies = true
        let records = answers.enumerated().map { index, answer in
            EvidenceRecord.lookup(answer.record(id: index + 1, at: Instant(milliseconds: 0)))
        }
        return try derive(from: [.plan(plan)] + records, file: "test")
    }

    @Test func aDomainThatDoesNotExist() throws {
        let derived = try derivation([Self.answer(Question("z.test", .soa), .secure, code: 3)])
        let domain = try #require(derived.findings.domains.first)
        let missing = Reason(.noSuchName, "z.test")
        #expect(domain.dnssec == .unmeasured(missing), "its parent's keys are not its own")
        let policies = try #require(domain.policies)
        #expect(policies.zone == .unmeasured(missing) && policies.mail == .unmeasured(missing))
        #expect(policies.caa == .unmeasured(missing) && policies.spf == .unmeasured(missing))
        #expect(policies.dmarc == .unmeasured(missing) && policies.mtaSTS == .unmeasured(missing))
        #expect(policies.tlsReporting == .unmeasured(missing) && policies.https == .unmeasured(missing))
        #expect(policies.dkim.map(\.key) == [.unmeasured(missing)])
        for field in PolicyFindings.Field.allCases {
            #expect(derived.proofs.domains.first?.policies[field] == [1], "\(field)")
        }
        #expect(derived.findings.services.map(\.discovery) == [.unmeasured(missing), .unmeasured(missing)])
    }

    @Test func aDomainThatCannotBeVerified() throws {
        let soa = Record(
            owner: "z.test", type: 6,
            data: Self.name("ns.z.test") + Self.name("x.z.test") + [UInt8](repeating: 0, count: 20))
        let derived = try derivation([
            Self.answer(
                Question("z.test", .soa), .insecure, [soa, .signature("z.test", by: "z.test", 16, covers: 6)]),
            Self.answer(delegation, .secure, [.delegation("z.test", 16)]),
        ])
        let domain = try #require(derived.findings.domains.first)
        #expect(domain.dnssec == .unmeasured(Reason(.unsupportedAlgorithm, "ED448")))
        #expect(domain.policies?.zone == .unmeasured(Reason(.unsupportedAlgorithm, "ED448")))
        #expect(derived.proofs.domains.first?.policies[.zone] == [1, 2])
    }

    /// The question is asked, and nothing waits for its answer.
    @Test func theDelegationIsAskedFor() {
        let mail = Self.answer(
            Question("z.test", .soa), .insecure, [.signature("z.test", by: "z.test", 13, covers: 6)])
        let look = DomainDerivation(
            domain: "z.test", dkimSelectors: [], answers: Answers([mail.record(id: 1, at: Instant(milliseconds: 0))]),
            fetches: Fetches())
        #expect(!look.open.contains(delegation))
        let soa = Record(
            owner: "z.test", type: 6,
            data: Self.name("ns.z.test") + Self.name("x.z.test") + [UInt8](repeating: 0, count: 20))
        let whole = Self.answer(
            Question("z.test", .soa), .insecure, [soa, .signature("z.test", by: "z.test", 13, covers: 6)])
        let again = DomainDerivation(
            domain: "z.test", dkimSelectors: [], answers: Answers([whole.record(id: 1, at: Instant(milliseconds: 0))]),
            fetches: Fetches())
        #expect(again.wanted == [delegation] && again.findings.zone == .notOffered)
    }
}
