import Testing

@testable import Scan

/// Whether port 25 is open to us is asked once, of hosts that are known to answer.
@Suite(.timeLimit(.minutes(5))) struct OutboundSMTPCheckTests {
    @Test func withoutControlHostsNothingIsBlocked() async {
        let counter = Counter()
        let check = OutboundSMTPCheck(hosts: []) { _ in
            await counter.enter()
            return false
        }
        #expect(await !check.isBlocked())
        #expect(await counter.total == 0)
    }

    @Test(arguments: [("", true), ("a.test", false), ("c.test", false)])
    func oneHostThatAnswersIsEnough(answering: String, isBlocked: Bool) async {
        let check = OutboundSMTPCheck(hosts: ["a.test", "b.test", "c.test"]) { $0 == answering }
        #expect(await check.isBlocked() == isBlocked)
    }

    @Test func itIsAskedOnce() async {
        let counter = Counter()
        let barrier = Barrier()
        let check = OutboundSMTPCheck(hosts: ["a.test", "b.test"]) { _ in
            await counter.enter()
            await barrier.wait()
            return false
        }
        let blocked = await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<8 { tasks.addTask { await check.isBlocked() } }
            for _ in 0..<100 { await Task.yield() }
            await barrier.open()
            return await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(blocked == [Bool](repeating: true, count: 8))
        #expect(await check.isBlocked())
        #expect(await counter.total == 2)
    }
}
