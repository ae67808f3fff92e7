import Model
import Testing

@testable import Scan

/// What a run, a provider and an endpoint may take, in time, connections and bytes.
@Suite(.timeLimit(.minutes(5))) struct AllowanceTests {
    private let clock = ManualClock()

    private func run(_ bounds: Allowance.Bounds = .init()) -> Allowance { Allowance(run: bounds, clock: clock.erased) }

    @Test func connectionsCountForAllAbove() {
        let run = run(.init(connections: 3))
        let provider = run.part("provider", owner: "a", .init(connections: 2))
        let endpoint = provider.part("endpoint", .init())
        #expect(endpoint.owner == "a")
        #expect(endpoint.takeConnection() == nil)
        #expect(endpoint.takeConnection() == nil)
        let reason = Reason(.budget, "2 connections for the provider")
        #expect(endpoint.takeConnection() == reason)
        #expect(endpoint.stopped == reason && provider.stopped == reason && run.stopped == nil)
        let other = run.part("provider", owner: "b", .init())
        #expect(other.takeConnection() == nil)
        #expect(other.takeConnection() == Reason(.budget, "3 connections for the run"))
        #expect(run.stopped != nil)
    }

    @Test func bytesReceivedCountForAllAbove() {
        let run = run(.init(received: 100))
        let provider = run.part("provider", owner: "a", .init())
        let endpoint = provider.part("endpoint", .init(received: 50))
        endpoint.add(received: 50)
        #expect(endpoint.stopped == nil)
        endpoint.add(received: 1)
        #expect(endpoint.stopped == Reason(.tooLarge, "more than 50 bytes received for the endpoint"))
        #expect(provider.stopped == nil)
        provider.add(received: 50)
        #expect(provider.stopped == Reason(.tooLarge, "more than 100 bytes received for the run"))
    }

    /// Whoever has the most evidence pays for what all have together; the others go on.
    @Test func theLargestIsShedFirst() async {
        let run = run(.init(kept: 100))
        let providers = ["a", "b", "c"].map { run.part("provider", owner: $0, .init(kept: 90)) }
        let barrier = Barrier()
        await withTaskGroup(of: Void.self) { tasks in
            let running = Counter()
            for provider in providers {
                tasks.addTask {
                    await provider.run {
                        await running.enter()
                        await barrier.wait()
                    }
                }
            }
            await until { await running.now == 3 }
            providers[0].add(kept: 40)
            providers[1].add(kept: 50)
            #expect(providers.allSatisfy { $0.stopped == nil })
            providers[2].add(kept: 20)
            let reason = Reason(.tooLarge, "more than 100 bytes of evidence in memory in all")
            #expect(providers.map(\.stopped) == [nil, reason, nil])
            // What is stopped already frees its own soon.
            providers[2].add(kept: 20)
            #expect(providers.map(\.stopped) == [nil, reason, nil])
            await barrier.open()
        }
        // Once it is done, its evidence is gone.
        let late = run.part("provider", owner: "d", .init(kept: 90))
        late.add(kept: 80)
        #expect(late.stopped == nil && run.stopped == nil)
        late.add(kept: 11)
        #expect(late.stopped == Reason(.tooLarge, "more than 90 bytes of evidence for the provider"))
    }

    @Test func workEndsWithItsTime() async {
        let endpoint = run().part("endpoint", .init(time: .seconds(5)))
        let work = Task {
            await endpoint.run {
                while !Task.isCancelled { await Task.yield() }
                return 7
            }
        }
        await clock.sleepers(1)
        clock.advance(by: .milliseconds(4_999))
        #expect(endpoint.stopped == nil)
        clock.advance(by: .milliseconds(1))
        #expect(await work.value == 7)
        #expect(endpoint.stopped == Reason(.tooSlow, "more than 5 s for the endpoint"))
    }

    @Test func workThatIsDoneInTimeIsNotStopped() async {
        let provider = run().part("provider", .init(time: .seconds(5)))
        #expect(await provider.run { 7 } == 7)
        clock.advance(by: .seconds(10))
        #expect(provider.stopped == nil)
    }

    /// The end of the run's time is the end of all that is in it, and the reason says so.
    @Test func theRunEndsItsParts() async {
        let run = run(.init(time: .seconds(60)))
        let provider = run.part("provider", owner: "a", .init(time: .seconds(100)))
        let endpoint = provider.part("endpoint", .init(time: .seconds(100)))
        let whole = Task {
            await run.run {
                await provider.run {
                    await endpoint.run { while !Task.isCancelled { await Task.yield() } }
                }
            }
        }
        // Its parts end later, and set no timers of their own.
        await clock.sleepers(1)
        clock.advance(by: .seconds(60))
        await whole.value
        #expect(endpoint.stopped == Reason(.tooSlow, "more than 60 s for the run"))
        // What comes after that is not begun.
        let late = run.part("provider", owner: "b", .init())
        #expect(late.takeConnection()?.code == .tooSlow)
        await late.run { while !Task.isCancelled { await Task.yield() } }
    }
}
