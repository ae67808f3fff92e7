import Archive
import Model
import Testing

@testable import Watch

/// What status pages say is recorded once, and remembered as rounds are.
@Suite struct ClaimTests {
    private static let source = "https://status.example/"
    private static let month = "2026-11"

    private static func instant(_ text: String) throws -> Instant { try #require(Instant("2026-11-05T\(text)Z")) }

    private static func incident() throws -> Incident {
        Incident(
            id: "2026-11-05-posteo", provider: "posteo", kind: .outage,
            began: Incident.Bounds(after: try instant("08:00:00"), by: try instant("08:05:00")))
    }

    /// A replay that has recorded what it was told.
    private static func recording(_ said: [Incident.Report], in replay: RoundReplay) throws -> RoundReplay {
        var replay = replay
        var line = RoundLine(at: MeasuringTime(start: try instant("09:00:00"), end: try instant("09:00:00")))
        line.filed = [try incident().id: 1]
        line.claims = [try incident().id: said]
        // As it is read again.
        let read = try JSONText.decode(RoundLine.self, from: try JSONText.encodeLine(line), file: "")
        #expect(read == line)
        try replay.take(read, month: month)
        return replay
    }

    @Test func howThingsAreIsNewWhereItReadsOtherwise() throws {
        var replay = RoundReplay(WatchState(thresholds: WatchThresholds()))
        var recorded: [String] = []
        for (time, text) in [("08:10:00", "Fine"), ("08:15:00", "Fine"), ("08:20:00", "Down"), ("08:25:00", "Fine")] {
            let new = replay.claims(
                of: try Self.incident(), source: Self.source, [StatusStatement(at: nil, text: text)],
                at: try Self.instant(time))
            recorded += new.map { "\($0.at?.short.dropFirst(11).prefix(5) ?? "") \($0.text)" }
            #expect(new.allSatisfy { $0.isClaim && $0.source == Self.source })
            if !new.isEmpty { replay = try Self.recording(new, in: replay) }
        }
        #expect(recorded == ["08:10 Fine", "08:20 Down", "08:25 Fine"])
    }

    /// What was said before the incident is not about it, and what will be said later was not said.
    @Test func entriesOfAFeedAreThoseSinceTheIncidentBegan() throws {
        var replay = RoundReplay(WatchState(thresholds: WatchThresholds()))
        let feed = try ["07:59:59", "08:00:00", "08:30:00", "12:00:00"].map {
            StatusStatement(at: try Self.instant($0), text: "Entry")
        }
        let now = try Self.instant("09:00:00")
        let new = replay.claims(of: try Self.incident(), source: Self.source, feed, at: now)
        #expect(try new.map(\.at) == [Self.instant("08:00:00"), Self.instant("08:30:00")])
        replay = try Self.recording(new, in: replay)
        #expect(replay.claims(of: try Self.incident(), source: Self.source, feed, at: now).isEmpty)
        #expect(
            replay.claims(of: try Self.incident(), source: Self.source, feed, at: try Self.instant("13:00:00")).count
                == 1)
    }

    /// A line of a claim is no round, and the first line of the next month remembers what was said.
    @Test func theNextMonthRemembers() throws {
        var replay = RoundReplay(WatchState(thresholds: WatchThresholds(failures: 1)))
        for (time, verdict) in [("08:00:00", ServiceVerdict.up), ("08:05:00", .failing(.outage, Script.cause))] {
            let measured = MeasuringTime(start: try Self.instant(time), end: try Self.instant(time))
            try replay.take(replay.line([Script.service: verdict], measured), month: Self.month)
        }
        let incident = try #require(replay.state.open["posteo"])
        #expect(incident.id == (try Self.incident().id))
        let before = replay.state
        let said = [StatusStatement(at: nil, text: "Fine")]
        replay = try Self.recording(
            replay.claims(of: incident, source: Self.source, said, at: try Self.instant("09:00:00")), in: replay)
        #expect(replay.state == before)
        var line = RoundLine(at: Script.time(30 * 86_400))
        line.before = replay.checkpoint
        var next = RoundReplay(WatchState(thresholds: WatchThresholds(failures: 1)))
        try next.take(line, month: "2026-12")
        #expect(next.claims(of: incident, source: Self.source, said, at: try Self.instant("23:00:00")).isEmpty)
    }
}
