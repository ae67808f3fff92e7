import DNS
import Foundation
import Model
import Testing

/// What our resolver makes of every name of the lab, against what Unbound's and BIND's own tools make of it.
@Suite struct DNSSECAgreementTests {
    /// What all three can tell apart: a wrong signature and no answer at all are one to BIND's delv.
    enum State: String {
        case secure, insecure, bogus, noAnswer
    }

    @Test(.timeLimit(.minutes(9)))
    func everyNameOfTheLab() async throws {
        let folder = try Tree.lab("LAB_DIR")
        let names = try await run(
            "\(Tree.root)/.build/lab/venv/bin/python", ["-B", "\(Tree.root)/Tests/Lab/zone_names.py", folder])
        #expect(names.status == 0, "\(names.errors)")
        let all = names.output.split(separator: "\n").compactMap { line -> Question? in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let type = RecordType(mnemonic: String(parts[1])) else { return nil }
            return Question(String(parts[0]), type)
        }
        #expect(all.count > 200)
        // First what is not there, a name beside each zone's, and zones that cannot be asked: these take longest.
        let questions =
            ["lahm.test", "gibt-es-nicht.erlenpost.test", "gibt-es-nicht.optout.test", "a.joker.test"].map {
                Question($0, .a)
            } + Agreement.sample(all, every: 6)
        var configuration = ResolverConfiguration()
        configuration.rootHints = try Tree.lab("LAB_ROOT_HINTS")
        configuration.trustAnchors = .file(try Tree.lab("LAB_TRUST_ANCHOR"))
        let resolver = try Resolver(configuration)
        let anchors = try Self.anchors(try Tree.lab("LAB_TRUST_ANCHOR"))
        defer { try? FileManager.default.removeItem(atPath: anchors) }
        let states = try await concurrently(questions, width: 6) { question in
            let ours = Self.state(await resolver.lookup(question.name, question.type))
            return (
                question, ours, try await Self.unboundHost(question, "\(folder)/unbound.conf"),
                try await Self.delv(question, anchors)
            )
        }
        var counts: [State: Int] = [:]
        for (question, ours, unbound, delv) in states {
            counts[ours, default: 0] += 1
            // Debian's libunbound8 is built on nettle, which has no Ed448; unbound-host and BIND's tools have OpenSSL's.
            if question.name.hasSuffix("ed448.test") {
                #expect(ours == .insecure && delv == .secure, "\(question): \(ours), delv \(delv)")
                continue
            }
            #expect(ours == unbound, "\(question): we say \(ours), unbound-host \(unbound)")
            // delv passes over the opt-out flag of the NSEC3 record, with which nothing is proven (RFC 5155 §9.2).
            if question.name == "gibt-es-nicht.optout.test" {
                #expect(ours == .insecure && delv == .secure)
                continue
            }
            let told = ours == .bogus ? .noAnswer : ours
            #expect(told == delv, "\(question): we say \(ours), delv \(delv)")
        }
        await resolver.shutdown()
        for state in [State.secure, .insecure, .bogus, .noAnswer] { #expect(counts[state] ?? 0 > 0, "\(state)") }
        print(
            "DNSSEC: \(questions.count) questions, \(counts.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", "))"
        )
    }

    private static func state(_ answer: Answer) -> State {
        switch answer.security {
        case .secure: .secure
        case .insecure: .insecure
        case .bogus: .bogus
        case .indeterminate: .noAnswer
        }
    }

    /// It asks a server that does not answer for five minutes, and has an answer of any other in a tenth of a second.
    private static func unboundHost(_ question: Question, _ configuration: String) async throws -> State {
        let told = try await run(
            "unbound-host", ["-C", configuration, "-v", "-t", question.type.mnemonic, question.name], seconds: 20)
        let text = told.output
        if text.contains("(BOGUS") { return .bogus }
        if text.contains("(insecure)") { return .insecure }
        return text.contains("(secure)") ? .secure : .noAnswer
    }

    private static func delv(_ question: Question, _ anchors: String) async throws -> State {
        let told = try await run(
            "delv",
            [
                "@\(try Tree.lab("LAB_RESOLVER"))", "-a", anchors, "+root=.", "+nocrypto",
                question.name + (question.name == "." ? "" : "."), question.type.mnemonic,
            ],
            seconds: 20)
        let text = told.output + told.errors
        if text.contains("resolution failed"), !text.contains("ncache") { return .noAnswer }
        if text.contains("unsigned answer") { return .insecure }
        return text.contains("fully validated") ? .secure : .noAnswer
    }

    /// The anchor in the form that delv reads.
    private static func anchors(_ file: String) throws -> String {
        let line = try String(contentsOfFile: file, encoding: .utf8)
        let parts = line.split(whereSeparator: \.isWhitespace)
        guard let start = parts.firstIndex(of: "DNSKEY"), parts.count > start + 4 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let key = parts[(start + 4)...].joined()
        let path = FileManager.default.temporaryDirectory.appending(path: "anchors-\(UUID().uuidString)").path
        try
            "trust-anchors { \".\" static-key \(parts[start + 1]) \(parts[start + 2]) \(parts[start + 3]) \"\(key)\"; };\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
