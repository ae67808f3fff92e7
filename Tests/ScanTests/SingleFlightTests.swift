import Testing

@testable import Scan

/// Work for a key is done once, and ends with the last of those who want it.
@Suite(.timeLimit(.minutes(5))) struct SingleFlightTests {
    @Test func callersAtOnceAndLaterShareTheValue() async {
        let flight = SingleFlight<String, Int>()
        let (counter, barrier) = (Counter(), Barrier())
        let values = await withTaskGroup(of: Int.self) { tasks in
            for _ in 0..<8 {
                tasks.addTask {
                    await flight.value(for: "a") {
                        await counter.enter()
                        await barrier.wait()
                        return 7
                    }
                }
            }
            await until { await counter.total == 1 }
            await barrier.open()
            return await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(values == [Int](repeating: 7, count: 8))
        #expect(await flight.value(for: "a") { 8 } == 7)
        #expect(await flight.value(for: "b") { 8 } == 8)
        #expect(await counter.total == 1)
    }

    @Test func oneCancelledCallerDoesNotEndTheWork() async {
        let flight = SingleFlight<String, Bool>()
        let (counter, barrier) = (Counter(), Barrier())
        let work: @Sendable () async -> Bool = {
            await counter.enter()
            await barrier.wait()
            return Task.isCancelled
        }
        let first = Task { await flight.value(for: "a", work) }
        await until { await counter.total == 1 }
        let second = Task { await flight.value(for: "a", work) }
        await until { await flight.flights["a"]?.callers == 2 }
        first.cancel()
        await until { await flight.flights["a"]?.callers == 1 }
        await barrier.open()
        #expect(await second.value == false)
        #expect(await first.value == false)
    }

    @Test func whenAllAreCancelledTheWorkIsAndItIsForgotten() async {
        let flight = SingleFlight<String, Bool>()
        let counter = Counter()
        let caller = Task {
            await flight.value(for: "a") {
                await counter.enter()
                while !Task.isCancelled { await Task.yield() }
                return false
            }
        }
        await until { await counter.total == 1 }
        caller.cancel()
        #expect(await caller.value == false)
        #expect(await flight.value(for: "a") { true })
    }
}
