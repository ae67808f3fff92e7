import DNS
import Derive
import Model
import Testing

@testable import Scan

/// A page is fetched once in a run, and what leads to no page is kept as well.
@Suite(.timeLimit(.minutes(5))) struct FetchTests {
    private let clock = ManualClock()
    /// Nothing listens at TCP port 1 of this machine.
    private let target = FetchTarget(host: "a.test", port: 1, path: "/")

    private func limiter() -> ConnectionLimiter { ConnectionLimiter(manners: Manners(gap: 0), clock: clock.erased) }

    private func ending(_ log: EvidenceLog) async -> Reason? {
        guard case .failed(let why)? = await log.fetches[target]?.ending else { return nil }
        return why
    }

    @Test func whoComesSecondWaitsForTheFirst() async {
        let (barrier, counter) = (Barrier(), Counter())
        let log = Fixture.log {
            await counter.enter()
            await barrier.wait()
            return Fixture.address($0, [127, 0, 0, 1])
        }
        let limiter = limiter()
        let settings = Fixture.settings(clock)
        let first = Task { [target] in await Fixture.fetch(target, settings, limiter, log).run() }
        await until { await counter.total == 2 }
        let second = Task { [target] in
            await Fixture.fetch(target, settings, limiter, log).run()
            return await log.fetches[target] != nil
        }
        await barrier.open()
        await first.value
        #expect(await second.value)
        #expect(await limiter.connections == 1)
    }

    @Test func ofManyAtOnceOneConnects() async {
        let (log, limiter) = (Fixture.log(), limiter())
        let settings = Fixture.settings(clock)
        let finished = Counter()
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<8 {
                tasks.addTask {
                    await Fixture.fetch(target, settings, limiter, log).run()
                    await finished.enter()
                }
            }
            await until { await finished.total == 8 }
        }
        #expect(await limiter.connections == 1)
        #expect(await ending(log)?.code == .connectionRefused)
        // The plan, two look-ups, one page.
        #expect(await log.records.count == 4)
    }

    @Test func aNameDoesNotLeadToAPrivateAddress() async {
        let log = Fixture.log { Fixture.address($0, [10, 0, 0, 1]) }
        let limiter = limiter()
        await Fixture.fetch(target, Fixture.settings(clock, allowsPrivateAddresses: false), limiter, log).run()
        #expect(await ending(log) == Reason(.privateAddress, "a.test is at 10.0.0.1"))
        #expect(await limiter.connections == 0)
    }

    @Test func withoutAnAddressThereIsAReason() async {
        let log = Fixture.log {
            Answer(question: $0, security: .indeterminate, message: nil, failure: Reason(.timeout))
        }
        let limiter = limiter()
        await Fixture.fetch(target, Fixture.settings(clock), limiter, log).run()
        #expect(await ending(log)?.code == .timeout)
        #expect(await limiter.connections == 0)
    }
}
