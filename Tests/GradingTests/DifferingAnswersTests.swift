import Model
import Testing

@testable import Grading

/// Several servers behind one address: the worst of them counts.
@Suite struct DifferingAnswersTests {
    /// - Parameter common: by version, the suites that all servers accept, where answers differ.
    private func differing(
        _ versions: [ProtocolVersion], _ suites: [SuiteFacts], _ common: [ProtocolVersion: [String]]
    ) -> EndpointFindings {
        var found = endpoint(versions: versions, suites: suites)
        for index in found.versions.indices {
            guard let names = common[found.versions[index].version] else { continue }
            found.versions[index].finding = found.versions[index].finding.map { facts in
                var facts = facts
                facts.differing = DifferingAnswers(common: names)
                return facts
            }
        }
        return found
    }

    @Test func aVersionThatSomeServersLackIsLacking() {
        let both = differing([.tls12, .tls13], [ecdheGCM], [.tls13: []])
        let inputs = GradeInputs(both)
        #expect(inputs.meets(.lacks(.tls13)) == .yes("TLSv1.3"))
        #expect(inputs.meets(.lacks(.tls12)) == .no)
        #expect(inputs.meets(.offers(.tls13)) == .yes("TLSv1.3"))
        let agreed = endpoint(versions: [.tls12, .tls13], suites: [ecdheGCM])
        #expect(GradeInputs(agreed).meets(.lacks(.tls13)) == .no)
        for profile in Profile.all {
            let verdict = profile.verdict(for: both)
            #expect(verdict.reasons.contains { $0.rule == "answers-differ" && $0.detail == "TLSv1.3" })
            #expect(!profile.verdict(for: agreed).reasons.contains { $0.rule == "answers-differ" })
        }
    }

    @Test func forwardSecrecyOfSomeServersIsNotThatOfAll() {
        let suites = [ecdheGCM, rsaAES128]
        #expect(
            GradeInputs(differing([.tls12], suites, [.tls12: [rsaAES128.name]])).meets(.noForwardSecrecy)
                == .unknown("suites: answers-differ"))
        #expect(
            GradeInputs(differing([.tls12], suites, [.tls12: [ecdheGCM.name]])).meets(.noForwardSecrecy) == .no)
        // Whichever server it is, it has no other.
        #expect(GradeInputs(differing([.tls12], [ecdheGCM], [.tls12: []])).meets(.noForwardSecrecy) == .no)
    }

    @Test func theBestOfSomeServersIsNotThatOfAll() {
        let found = differing([.ssl3, .tls12], [rsaAES128], [.tls12: []])
        #expect(GradeInputs(found).meets(.bestIs(.ssl3)) == .unknown("SSLv3: answers-differ"))
        let agreed = endpoint(versions: [.ssl3, .tls12], suites: [rsaAES128])
        #expect(GradeInputs(agreed).meets(.bestIs(.ssl3)) == .no)
    }

    @Test func theSummaryNamesTheVersions() {
        let found = differing([.tls12, .tls13], [ecdheGCM], [.tls12: [], .tls13: []])
        let summary = ServiceSummary(of: service(found))
        #expect(summary.protocols == .measured([.tls12, .tls13]))
        #expect(summary.differing == Reason(.answersDiffer, "TLSv1.2, TLSv1.3"))
        #expect(ServiceSummary(of: service(endpoint(versions: [.tls12], suites: [ecdheGCM]))).differing == nil)
    }
}
