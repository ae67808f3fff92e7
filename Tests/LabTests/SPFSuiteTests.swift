import DNS
import Foundation
import MailPolicy
import Model
import Testing

/// The public test suite of RFC 7208 (from PyPI's pyspf), fed through the policy checker. The suite asks what becomes of
/// one client; the checker looks at the policy as it meets a client that nothing in it matches. So of the suite's results
/// those count that are about the policy itself: a permanent error, no policy, no answer.
@Suite struct SPFSuiteTests {
    struct Scenario: Decodable, Sendable {
        struct Test: Decodable, Sendable {
            var domain: String
            var results: [String]
        }
        var scenario: String
        var tests: [String: Test]
        var answers: [String: Data?]
    }

    /// Tests that do not apply to a checker without a client, and why.
    static let notApplicable: [String: String] = [
        "include-at-limit": "the client matches in the eighth include; whoever does not match meets an eleventh look-up"
    ]

    @Test func everyTestThatAppliesPasses() async throws {
        let suite = try await run(
            "\(Tree.root)/.build/lab/venv/bin/python",
            ["-B", "\(Tree.root)/Tests/Lab/spf_suite.py", "\(Tree.root)/.build/lab/rfc7208-tests.yml"])
        #expect(suite.status == 0, "\(suite.errors)")
        let scenarios = try JSONDecoder().decode([Scenario].self, from: Data(suite.output.utf8))
        var seen: Set<String> = []
        var passed = 0
        for scenario in scenarios {
            let zone = Zone(scenario.answers)
            for (name, test) in scenario.tests.sorted(by: { $0.key < $1.key }) {
                seen.insert(name)
                let check = SPFCheck(domain: test.domain) { zone.answer($0) }
                #expect(check.open.isEmpty, "\(name)")
                let told =
                    check.fault != nil
                    ? "permerror" : check.failure != nil ? "temperror" : check.record == nil ? "none" : "policy"
                let wanted = Set(test.results.map { ["permerror", "temperror", "none"].contains($0) ? $0 : "policy" })
                if Self.notApplicable[name] != nil {
                    #expect(!wanted.contains(told), "\(scenario.scenario)/\(name) applies after all")
                    continue
                }
                #expect(
                    wanted.contains(told),
                    "\(scenario.scenario)/\(name): \(told) \(check.fault.map { "\($0)" } ?? ""), the suite: \(test.results)"
                )
                passed += 1
            }
        }
        #expect(Self.notApplicable.keys.allSatisfy(seen.contains))
        #expect(passed > 150)
        print("SPF suite: \(passed) of \(seen.count) apply and pass")
    }

    /// The suite's zone: what is not in it does not exist.
    struct Zone: Sendable {
        private let answers: [String: Data?]
        private let names: Set<String>

        init(_ answers: [String: Data?]) {
            self.answers = answers
            names = Set(answers.keys.compactMap { $0.split(separator: " ").first.map(String.init) })
        }

        func answer(_ question: Question) -> Answer {
            guard let told = answers["\(question.name) \(question.type)"] else {
                return Answer(question: question, security: .insecure, message: Self.noSuchName)
            }
            guard let message = told else {
                return Answer(question: question, security: .indeterminate, message: nil, failure: Reason(.timeout))
            }
            return Answer(question: question, security: .insecure, message: Array(message))
        }

        /// A header that says NXDOMAIN, and nothing else.
        private static let noSuchName: [UInt8] = [0, 0, 0x81, 0x83, 0, 0, 0, 0, 0, 0, 0, 0]
    }
}
