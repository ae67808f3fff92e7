import Model

/// What the rounds so far come to: the state of each service, and the incidents. Pure: the same rounds give the same
/// incidents, however often the program was ended between them.
package struct WatchState: Hashable, Sendable {
    package let thresholds: WatchThresholds
    package let vantage: String
    package private(set) var services: [WatchedService: ServiceTracker] = [:]
    /// Open ones by provider.
    package private(set) var open: [String: Incident] = [:]
    /// Those that ended, in this order.
    package private(set) var resolved: [Incident] = []
    /// The end of the last measurement of any service.
    package private(set) var measured: Instant?
    /// How many incidents each provider had on a day, by the beginning of their names.
    private var names: [String: Int] = [:]
    /// Names that files have already.
    private var taken: Set<String>

    /// - Parameter taken: names of incident files that came from somewhere else.
    package init(thresholds: WatchThresholds, vantage: String = "", taken: Set<String> = []) {
        self.thresholds = thresholds
        self.vantage = vantage
        self.taken = taken
    }

    /// What the first line of a month has, so that the months before need not be read.
    package struct Checkpoint: Hashable, Codable, Sendable {
        var services: [String: ServiceTracker]
        var open: [String: Incident]
        var names: [String: Int]
        var measured: Instant?
        /// How many stages of each open incident are in its file.
        package var filed: [String: Int]?
        /// What status pages said of each open incident, oldest first.
        package var claims: [String: [Incident.Report]]?
    }

    package var checkpoint: Checkpoint {
        Checkpoint(
            services: Dictionary(services.map { ("\($0.key)", $0.value) }) { first, _ in first }, open: open,
            names: names, measured: measured)
    }

    /// Goes on from where a month ended.
    package mutating func restore(_ checkpoint: Checkpoint) {
        services = Dictionary(
            checkpoint.services.compactMap { name, tracker in WatchedService(name).map { ($0, tracker) } }
        ) { first, _ in first }
        (open, names, measured) = (checkpoint.open, checkpoint.names, checkpoint.measured)
    }

    /// Services whose next check will say more.
    package var undecided: [WatchedService] { services.filter(\.value.isUndecided).keys.sorted() }

    /// Takes the verdicts of a round, or of a recheck.
    /// - Returns: providers whose incident has a new stage.
    @discardableResult
    package mutating func take(_ verdicts: [WatchedService: ServiceVerdict], _ time: MeasuringTime) -> Set<String> {
        var changed: Set<String> = []
        var changes: [(WatchedService, ServiceTracker.Change)] = []
        for (service, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            if let change = services[service, default: ServiceTracker()].take(verdict, time, thresholds) {
                changes.append((service, change))
                changed.insert(service.provider)
            }
            if case .unmeasured = verdict { continue }
            measured = time.end
            if open[service.provider] != nil, services[service]?.failing != nil {
                open[service.provider]?.measured = time.end
            }
        }
        for provider in changed.sorted() { note(changes.filter { $0.0.provider == provider }, provider, time) }
        return changed
    }

    /// A service is not watched any more, because nobody names it or its provider is gone.
    /// With the last service of a provider its incident ends here, too: nobody will see how it ends.
    package mutating func forget(_ service: WatchedService) {
        services[service] = nil
        if !services.keys.contains(where: { $0.provider == service.provider }) { open[service.provider] = nil }
    }

    private mutating func note(
        _ changes: [(WatchedService, ServiceTracker.Change)], _ provider: String, _ time: MeasuringTime
    ) {
        let isNew = open[provider] == nil
        var incident = open[provider]
        for (service, change) in changes {
            switch change {
            case .failed(let kind, let cause, let began):
                let affected = Incident.AffectedService(
                    service: service.service, kind: kind, cause: cause, began: began)
                if incident == nil { incident = begin(provider, affected) }
                incident?.services.append(affected)
            case .became(let kind, let cause):
                incident?.change(service.service) { affected in
                    if kind > affected.kind { (affected.kind, affected.cause) = (kind, cause) }
                }
            case .recovered(let ended): incident?.change(service.service) { $0.ended = ended }
            }
        }
        guard var incident else { return }
        incident.conclude()
        incident.measured = time.end
        let stage: Incident.Update.Stage = isNew ? .opened : incident.isResolved ? .resolved : .changed
        incident.updates.append(Incident.Update(at: time.end, stage: stage))
        open[provider] = incident.isResolved ? nil : incident
        if incident.isResolved { resolved.append(incident) }
    }

    private mutating func begin(_ provider: String, _ affected: Incident.AffectedService) -> Incident {
        let stem = "\(affected.began.by.day ?? .first)-\(provider)"
        var id = stem
        repeat {
            names[stem, default: 0] += 1
            let number = names[stem] ?? 1
            id = number == 1 ? stem : "\(stem)-\(number)"
        } while taken.contains(id)
        return Incident(
            id: id, provider: provider, kind: affected.kind, began: affected.began, vantage: vantage,
            thresholds: thresholds)
    }
}

extension Incident {
    /// Changes the service as it fails now.
    fileprivate mutating func change(_ service: Service, _ body: (inout AffectedService) -> Void) {
        guard let place = services.lastIndex(where: { $0.service == service && $0.ended == nil }) else { return }
        body(&services[place])
    }

    /// What its services come to.
    fileprivate mutating func conclude() {
        kind = services.map(\.kind).max() ?? kind
        if let first = services.map(\.began).min(by: { $0.by < $1.by }) { began = first }
        let ends = services.compactMap(\.ended)
        isResolved = ends.count == services.count
        ended = isResolved ? ends.max { $0.by < $1.by } : nil
    }
}
