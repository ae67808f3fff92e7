import Model

/// Reads lines of rounds in their order, those of an earlier run and those that this one just wrote.
package struct RoundReplay: Hashable, Sendable {
    package private(set) var state: WatchState
    /// The last verdict of each service that is watched.
    package private(set) var verdicts: [WatchedService: ServiceVerdict] = [:]
    /// How many stages of each incident are in its file.
    package private(set) var filed: [String: Int] = [:]
    /// What status pages said of each incident, oldest first.
    private var claims: [String: [Incident.Report]] = [:]

    package init(_ state: WatchState) { self.state = state }

    /// Why a line means nothing.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
    }

    /// - Parameter month: of the file.
    /// - Returns: providers whose incident has a new stage.
    @discardableResult
    package mutating func take(_ line: RoundLine, month: String) throws(Fault) -> Set<String> {
        guard let time = line.time(in: month) else { throw Fault(message: "'\(line.t)' is not a time of \(month)") }
        if let measured = state.measured, time.start.milliseconds < measured.milliseconds - 86_400_000 {
            throw Fault(message: "'\(line.t)' is earlier than the line before")
        }
        if let before = line.before {
            state.restore(before)
            verdicts = state.services.compactMapValues(\.verdict)
            filed = before.filed ?? [:]
            claims = before.claims ?? [:]
        }
        if let listed = line.services {
            let listed = Set(try listed.map { (name) throws(Fault) in try Self.service(name) })
            for gone in verdicts.keys where !listed.contains(gone) {
                verdicts[gone] = nil
                state.forget(gone)
            }
        }
        for (id, stages) in line.filed ?? [:] { filed[id] = stages }
        for (id, said) in line.claims ?? [:] { claims[id, default: []] += said }
        if let recheck = line.recheck { return state.take(try remember(recheck), time) }
        // Lines that are no round say so by what they have.
        if line.filed != nil { return [] }
        _ = try remember(line.changes ?? [:])
        return state.take(verdicts, time)
    }

    private mutating func remember(
        _ changes: [String: ServiceVerdict]
    ) throws(Fault) -> [WatchedService: ServiceVerdict] {
        var known: [WatchedService: ServiceVerdict] = [:]
        for (name, verdict) in changes { known[try Self.service(name)] = verdict }
        verdicts.merge(known) { $1 }
        return known
    }

    private static func service(_ name: String) throws(Fault) -> WatchedService {
        guard let service = WatchedService(name) else { throw Fault(message: "'\(name.prefix(80))' is not a service") }
        return service
    }

    /// What the first line of a month has to say of those before.
    package var checkpoint: WatchState.Checkpoint {
        var checkpoint = state.checkpoint
        let open = Set(state.open.values.map(\.id))
        checkpoint.filed = filed.filter { open.contains($0.key) }
        let said = claims.filter { open.contains($0.key) }
        if !said.isEmpty { checkpoint.claims = said }
        return checkpoint
    }

    /// The line of a round, with what differs from the one before.
    package func line(_ verdicts: [WatchedService: ServiceVerdict], _ time: MeasuringTime) -> RoundLine {
        var line = RoundLine(at: time)
        if Set(verdicts.keys) != Set(self.verdicts.keys) { line.services = verdicts.keys.sorted().map(\.description) }
        let changes = verdicts.filter { self.verdicts[$0.key]?.withoutDetail != $0.value.withoutDetail }
        if !changes.isEmpty { line.changes = Self.named(changes) }
        return line
    }

    /// The line of a recheck.
    package func recheck(_ verdicts: [WatchedService: ServiceVerdict], _ time: MeasuringTime) -> RoundLine {
        var line = RoundLine(at: time)
        line.recheck = Self.named(verdicts)
        return line
    }

    /// What is new of what a status page says, as the file of an incident has it. How things are now is new where it
    /// reads otherwise than before; entries of a feed are, if they are no older than the incident.
    /// - Parameters:
    ///   - source: the address of the page.
    ///   - now: when it was read.
    package func claims(
        of incident: Incident, source: String, _ statements: [StatusStatement], at now: Instant
    ) -> [Incident.Report] {
        let known = claims[incident.id] ?? []
        let since = incident.began.after ?? incident.began.by
        return statements.compactMap { statement in
            let at = statement.at ?? now
            guard at >= since, at <= now else { return nil }
            let report = Incident.Report(at: at, source: source, text: statement.text, isClaim: true)
            let isKnown = statement.at == nil ? known.last?.text == report.text : known.contains(report)
            return isKnown ? nil : report
        }
    }

    /// By the names of services, as lines have them.
    package static func named(_ verdicts: [WatchedService: ServiceVerdict]) -> [String: ServiceVerdict] {
        Dictionary(verdicts.map { ("\($0.key)", $0.value) }) { first, _ in first }
    }
}
