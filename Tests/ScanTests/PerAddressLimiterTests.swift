import Model
import Testing

@testable import Scan

/// How many connections an address gets at once, and how long between them.
@Suite(.timeLimit(.minutes(5))) struct PerAddressLimiterTests {
    private let clock = ManualClock()

    private func limiter(limit: Int = 2, gap: Duration = .milliseconds(50)) -> PerAddressLimiter {
        PerAddressLimiter(limit: limit, gap: gap, clock: clock.erased)
    }

    /// Runs one connection, and says when it began.
    private func start(_ limiter: PerAddressLimiter, overload: Bool = false) async -> Duration? {
        await limiter.run { [clock] in (result: clock.now.offset, overload: overload) }
    }

    /// Runs one connection that has to wait until the next deadline.
    private func startLater(_ limiter: PerAddressLimiter, overload: Bool = false) async throws -> Duration {
        async let started = start(limiter, overload: overload)
        await clock.advanceToNextDeadline()
        return try #require(await started)
    }

    @Test func startsAreAGapApart() async {
        let limiter = limiter(limit: 8)
        let starts = Locked<[Duration]>([])
        await withTaskGroup(of: Void.self) { tasks in
            for number in 1...3 {
                tasks.addTask {
                    let started = await start(limiter)
                    starts.withLock { $0.append(started ?? .seconds(-1)) }
                }
                await clock.sleepers(number - 1)
                if number == 1 { await until { starts.withLock { !$0.isEmpty } } }
            }
            clock.advance(by: .milliseconds(49))
            await clock.sleepers(2)
            #expect(starts.withLock { $0 } == [.zero])
            clock.advance(by: .milliseconds(1))
            await until { starts.withLock { $0.count } == 2 }
            await clock.sleepers(1)
            clock.advance(by: .milliseconds(50))
        }
        #expect(starts.withLock { $0 } == [.zero, .milliseconds(50), .milliseconds(100)])
    }

    @Test func whoComesLaterThanTheGapDoesNotWait() async {
        let limiter = limiter()
        #expect(await start(limiter) == .zero)
        clock.advance(by: .seconds(1))
        #expect(await start(limiter) == .seconds(1))
    }

    @Test(arguments: [(1, 1), (2, 2), (5, 5), (0, 1), (-3, 1)])
    func noMoreThanTheLimitRunAtOnce(limit: Int, most: Int) async {
        let limiter = limiter(limit: limit, gap: .zero)
        let counter = Counter()
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<40 {
                tasks.addTask {
                    await limiter.run {
                        await counter.pass(expecting: most)
                        return (result: (), overload: false)
                    }
                }
            }
        }
        #expect(await counter.most == most)
        #expect(await counter.total == 40)
    }

    @Test func placesAreHandedOnInOrder() async {
        let limiter = limiter(limit: 1, gap: .zero)
        let barrier = Barrier()
        let order = Locked<[Int]>([])
        await withTaskGroup(of: Void.self) { tasks in
            let entered = Barrier()
            tasks.addTask {
                await limiter.run {
                    await entered.open()
                    await barrier.wait()
                    return (result: (), overload: false)
                }
            }
            await entered.wait()
            for number in 0..<5 {
                tasks.addTask {
                    await limiter.run {
                        order.withLock { $0.append(number) }
                        return (result: (), overload: false)
                    }
                }
                await until { await limiter.waiting == number + 1 }
            }
            await barrier.open()
        }
        #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
    }

    /// 100 ms at first, then twice as much each time, and half of it after each good answer.
    @Test func overloadMakesEverybodyWaitLonger() async throws {
        let limiter = limiter()
        #expect(await start(limiter, overload: true) == .zero)
        #expect(try await startLater(limiter, overload: true) == .milliseconds(50))
        #expect(try await startLater(limiter) == .milliseconds(50 + 150))
        #expect(try await startLater(limiter) == .milliseconds(200 + 250))
        #expect(try await startLater(limiter) == .milliseconds(450 + 150))
        #expect(try await startLater(limiter) == .milliseconds(600 + 100))
    }

    @Test func thereIsABoundToIt() async throws {
        let limiter = limiter()
        _ = await start(limiter, overload: true)
        var last = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<10 {
            let started = try await startLater(limiter, overload: true)
            waits.append(started - last)
            last = started
        }
        #expect(waits == waits.sorted())
        #expect(waits.suffix(2) == [.milliseconds(5_050), .milliseconds(5_050)])
    }

    /// A task that was cancelled while it waited gives its place back.
    @Test func aCancelledTaskGivesItsPlaceBack() async throws {
        let limiter = limiter(limit: 1, gap: .seconds(10))
        #expect(await start(limiter) == .zero)
        let cancelled = Task { await start(limiter) }
        await clock.sleepers(1)
        cancelled.cancel()
        _ = await cancelled.value
        #expect(try await startLater(limiter) == .seconds(20))
    }

    /// One that is cancelled while it waits for a place leaves at once, and the place goes to the next.
    @Test func aCancelledTaskDoesNotWaitForAPlace() async {
        let limiter = limiter(limit: 1, gap: .zero)
        let (entered, barrier) = (Barrier(), Barrier())
        let first = Task {
            await limiter.run {
                await entered.open()
                await barrier.wait()
                return (result: (), overload: false)
            }
        }
        await entered.wait()
        let cancelled = Task { await start(limiter) }
        await until { await limiter.waiting == 1 }
        cancelled.cancel()
        #expect(await cancelled.value == nil)
        #expect(await limiter.waiting == 0)
        await barrier.open()
        #expect(await first.value != nil)
        #expect(await start(limiter) == .zero)
    }

    /// However many of one provider wait, another one's turn comes after one of them.
    @Test func thoseWhoWaitTakeTurnsByProvider() async {
        let limiter = limiter(limit: 1, gap: .zero)
        let (entered, barrier) = (Barrier(), Barrier())
        let order = Locked<[String]>([])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                await limiter.run(for: "many") {
                    await entered.open()
                    await barrier.wait()
                    return (result: (), overload: false)
                }
            }
            await entered.wait()
            for (number, owner) in (Array(repeating: "many", count: 20) + ["one", "one"]).enumerated() {
                tasks.addTask {
                    await limiter.run(for: owner) {
                        order.withLock { $0.append(owner) }
                        return (result: (), overload: false)
                    }
                }
                await until { await limiter.waiting == number + 1 }
            }
            await barrier.open()
        }
        let positions = order.withLock { $0.enumerated().filter { $0.element == "one" }.map(\.offset) }
        #expect(positions == [0, 2])
    }

    /// What lasts gives its place up, and is not ended by it.
    @Test func whatLastsGivesItsPlaceToTheNext() async {
        let limiter = PerAddressLimiter(limit: 1, gap: .zero, patience: .seconds(1), clock: clock.erased)
        let barrier = Barrier()
        let slow = Task {
            await limiter.run {
                await barrier.wait()
                return (result: 7, overload: false)
            }
        }
        await clock.sleepers(1)
        let next = Task { await start(limiter) }
        await until { await limiter.waiting == 1 }
        clock.advance(by: .milliseconds(999))
        #expect(await limiter.waiting == 1)
        clock.advance(by: .milliseconds(1))
        #expect(await next.value == .seconds(1))
        await barrier.open()
        #expect(await slow.value == 7)
        #expect(await start(limiter) == .seconds(1))
    }
}
