import Model

/// A line of `content/rounds/YYYY-MM.ndjson`: a round, a recheck of some services, or what else has to be remembered. A
/// round has only what differs from the one before; so most lines are a time alone.
package struct RoundLine: Hashable, Codable, Sendable {
    /// When it began, in the month of its file, UTC: `29T22:45:03`.
    package var t: String
    /// How many seconds it took.
    package var s: Int?
    /// A watch began: how it measures, and from where.
    package var watch: Start?
    /// All that is watched from now on.
    package var services: [String]?
    /// Verdicts of a round that differ from the round before.
    package var changes: [String: ServiceVerdict]?
    /// Verdicts of those that were checked once more; others were not.
    package var recheck: [String: ServiceVerdict]?
    /// What the months before came to; in the first line of a file.
    package var before: WatchState.Checkpoint?
    /// Incidents whose files were written, with how many stages are in them.
    package var filed: [String: Int]?
    /// What status pages said of incidents, where it was new, and was written into their files; only beside `filed`.
    package var claims: [String: [Incident.Report]]?

    package struct Start: Hashable, Codable, Sendable {
        package var thresholds: WatchThresholds
        package var vantage: String
        package var version: String

        package init(thresholds: WatchThresholds, vantage: String, version: String) {
            self.thresholds = thresholds
            self.vantage = vantage
            self.version = version
        }
    }

    /// - Parameter time: is rounded to whole seconds that have all of it in them.
    package init(at time: MeasuringTime) {
        let (start, end) = (time.start.milliseconds / 1_000, (time.end.milliseconds + 999) / 1_000)
        t = String(Instant(milliseconds: start * 1_000).description.dropFirst(8).prefix(11))
        s = end > start ? Int(end - start) : nil
    }

    /// - Parameter month: of the file, `2026-11`.
    /// - Returns: `nil` if that is no time.
    package func time(in month: String) -> MeasuringTime? {
        guard let start = Instant("\(month)-\(t)Z"), (0...86_400).contains(s ?? 0) else { return nil }
        return MeasuringTime(
            start: start, end: Instant(milliseconds: start.milliseconds + Int64(s ?? 0) * 1_000))
    }

    /// The month that a time falls into, as files are named: `2026-11`.
    package static func month(of instant: Instant) -> String { String(instant.description.prefix(7)) }
}
