import Model

/// When each service was measured, out of rounds: what is between two rounds counts as measured, unless they are too far
/// apart or nothing was known of the service.
package struct Availability: Hashable, Sendable {
    /// A time in which something was measured; milliseconds.
    package typealias Span = Range<Int64>

    private var spans: [WatchedService: [Span]] = [:]
    /// Since when each service is measured without a gap.
    private var since: [WatchedService: Int64] = [:]
    private var known: Set<WatchedService> = []
    private var last: Int64?
    private var thresholds = WatchThresholds()

    package init() {}

    /// The end of the last round.
    package var measured: Instant? { last.map { Instant(milliseconds: $0) } }

    /// Takes the lines in their order; what is wrong in them was reported when they were read.
    package mutating func take(_ line: RoundLine, month: String) {
        guard let time = line.time(in: month) else { return }
        if let watch = line.watch { thresholds = watch.thresholds }
        if let before = line.before { known = before.known }
        if let listed = line.services { known.formIntersection(listed.compactMap { WatchedService($0) }) }
        for (name, verdict) in (line.changes ?? [:]).merging(line.recheck ?? [:], uniquingKeysWith: { $1 }) {
            guard let service = WatchedService(name) else { continue }
            if case .unmeasured = verdict { known.remove(service) } else { known.insert(service) }
        }
        // Only a round says something of all services.
        if line.recheck != nil || line.filed != nil { return }
        let (start, end) = (time.start.milliseconds, time.end.milliseconds)
        let isGap = last.map { start - $0 > thresholds.gap } ?? true
        for (service, begun) in since where isGap || !known.contains(service) {
            close(service, begun, at: isGap ? last ?? begun : start)
        }
        for service in known where since[service] == nil { since[service] = start }
        last = end
    }

    private mutating func close(_ service: WatchedService, _ begun: Int64, at end: Int64) {
        since[service] = nil
        if end > begun { spans[service, default: []].append(begun..<end) }
    }

    /// All services that were ever measured.
    package var services: [WatchedService] { Set(spans.keys).union(since.keys).sorted() }

    /// When a service was measured, oldest first.
    package func measured(_ service: WatchedService) -> [Span] {
        var all = spans[service] ?? []
        if let begun = since[service], let last, last > begun { all.append(begun..<last) }
        return all
    }
}

extension WatchState.Checkpoint {
    /// Services of which the last check said something.
    fileprivate var known: Set<WatchedService> {
        Set(
            services.compactMap { name, tracker in
                if case .unmeasured? = tracker.verdict { nil } else { WatchedService(name) }
            })
    }
}

/// How much of a day a service was measured, and how much of that it could not be used.
package struct DayAvailability: Hashable, Sendable {
    package var day: Day
    /// Milliseconds.
    package var measured: Int64
    package var down: Int64
    /// The worst that was on the day.
    package var worst: Incident.Kind?
}

extension Availability {
    /// A service day by day, the last day included.
    /// - Parameters:
    ///   - incidents: of its provider.
    ///   - count: how many days.
    package func days(
        of service: WatchedService, _ incidents: [Incident], until last: Day, count: Int
    ) -> [DayAvailability] {
        let measured = measured(service)
        let failures = incidents.filter(\.isMeasured).flatMap { incident in
            incident.services.filter { $0.service == service.service }.map { affected in
                (
                    kind: affected.kind,
                    span: affected.began.by
                        .milliseconds..<max(
                            affected.began.by.milliseconds,
                            (affected.ended?.by ?? incident.ended?.by ?? self.measured ?? affected.began.by)
                                .milliseconds)
                )
            }
        }
        let end = Instant("\(last)T00:00:00Z").map { $0.milliseconds + 86_400_000 } ?? 0
        return (0..<count).reversed().compactMap { back in
            let day = (end - Int64(back + 1) * 86_400_000)..<(end - Int64(back) * 86_400_000)
            guard let date = Instant(milliseconds: day.lowerBound).day else { return nil }
            var entry = DayAvailability(day: date, measured: 0, down: 0)
            for span in measured {
                let part = span.clamped(to: day)
                entry.measured += Int64(part.count)
                for failure in failures where failure.kind != .degraded {
                    entry.down += Int64(failure.span.clamped(to: part).count)
                }
            }
            entry.worst = failures.filter { $0.span.overlaps(day) }.map(\.kind).max()
            return entry
        }
    }
}
