import Foundation
import TestSupport
import Testing

/// A server with a fault falls under a rule; with the lines that the program advises in its configuration, it does not.
@Suite struct AdviceProofTests {
    /// What `Tests/Lab/prove` prints of one case.
    private struct Proof: Decodable, Sendable {
        struct Outcome: Decodable {
            var rule: String
            var before: Bool
            var after: Bool
        }

        var name: String
        var topic: String
        var software: String
        var lines: [String]
        /// The service was measured in the end: what is unknown is no success.
        var graded: Bool
        var rules: [Outcome]
    }

    private struct NotProven: Error {
        var errors: String
    }

    /// All servers run side by side, once for all tests; and what was told of those that did not answer.
    private static let proofs = Task {
        let result = try await run("\(Tree.root)/Tests/Lab/prove", [])
        // An expectation in here would fail one of the tests that wait for it.
        guard result.status == 0 else { throw NotProven(errors: String(result.errors.suffix(4_000))) }
        return (proven: try JSONDecoder().decode([Proof].self, from: Data(result.output.utf8)), told: result.errors)
    }

    @Test(arguments: AdvicePiece.all) func isProven(_ piece: AdvicePiece) async throws {
        let proofs = try await Self.proofs.value
        let proof = try #require(proofs.proven.first { $0.name == piece.name })
        #expect(proof.topic == piece.topic && proof.software == piece.software)
        #expect(!proof.lines.isEmpty)
        #expect(proof.graded, "\(proofs.told.suffix(4_000))")
        let outcome = try #require(proof.rules.first { $0.rule == piece.rule })
        #expect(outcome.before, "the faulty server does not fall under the rule")
        #expect(!outcome.after, "the lines do not help: \(proof.lines)")
    }

    /// The list of pieces is that of the proofs.
    @Test func everyProofIsListed() async throws {
        let proven = try await Self.proofs.value.proven.flatMap { proof in
            proof.rules.map {
                AdvicePiece(name: proof.name, topic: proof.topic, software: proof.software, rule: $0.rule)
            }
        }
        #expect(Set(proven) == Set(AdvicePiece.all))
        #expect(Set(proven.map { [$0.software, $0.rule] }).count >= 60)
    }
}
