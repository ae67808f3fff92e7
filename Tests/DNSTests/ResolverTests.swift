import FoundationEssentials
import Model
import Testing

@testable import DNS

@Suite("The resolver", .timeLimit(.minutes(5)))
struct ResolverTests {
    /// A resolver that asks a server of ours alone, with a trust anchor for `signed.test` alone.
    private func withResolver(
        _ manner: FakeNameServer.Manner, limit: Duration = .seconds(10), _ body: (Resolver) async throws -> Void
    ) async throws {
        let server = try #require(FakeNameServer(manner))
        let file = FileManager.default.temporaryDirectory.appending(path: "anchor-\(UUID().uuidString)")
        try "signed.test. IN DS 1 13 2 \(String(repeating: "0", count: 64))\n".write(
            to: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let resolver = try Resolver(
            ResolverConfiguration(
                trustAnchors: .file(file.path), forwarder: "127.0.0.1@\(server.port)", timeLimit: limit))
        do { try await body(resolver) } catch {
            await resolver.shutdown()
            throw error
        }
        await resolver.shutdown()
    }

    @Test func indeterminateIsNotInsecure() async throws {
        try await withResolver(.address) { resolver in
            let answer = await resolver.lookup("Anything.Example.", .a)
            #expect(answer.security == .indeterminate && answer.failure == nil)
            #expect(answer.question.name == "anything.example")
            #expect(answer.addresses.map(\.description) == ["192.0.2.7"])
        }
    }

    @Test func unsignedUnderAnAnchorIsBogus() async throws {
        try await withResolver(.address) { resolver in
            let answer = await resolver.lookup("host.signed.test", .a)
            #expect(answer.security == .bogus)
            #expect(answer.failure?.code == .bogus && answer.bogusReason?.isEmpty == false)
            #expect(answer.addresses.isEmpty)
        }
    }

    @Test func refusalIsAFailure() async throws {
        try await withResolver(.refusal) { resolver in
            let answer = await resolver.lookup("host.example", .a)
            #expect(answer.failure == Reason(.dnsFailure, "SERVFAIL") && answer.security == .indeterminate)
            #expect(!answer.noSuchName && answer.records == nil)
        }
    }

    @Test func timeLimit() async throws {
        try await withResolver(.silent, limit: .milliseconds(300)) { resolver in
            let clock = ContinuousClock()
            let start = clock.now
            // Different and the same, at once.
            let answers = await withTaskGroup(of: Answer.self) { group in
                for number in 0..<40 { group.addTask { await resolver.lookup("n\(number % 4).example", .a) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.failure?.code == .timeout && $0.security == .indeterminate })
            #expect(answers.count == 40 && Set(answers).count == 4)
            let elapsed = clock.now - start
            // Not `timeout`, but SERVFAIL is what there is where libunbound gives up by itself.
            #expect(elapsed >= .milliseconds(290))
            // Remembered: what was given in this run is what is given again. Asked anew, each would take the limit.
            let again = clock.now
            for _ in 0..<100 {
                #expect(await resolver.lookup("n1.example", .a).failure?.code == .timeout)
            }
            #expect(clock.now - again < .milliseconds(100 * 290))
        }
    }

    @Test func cancelling() async throws {
        // Whatever is not cancelled gets another reason than this, be it after a while.
        try await withResolver(.silent) { resolver in
            let task = Task { await resolver.lookup("a.example", .a) }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            #expect(await task.value.failure == Reason(.interrupted))
            let early = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await resolver.lookup("b.example", .a)
            }
            #expect(await early.value.failure == Reason(.interrupted))
        }
    }

    @Test func shuttingDown() async throws {
        try await withResolver(.silent) { resolver in
            let waiting = (0..<10).map { number in Task { await resolver.lookup("n\(number).example", .a) } }
            try await Task.sleep(for: .milliseconds(50))
            await resolver.shutdown()
            for task in waiting { #expect(await task.value.failure == Reason(.interrupted)) }
            #expect(await resolver.lookup("later.example", .a).failure == Reason(.interrupted))
            await resolver.shutdown()
        }
    }

    @Test func namesThatAreNone() async throws {
        try await withResolver(.address) { resolver in
            for name in ["a..b", String(repeating: "a", count: 64) + ".example", "a\0b", ""] {
                let answer = await resolver.lookup(name, .a)
                #expect(answer.failure?.code == .malformed, "\(name)")
            }
        }
    }

    @Test func forgottenResolversEnd() async throws {
        weak var forgotten: Resolver?
        do {
            let resolver = try Resolver()
            forgotten = resolver
        }
        #expect(forgotten == nil)
    }

    @Test func wrongConfigurations() throws {
        func rule(_ configuration: ResolverConfiguration) -> String? {
            do throws(Diagnostic) {
                _ = try Resolver(configuration)
                return nil
            } catch { return error.rule.rawValue }
        }
        #expect(rule(ResolverConfiguration(rootHints: "/nonexistent/hints")) == "root-hints")
        #expect(rule(ResolverConfiguration(trustAnchors: .file("/nonexistent/anchor"))) == "trust-anchor")
        #expect(rule(ResolverConfiguration(trustAnchors: .file("/dev/null"))) == "trust-anchor")
        for forwarder in ["", "localhost", "127.0.0.1@", "127.0.0.1@0", "127.0.0.1@70000", "1.2.3", "::1@53@5"] {
            #expect(rule(ResolverConfiguration(forwarder: forwarder)) == "resolver-address", "\(forwarder)")
        }
        #expect(rule(ResolverConfiguration(forwarder: "2001:db8::1@5353")) == nil)
    }

    @Test func brokenFilesOfTrustAnchors() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "anchor-\(UUID().uuidString)")
        try "signed.test. IN DS 1 13 2 nothexadecimal\n".write(to: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: Diagnostic.self) { try Resolver(ResolverConfiguration(trustAnchors: .file(file.path))) }
    }
}
