import Model
import Testing

@testable import Scan

/// When providers are begun: nobody waits for a slow one.
@Suite(.timeLimit(.minutes(5))) struct ProviderScheduleTests {
    private let clock = ManualClock()

    private func schedule(places: Int = 2, most: Int = 4) -> ProviderSchedule {
        ProviderSchedule(clock: clock.erased, places: places, patience: .seconds(2), most: most)
    }

    @Test func onesThatLastGiveTheirPlacesToTheNext() async {
        let barrier = Barrier()
        let begun = Locked<[Int: Duration]>([:])
        let done = Locked<[Int]>([])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [clock] in
                await schedule().run(Array(0..<6)) { number in
                    begun.withLock { $0[number] = clock.now.offset }
                    await barrier.wait()
                    return number
                } keep: { number in
                    done.withLock { $0.append(number) }
                }
            }
            await clock.sleepers(2)
            // Who waits for a provider may do so before it is begun.
            await until { begun.withLock { $0.count } == 2 }
            #expect(begun.withLock { $0 } == [0: .zero, 1: .zero])
            clock.advance(by: .milliseconds(1_999))
            for _ in 0..<100 { await Task.yield() }
            #expect(begun.withLock { $0.count } == 2)
            clock.advance(by: .milliseconds(1))
            await until { begun.withLock { $0.count } == 4 }
            // There is a bound on all.
            await clock.sleepers(2)
            clock.advance(by: .seconds(60))
            for _ in 0..<100 { await Task.yield() }
            #expect(begun.withLock { $0.count } == 4)
            await barrier.open()
        }
        #expect(done.withLock { $0.sorted() } == Array(0..<6))
        #expect(begun.withLock { $0[2] } == .seconds(2))
    }

    /// What is done at once does not wait for any time to pass.
    @Test func quickOnesFollowEachOther() async {
        var kept: [Int] = []
        await schedule(places: 1).run(Array(0..<20)) {
            $0
        } keep: {
            kept.append($0)
        }
        #expect(kept == Array(0..<20))
        #expect(clock.now.offset == .zero)
    }

    @Test func noneIsBegunOnceItIsOver() async {
        let isOver = Locked(false)
        var kept: [Int] = []
        await schedule(places: 1).run(Array(0..<20)) {
            isOver.withLock { $0 }
        } work: { number in
            if number == 4 { isOver.withLock { $0 = true } }
            return number
        } keep: {
            kept.append($0)
        }
        #expect(kept == Array(0..<5))
    }

    /// What is announced holds for the bounds that there are: 16 begin at once, 16 more every two seconds, 64 in all.
    @Test(arguments: [(1, 110), (16, 110), (17, 112), (64, 116), (65, 226), (1_000, 1_766)])
    func theLongestRunIsKnown(providers: Int, seconds: Int) {
        var limits = ScanLimits()
        limits.providerTime = 100
        #expect(limits.longestRun(providers: providers) == seconds)
        limits.runTime = 150
        #expect(limits.longestRun(providers: providers) == min(160, seconds))
    }
}
