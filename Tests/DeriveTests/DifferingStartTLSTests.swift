import Derive
import Grading
import Model
import Testing

/// STARTTLS that is offered on some connections and missing on others.
@Suite struct DifferingStartTLSTests {
    private static let exchanger = Endpoint(
        service: .mx, domain: "a.test", host: "mx.a.test", port: 25, address: "192.0.2.1", mode: .startTLS)

    /// - Parameters:
    ///   - offers: for each connection, whether its EHLO reply has STARTTLS.
    ///   - denial: the reply where it has not.
    private func findings(
        _ offers: [Bool], denial: String = "250 mx.a.test\r\n"
    ) throws -> (found: EndpointFindings, proofs: [EndpointFindings.Field: [Int]]) {
        var records: [EvidenceRecord] = [
            .plan(
                PlanRecord(provider: "a", name: "A", domains: [], services: [.init(service: .mx, domain: "a.test")])),
            .endpoint(EndpointRecord(id: 1, endpoint: Self.exchanger, lookups: [])),
        ]
        for (index, offer) in offers.enumerated() {
            var transcript = [
                Passage(.received, .plain, Array("220 mx.a.test ESMTP\r\n".utf8)),
                Passage(.sent, .plain, Array("EHLO scanner.test\r\n".utf8)),
            ]
            if offer {
                transcript += [
                    Passage(.received, .plain, Array("250-mx.a.test\r\n250 STARTTLS\r\n".utf8)),
                    Passage(.sent, .plain, Array("RSET\r\n".utf8)),
                    Passage(.received, .plain, Array("250 2.1.0 Ok\r\n".utf8)),
                    Passage(.sent, .plain, Array("STARTTLS\r\n".utf8)),
                    Passage(.received, .plain, Array("220 2.0.0 Ready\r\n".utf8)),
                    Passage(.sent, .tls, [22, 3, 1, 0, 0]),
                ]
            } else {
                transcript.append(Passage(.received, .plain, Array(denial.utf8)))
            }
            records.append(
                .probe(
                    ProbeRecord(
                        id: 2 + index, endpoint: 1, at: Instant(milliseconds: 0), purpose: .handshake,
                        connectMilliseconds: 1, milliseconds: 1, transcript: transcript, ending: .done)))
        }
        let derived = try derive(from: records, file: "test")
        return (
            try #require(derived.findings.services.first?.endpoints.first),
            try #require(derived.proofs.services.first?.endpoints.first?.records)
        )
    }

    @Test func missingInTheFirstConnectionOnlyIsNoNo() throws {
        let (found, proofs) = try findings([false, true, true])
        #expect(
            found.startTLS
                == .unmeasured(Reason(.answersDiffer, "offered on some connections, not offered on others")))
        // The capabilities are those of a server that offers it, whichever was met first.
        #expect(found.dialogue?.beforeTLS == .measured(["STARTTLS"]))
        #expect(try findings([true, false]).found.dialogue == found.dialogue)
        // Both sides of the contradiction are its proof.
        #expect(proofs[.startTLS] == [3, 2])
    }

    @Test func missingLaterIsToldToo() throws {
        #expect(
            try findings([true, false]).found.startTLS
                == .unmeasured(Reason(.answersDiffer, "offered on some connections, not offered on others")))
    }

    /// Whose firewall it is that overwrites the list is not known, and so nobody is graded as unencrypted for it.
    @Test func aMiddleboxIsNeitherYesNorNo() throws {
        let denial = "250-mx.a.test\r\n250 XXXXXXXA\r\n"
        let state = Finding<StartTLSOffer>.refused(by: "", why: Reason(.middlebox, "XXXXXXXA"))
        let (found, proofs) = try findings([false], denial: denial)
        #expect(found.startTLS == state && proofs[.startTLS] == [2])
        #expect(found.versions.allSatisfy { $0.finding.isUnknown } && found.certificates.isUnknown)
        for profile in Profile.all { #expect(profile.verdict(for: found).grade == state.map { _ in "" }) }
        // A connection that gets by it shows what there is.
        #expect(try findings([false, true], denial: denial).found.startTLS == .measured(.optional))
    }

    /// A second handshake goes without RSET where the first one was reset for it; its replies are read as they came.
    @Test func aDialogueOfFewWordsIsReadAsItWasSpoken() throws {
        let transcript = [
            Passage(.received, .plain, Array("220 mx.a.test ESMTP\r\n".utf8)),
            Passage(.sent, .plain, Array("EHLO scanner.test\r\n".utf8)),
            Passage(.received, .plain, Array("250-mx.a.test\r\n250 STARTTLS\r\n".utf8)),
            Passage(.sent, .plain, Array("STARTTLS\r\n".utf8)),
            Passage(.received, .plain, Array("220 2.0.0 Ready\r\n".utf8)),
            Passage(.sent, .tls, [22, 3, 1, 0, 0]),
        ]
        let found = try deriveFindings(
            from: [
                .plan(
                    PlanRecord(
                        provider: "a", name: "A", domains: [], services: [.init(service: .mx, domain: "a.test")])),
                .endpoint(EndpointRecord(id: 1, endpoint: Self.exchanger, lookups: [])),
                .probe(
                    ProbeRecord(
                        id: 2, endpoint: 1, at: Instant(milliseconds: 0), purpose: .handshake, connectMilliseconds: 1,
                        milliseconds: 1, transcript: transcript, ending: .done)),
            ], file: "test")
        #expect(found.services.first?.endpoints.first?.startTLS == .measured(.optional))
    }

    @Test func missingEachTimeIsANo() throws {
        let (found, proofs) = try findings([false, false])
        #expect(found.startTLS == .notOffered && proofs[.startTLS] == [2, 3])
        // As snapshots from before have it.
        #expect(try findings([false]).found.startTLS == .notOffered)
        #expect(try findings([true]).found.startTLS == .measured(.optional))
    }
}
