import Archive
import Foundation
import Model
import TestSupport
import Testing
import Watch

@Suite struct RoundsFileTests {
    private static let thresholds = WatchThresholds()

    /// Ended at any moment, a watch goes on with the same incidents.
    @Test func aWatchThatIsKilledFindsTheSameIncidents() throws {
        let whole = try watch(killedAt: [])
        var numbers = SeededGenerator(state: 50)
        let moments = Set((0..<50).map { _ in Int.random(in: 1..<1_000, using: &numbers) })
        let killed = try watch(killedAt: moments)
        #expect(whole.resolved.count > 5 && whole.open.count == 1)
        #expect(killed.resolved == whole.resolved)
        #expect(killed.open == whole.open)
    }

    /// - Parameter moments: rounds before which the watch is ended; every second time within the line that it writes.
    private func watch(killedAt moments: Set<Int>) throws -> WatchState {
        let folder = try TemporaryFolder("rounds")
        let root = "\(folder.path)/rounds"
        var numbers = SeededGenerator(state: 7)
        var script = Script()
        var begin: Int64 = 20
        while begin < 1_000 {
            let end = begin + Int64.random(in: 1...12, using: &numbers)
            script.outages.append(
                Script.start.milliseconds + begin * 300_000 - 7_000..<Script.start.milliseconds + end * 300_000 - 9_000)
            begin = end + Int64.random(in: 5...90, using: &numbers)
        }
        script.outages.append(Script.start.milliseconds + 990 * 300_000..<Script.start.milliseconds + 2_000 * 300_000)
        var rounds = try RoundsFolder(root, shown: "content/rounds")
        var replay = RoundReplay(WatchState(thresholds: Self.thresholds))
        for number in 0..<1_000 {
            if moments.contains(number) {
                rounds.release()
                if number.isMultiple(of: 2) {
                    let file = try #require(FileHandle(forWritingAtPath: "\(root)/2026-11.ndjson"))
                    try file.seekToEnd()
                    try file.write(contentsOf: Data("{\"t\":\"04T1".utf8))
                    try file.close()
                }
                rounds = try RoundsFolder(root, shown: "content/rounds")
                let past = rounds.past(WatchState(thresholds: Self.thresholds))
                #expect(past.diagnostics.map(\.rule) == (number.isMultiple(of: 2) ? [.brokenRound] : []))
                replay = past.replay
            }
            let time = Script.time(Int64(number) * 300, taking: 4_000)
            var verdicts = [Script.service: script.verdict(time, at: 50)]
            verdicts[WatchedService("gmx", .mx)] = .up
            let line = replay.line(verdicts, time)
            try rounds.append(line, month: "2026-11")
            try replay.take(line, month: "2026-11")
        }
        rounds.release()
        return replay.state
    }

    /// 25 providers with 8 services each, every five minutes, with a failure in 2,000 checks and an outage a day.
    @Test func aYearOfRoundsIsSmall() throws {
        var numbers = SeededGenerator(state: 25)
        let services = (0..<25).flatMap { provider in
            [Service.mx, .submission, .imap, .pop3, .xmppClient, .xmppServer, .https, .sieve].map {
                WatchedService("provider-\(provider)", $0)
            }
        }
        let failed = ServiceVerdict.failing(.outage, Script.cause)
        var replay = RoundReplay(WatchState(thresholds: Self.thresholds))
        var (first, bytes) = (0, 0)
        func add(_ line: RoundLine) throws {
            let size = try JSONText.encodeLine(line).count + 1
            if line.services == nil { bytes += size } else { first += size }
            try replay.take(line, month: "2026-11")
        }
        let days = 3
        for round in 0..<days * 288 {
            let time = Script.time(Int64(round) * 300, taking: 3_000)
            let down = round % 288 < 20 ? services[round / 288 * 8] : nil
            let verdicts = Dictionary(
                uniqueKeysWithValues: services.map { service in
                    (service, service == down || Int.random(in: 0..<2_000, using: &numbers) == 0 ? failed : .up)
                })
            try add(replay.line(verdicts, time))
            for attempt in 1...2 where !replay.state.undecided.isEmpty {
                let again = replay.state.undecided.map { ($0, $0 == down ? failed : ServiceVerdict.up) }
                try add(
                    replay.recheck(
                        Dictionary(uniqueKeysWithValues: again),
                        Script.time(Int64(round) * 300 + Int64(attempt) * 33, taking: 1_000)))
            }
        }
        // A month begins with what the months before came to.
        var beginning = RoundLine(at: Script.time(0))
        beginning.before = replay.checkpoint
        first += try JSONText.encodeLine(beginning).count
        let year = bytes / days * 366 + first * 12
        #expect(year < 5_000_000, "\(year) bytes a year")
        #expect(replay.state.resolved.count + replay.state.open.count == days)
    }

    @Test func theMonthBeforeIsInTheFirstLine() throws {
        var state = WatchState(thresholds: Self.thresholds)
        let failed = ServiceVerdict.failing(.outage, Script.cause)
        for (place, verdict) in [ServiceVerdict.up, failed, failed, failed].enumerated() {
            state.take([Script.service: verdict], Script.time(Int64(place) * 300))
        }
        var line = RoundLine(at: Script.time(1_200))
        line.before = state.checkpoint
        line.services = ["posteo/imap"]
        line.changes = ["posteo/imap": .up]
        let bytes = try JSONText.encodeLine(line) + Array("\n{\"t\":\"01T00:25:00\"}\n".utf8)
        var file = RoundsFile(month: "2026-11", bytes, file: "2026-11.ndjson")
        var replay = RoundReplay(WatchState(thresholds: Self.thresholds))
        file.replay(into: &replay, file: "2026-11.ndjson")
        #expect(file.diagnostics.isEmpty)
        #expect(
            replay.state.resolved.map(\.began) == [
                Incident.Bounds(
                    after: Script.time(0).start, by: Script.time(300).end)
            ])
    }

    @Test func brokenLinesAreReportedWithTheirPlace() {
        let text = """
            {"t":"01T00:00:00","services":["posteo/imap"],"changes":{"posteo/imap":"up"}}
            {"t":"01T00:05:00","changes":{"posteo/imap":"asleep"}}
            {"t":"31T00:10:00"}
            {"t":"01T00:15:00","changes":{"../imap":"up"}}
            {"t":"01T00:2
            """
        var file = RoundsFile(month: "2026-11", Array(text.utf8), file: "content/rounds/2026-11.ndjson")
        var replay = RoundReplay(WatchState(thresholds: Self.thresholds))
        file.replay(into: &replay, file: "content/rounds/2026-11.ndjson")
        #expect(
            file.diagnostics.sorted().map { "\($0.place.line) \($0.level.rawValue)" } == [
                "2 error", "3 error", "4 error", "5 warning",
            ])
        #expect(replay.verdicts == [Script.service: .up])
    }

    @Test func twoWatchesRefuseEachOther() throws {
        let folder = try TemporaryFolder("rounds")
        let first = try RoundsFolder("\(folder.path)/rounds", shown: "content/rounds")
        #expect(throws: Diagnostics.self) {
            _ = try RoundsFolder("\(folder.path)/rounds", shown: "content/rounds").release()
        }
        first.release()
        try RoundsFolder("\(folder.path)/rounds", shown: "content/rounds").release()
    }
}
