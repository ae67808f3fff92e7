import Model
import Testing

@testable import pruefstand

/// What a scan needs of the machine: file descriptors, and a clock that is not set back.
@Suite struct RunRequirementsTests {
    @Test func tooFewDescriptorsAreToldBeforeAnythingIsMeasured() throws {
        let error = #expect(throws: Diagnostic.self) { try DescriptorLimit(of: 209, jobs: 50, sockets: 50) }
        #expect(error?.message == "a run with 50 concurrent connections needs 210 file descriptors; the limit is 209")
        _ = try DescriptorLimit(of: 210, jobs: 50, sockets: 50)
    }

    @Test(arguments: [210, 256, 512, 1_024, 4_096, 65_536])
    func connectionsAndLookUpsShareThem(limit: Int) throws {
        let share = try DescriptorLimit(of: limit, jobs: 50, sockets: 2_000)
        #expect(share.sockets >= 50 && share.sockets <= 2_000)
        #expect(share.lookups >= 32 && share.lookups <= 500)
        #expect(64 + share.sockets + 3 * share.lookups <= limit)
        if limit >= DescriptorLimit.wanted(sockets: 2_000) { #expect(share.sockets == 2_000 && share.lookups == 500) }
    }

    private func watch(_ readings: [(wall: Int64, elapsed: Duration)]) -> ClockWatch {
        let walls = Locked(readings.map { Instant(milliseconds: $0.wall) }[...])
        let elapsed = Locked(readings.map(\.elapsed)[...])
        @Sendable func next<Value: Sendable>(_ values: Locked<ArraySlice<Value>>) -> Value {
            values.withLock { $0.count > 1 ? $0.removeFirst() : $0[$0.startIndex] }
        }
        return ClockWatch(wall: { next(walls) }, elapsed: { next(elapsed) })
    }

    @Test func aClockSetBackIsAFault() {
        let watch = watch([
            (1_000_000, .zero), (1_010_000, .seconds(10)), (1_010_000 - 7_200_000, .seconds(11)),
            (1_030_000, .seconds(30)),
        ])
        #expect(watch.now() == Instant(milliseconds: 1_010_000))
        #expect(watch.fault?.message == "the scan cannot go on: the system clock was set back by 7201 s")
        // Setting it right again does not mend what was recorded.
        #expect(watch.fault != nil)
    }

    /// A clock that runs a little slow, or was set forward, contradicts nothing.
    @Test func driftAndStepsForwardAreNone() {
        let watch = watch([
            (1_000_000, .zero), (1_009_500, .seconds(10)), (1_019_000, .seconds(20)), (9_000_000, .seconds(30)),
        ])
        for _ in 0..<3 { _ = watch.now() }
        #expect(watch.fault == nil)
    }
}
