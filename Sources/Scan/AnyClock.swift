/// Some clock whose type does not matter. Its instants are the time since the value was made. Limits and gaps are
/// measured by it, so that a test can let time pass at will.
struct AnyClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    /// What waiting is done by in a scan.
    static let continuous = AnyClock(ContinuousClock())

    let minimumResolution: Duration
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (_ until: Duration, _ tolerance: Duration?) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        minimumResolution = clock.minimumResolution
        elapsed = { start.duration(to: clock.now) }
        wait = { try await clock.sleep(until: start.advanced(by: $0), tolerance: $1) }
    }

    var now: Instant { Instant(offset: elapsed()) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await wait(deadline.offset, tolerance)
    }
}
