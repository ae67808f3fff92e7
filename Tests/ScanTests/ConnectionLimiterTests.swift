import Model
import Testing

@testable import Scan

/// The limits of a whole run, over all addresses.
@Suite(.timeLimit(.minutes(1))) struct ConnectionLimiterTests {
    private func limiter(perAddress: Int = 2, gap: Int = 0, jobs: Int = 50) -> ConnectionLimiter {
        ConnectionLimiter(manners: Manners(perAddress: perAddress, gap: gap, jobs: jobs), clock: ManualClock().erased)
    }

    /// The most connections at once, for a lot of them to these endpoints.
    private func most(_ limiter: ConnectionLimiter, _ endpoints: [Endpoint], expecting count: Int) async -> Int {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { tasks in
            for number in 0..<60 {
                tasks.addTask {
                    await limiter.run(to: endpoints[number % endpoints.count]) {
                        await counter.pass(expecting: count)
                        return (result: (), overload: false)
                    }
                }
            }
        }
        return await counter.most
    }

    @Test func anAddressHasItsLimitWhateverThePort() async {
        let endpoints = [Fixture.endpoint(port: 993), Fixture.endpoint(.pop3, port: 995)]
        #expect(await most(limiter(), endpoints, expecting: 2) == 2)
    }

    @Test func otherAddressesHaveTheirOwn() async {
        let endpoints = (1...4).map { Fixture.endpoint(address: "192.0.2.\($0)") }
        let limiter = limiter(perAddress: 1)
        let barrier = Barrier()
        let counter = Counter()
        await withTaskGroup(of: Void.self) { tasks in
            for endpoint in endpoints {
                tasks.addTask {
                    await limiter.run(to: endpoint) {
                        await counter.enter()
                        // Nobody goes before all are in.
                        if await counter.now == endpoints.count { await barrier.open() }
                        await barrier.wait()
                        return (result: (), overload: false)
                    }
                }
            }
        }
        #expect(await counter.most == endpoints.count)
    }

    @Test func aMailExchangerHasOneConnectionBesideTheOthersOfItsAddress() async {
        #expect(await most(limiter(perAddress: 5), [Fixture.endpoint(.mx, port: 25)], expecting: 1) == 1)
        let limiter = limiter(perAddress: 1)
        let entered = Barrier()
        // A connection to another port does not hold back the one to the mail exchanger.
        await limiter.run(to: Fixture.endpoint()) {
            await limiter.run(to: Fixture.endpoint(.mx, port: 25)) {
                await entered.open()
                return (result: (), overload: false)
            }
            return (result: (), overload: false)
        }
        await entered.wait()
    }

    @Test func theRunHasItsLimit() async {
        let endpoints = (1...30).map { Fixture.endpoint(address: "192.0.2.\($0)") }
        let limiter = limiter(jobs: 3)
        #expect(await most(limiter, endpoints, expecting: 3) == 3)
        #expect(await limiter.connections == 60)
    }

    /// What the address allows, no more than eight, and a fair part of all; two at least, for those that allow it.
    @Test func anEndpointHasItsShare() async {
        #expect(await limiter().share(of: Fixture.endpoint()) == 2)
        #expect(await limiter().share(of: Fixture.endpoint(.mx)) == 1)
        let limiter = limiter(perAddress: 100, jobs: 24)
        #expect(await limiter.share(of: Fixture.endpoint()) == 8)
        for _ in 0..<6 { await limiter.begin() }
        #expect(await limiter.share(of: Fixture.endpoint()) == 4)
        for _ in 0..<100 { await limiter.begin() }
        #expect(await limiter.share(of: Fixture.endpoint()) == 2)
        for _ in 0..<103 { await limiter.end() }
        #expect(await limiter.share(of: Fixture.endpoint()) == 8)
    }
}
