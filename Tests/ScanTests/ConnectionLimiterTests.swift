import Model
import Testing

@testable import Scan

/// The limits of a whole run, over all addresses.
@Suite(.timeLimit(.minutes(5))) struct ConnectionLimiterTests {
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
        // Unless it is somebody's own.
        let own = ConnectionLimiter(
            manners: {
                var manners = Manners(perAddress: 5, gap: 0)
                manners.perExchanger = 3
                return manners
            }(), clock: ManualClock().erased)
        #expect(await most(own, Array(repeating: Fixture.endpoint(.mx, port: 25), count: 3), expecting: 3) == 3)
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

    // MARK: what an address gets in a run

    private func limits(address: Int, port: Int) -> ScanLimits {
        var limits = ScanLimits()
        limits.addressConnections = address
        limits.portConnections = port
        return limits
    }

    private func allowance(_ owner: String) -> Allowance {
        Allowance.unlimited.part("provider", owner: owner, Allowance.Bounds())
    }

    /// How many of so many connections are made, and why the last one was not.
    private func made(
        _ limiter: ConnectionLimiter, _ count: Int, _ endpoint: (Int) -> Endpoint, for owner: String
    ) async -> (made: Int, reason: Reason?) {
        let allowance = allowance(owner)
        var made = 0
        var reason: Reason?
        for number in 0..<count {
            switch await limiter.run(to: endpoint(number), within: allowance, { (result: (), overload: false) }) {
            case .done: made += 1
            case .declined(let why): reason = why
            }
        }
        return (made, reason)
    }

    /// Sixteen names at one port are one server's burden.
    @Test func aPortGetsItsConnectionsWhateverNamesLeadThere() async {
        let limiter = ConnectionLimiter(
            manners: Manners(gap: 0), limits: limits(address: 1_000, port: 20), clock: ManualClock().erased)
        func named(_ number: Int) -> Endpoint {
            var endpoint = Fixture.endpoint(.mx, port: 25)
            endpoint.host = "mx\(number % 16).a.test"
            return endpoint
        }
        let first = await made(limiter, 50, named, for: "a")
        #expect(first.made == 20)
        #expect(first.reason == Reason(.budget, "20 connections to port 25 of 192.0.2.1 for the provider"))
        // Nothing of it is another provider's, another port's or another address's.
        #expect(await made(limiter, 5, named, for: "b").made == 5)
        #expect(await made(limiter, 5, { _ in Fixture.endpoint() }, for: "a").made == 5)
        let elsewhere = Fixture.endpoint(.mx, address: "192.0.2.2", port: 25)
        #expect(await made(limiter, 5, { _ in elsewhere }, for: "a").made == 5)
    }

    /// One provider cannot use up what another one's measurement needs; both together are bounded.
    @Test func anAddressHasABudgetOfItsOwn() async {
        let limiter = ConnectionLimiter(
            manners: Manners(gap: 0), limits: limits(address: 40, port: 1_000), clock: ManualClock().erased)
        let attacker = await made(limiter, 100, { _ in Fixture.endpoint() }, for: "a")
        #expect(attacker.made == 30)
        #expect(attacker.reason == Reason(.budget, "30 connections to 192.0.2.1 for the provider"))
        let owner = await made(limiter, 100, { _ in Fixture.endpoint() }, for: "b")
        #expect(owner.made == 10)
        #expect(owner.reason == Reason(.budget, "40 connections to 192.0.2.1 in the run"))
        #expect(await limiter.connections == 40)
    }

    // MARK: slow providers

    /// However many connections of others last, one's own begins after a moment: what lasts holds no place.
    @Test func slowConnectionsOfOthersHoldNobodyUp() async {
        let clock = ManualClock()
        let limiter = ConnectionLimiter(manners: Manners(gap: 0, jobs: 4), clock: clock.erased)
        let barrier = Barrier()
        await withTaskGroup(of: Void.self) { tasks in
            for number in 0..<64 {
                let allowance = allowance("slow")
                tasks.addTask {
                    await limiter.run(to: Fixture.endpoint(address: "192.0.2.\(number)"), within: allowance) {
                        await barrier.wait()
                        return (result: (), overload: false)
                    }
                }
            }
            // One sleeper watches over all connections.
            await clock.sleepers(1)
            let allowance = allowance("quick")
            let quick = Task {
                await limiter.run(to: Fixture.endpoint(address: "198.51.100.1"), within: allowance) {
                    (result: clock.now.offset, overload: false)
                }
            }
            for _ in 0..<1_000 { await Task.yield() }
            clock.advance(by: .seconds(1))
            guard case .done(let started) = await quick.value else {
                Issue.record("not made")
                return
            }
            #expect(started == .seconds(1))
            await barrier.open()
            for _ in 0..<20 {
                for _ in 0..<100 { await Task.yield() }
                clock.advance(by: .seconds(1))
            }
        }
        #expect(await limiter.connections == 65)
    }
}
