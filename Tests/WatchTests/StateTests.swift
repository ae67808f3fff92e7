import Model
import TestSupport
import Testing
import Watch

@Suite struct StateTests {
    @Test func singleFailuresMakeNoIncident() {
        var numbers = SeededGenerator(state: 19)
        var state = WatchState(thresholds: WatchThresholds())
        var last = false
        var failures = 0
        for round in 0..<2_000 {
            let fails = !last && Int.random(in: 0..<5, using: &numbers) == 0
            last = fails
            if fails { failures += 1 }
            state.take([Script.service: fails ? .failing(.outage, Script.cause) : .up], Script.time(Int64(round) * 300))
        }
        #expect(failures > 200)
        #expect(state.open.isEmpty && state.resolved.isEmpty)
    }

    /// Each outage of as many rounds as the threshold has one incident, whose bounds contain when it really began and
    /// ended; shorter ones have none.
    @Test func outagesAreFoundOnceWithinTheirBounds() throws {
        var numbers = SeededGenerator(state: 2_014)
        let thresholds = WatchThresholds()
        var script = Script()
        var lengths: [Int] = []
        var round: Int64 = 3
        for _ in 0..<200 {
            let length = Int.random(in: 1...50, using: &numbers)
            lengths.append(length)
            // Begins after a round and ends before another, somewhere between.
            let begin = Script.start.milliseconds + round * 300_000 - Int64.random(in: 1..<290_000, using: &numbers)
            round += Int64(length)
            let end =
                Script.start.milliseconds + (round - 1) * 300_000 + Int64.random(in: 9_000..<290_000, using: &numbers)
            script.outages.append(begin..<end)
            round += Int64.random(in: 3...20, using: &numbers)
        }
        var state = WatchState(thresholds: thresholds)
        for number in 0...round {
            let time = Script.time(number * 300, taking: Int64.random(in: 0...8_000, using: &numbers))
            state.take(
                [Script.service: script.verdict(time, at: Int64.random(in: 0...100, using: &numbers))], time)
        }
        let long = zip(script.outages, lengths).filter { $0.1 >= thresholds.failures }.map(\.0)
        #expect(long.count < 200 && long.count > 150)
        #expect(state.open.isEmpty)
        try #require(state.resolved.count == long.count)
        for (incident, outage) in zip(state.resolved, long) {
            #expect(incident.began.contains(outage.lowerBound), "\(incident.id)")
            #expect(try #require(incident.ended).contains(outage.upperBound), "\(incident.id)")
            #expect(incident.updates.map(\.stage) == [.opened, .resolved])
        }
        #expect(Set(state.resolved.map(\.id)).count == long.count)
    }

    @Test func oneSuccessEndsNothing() {
        let state = run("ffffuffuufuuf")
        #expect(state.open.isEmpty && state.resolved.count == 1)
        #expect(state.resolved.first?.ended?.by == Script.time(7 * 300).end)
    }

    @Test func whatIsNotMeasuredCountsForNeitherSide() {
        #expect(run("uf-f-u").resolved.isEmpty && run("uf-f-u").open.isEmpty)
        #expect(run("uf-f-f").open.count == 1)
        #expect(run("ufff-------").open.count == 1)
    }

    /// Failures before a night without measurements are not in a row with one after it.
    @Test func aGapBeginsTheCountAnew() {
        var state = WatchState(thresholds: WatchThresholds())
        for (seconds, verdict) in [(0, ServiceVerdict.up), (300, failed), (600, failed), (36_000, failed)] {
            state.take([Script.service: verdict], Script.time(Int64(seconds)))
        }
        #expect(state.open.isEmpty)
        state.take([Script.service: failed], Script.time(36_300))
        state.take([Script.service: failed], Script.time(36_600))
        #expect(
            state.open["posteo"]?.began
                == Incident.Bounds(
                    after: Script.time(0).start, by: Script.time(36_000).end))
    }

    @Test func aWorseKindNeedsItsOwnRow() {
        let degraded = ServiceVerdict.failing(.degraded, Script.cause)
        var state = WatchState(thresholds: WatchThresholds())
        let verdicts = [.up, degraded, failed, degraded, failed, failed]
        for (place, verdict) in verdicts.enumerated() {
            state.take([Script.service: verdict], Script.time(Int64(place) * 300))
        }
        #expect(state.open["posteo"]?.kind == .degraded)
        state.take([Script.service: failed], Script.time(1_800))
        #expect(state.open["posteo"]?.kind == .outage)
        #expect(state.open["posteo"]?.updates.map(\.stage) == [.opened, .changed])
    }

    /// One provider has one incident at a time, in which all its services are.
    @Test func servicesShareAnIncident() throws {
        let (imap, mx) = (Script.service, WatchedService("posteo", .mx))
        var state = WatchState(thresholds: WatchThresholds())
        for (place, verdicts) in ["uu", "fu", "fu", "fu", "ff", "ff", "ff", "uf", "uf", "uu", "uu"].enumerated() {
            let both = verdicts.map { $0 == "u" ? ServiceVerdict.up : failed }
            state.take([imap: both[0], mx: both[1]], Script.time(Int64(place) * 300))
        }
        let incident = try #require(state.resolved.first)
        #expect(state.resolved.count == 1 && state.open.isEmpty)
        #expect(incident.services.map(\.service) == [.imap, .mx])
        #expect(incident.updates.map(\.stage) == [.opened, .changed, .changed, .resolved])
        #expect(incident.began.by == Script.time(300).end && incident.ended?.by == Script.time(2_700).end)
    }

    @Test func theClockOfRoundsNeverGoesBack() {
        var clock = RoundClock(wall: Script.time(100).start, elapsed: .seconds(5))
        #expect(clock.now(wall: Script.time(110).start, elapsed: .seconds(15)) == Script.time(110).start)
        // Set back by an hour.
        #expect(clock.now(wall: Script.time(-3_480).start, elapsed: .seconds(25)) == Script.time(120).start)
        #expect(clock.behind == 3_600_000)
        #expect(clock.now(wall: Script.time(-3_470).start, elapsed: .seconds(35)) == Script.time(130).start)
        #expect(clock.now(wall: Script.time(140).start, elapsed: .seconds(45)) == Script.time(140).start)
        #expect(clock.behind == 0)
        // What an earlier run has written counts, too.
        var later = RoundClock(wall: Script.time(0).start, elapsed: .zero, last: Script.time(60).start)
        #expect(later.behind == 60_000)
        #expect(later.now(wall: Script.time(10).start, elapsed: .seconds(10)) == Script.time(70).start)
    }

    @Test(arguments: [
        ServiceVerdict.up, .unmeasured(.offline), .failing(.outage, Script.cause),
        .failing(.degraded, Incident.Cause(step: .greeting, code: .streamError)),
    ])
    func verdictsAreTheSameAsText(_ verdict: ServiceVerdict) {
        #expect(ServiceVerdict(text: verdict.text) == verdict)
    }

    private let failed = ServiceVerdict.failing(.outage, Script.cause)

    /// `u` up, `f` failing, `-` not measured; a letter a round.
    private func run(_ rounds: String) -> WatchState {
        var state = WatchState(thresholds: WatchThresholds())
        for (place, letter) in rounds.enumerated() {
            let verdict: ServiceVerdict = letter == "u" ? .up : letter == "f" ? failed : .unmeasured(.offline)
            state.take([Script.service: verdict], Script.time(Int64(place) * 300))
        }
        return state
    }
}
