import Derive
import Model
import TLSWire

/// The hellos that the enumeration wants, each on a connection of its own. Where many connections are allowed, some are
/// made before it is known what they will ask.
extension EndpointProbe {
    /// Why not everything was asked, and the versions that are spoken.
    typealias Enumerated = (stopped: Reason?, versions: [ProtocolVersion])

    private enum Event: Sendable {
        /// A connection has ended.
        case ended(HelloSlot, ConnectionLimiter.Turn<ProbeOutcome>)
        /// The first handshake came that far; `nil` where it comes no farther.
        case handshake(HandshakeStage?)
    }

    /// - Parameter handshake: how far the first complete handshake comes. Nothing is asked before TLS was reached; and
    ///   with few connections at once, nothing before it has ended.
    func enumerate(_ id: Int, beside handshake: HandshakeProgress) async -> Enumerated {
        let isWide = settings.depth == .full && gates.width(of: endpoint) >= Enumeration.wideFrom
        var stages = handshake.makeAsyncIterator()
        var stage = await stages.next()
        while let begun = stage, !isWide, !begun.isEnd { stage = await stages.next() }
        guard let stage else { return (allowance.stopped, []) }
        await gates.begin()
        let enumerated = await enumerate(id, from: stage, handshake, isWide: isWide)
        await gates.end()
        return enumerated
    }

    private func enumerate(
        _ id: Int, from stage: HandshakeStage, _ handshake: HandshakeProgress, isWide: Bool
    ) async -> Enumerated {
        var enumeration = Enumeration(
            depth: settings.depth, serverName: endpoint.serverName,
            applicationProtocols: endpoint.probedApplicationProtocols, mayShareItsPort: endpoint.mayShareItsPort,
            budget: settings.manners.budget, used: connections.withLock { $0 }, width: gates.width(of: endpoint))
        var stage: HandshakeStage? = stage
        if case .ended(let session?) = stage { enumeration.record(session: session) }
        var declined: Reason?
        await withTaskGroup(of: Event.self) { tasks in
            var asked: [ObjectIdentifier: Probe] = [:]
            var prepared: [HelloSlot] = []
            // As long as none has failed before it was asked anything.
            var prepares = isWide
            if stage?.isEnd == false { tasks.addTask { .handshake(await Self.next(handshake)) } }
            while !Task.isCancelled {
                let slots = declined == nil ? await gates.share(of: endpoint) : 0
                let probes = stage?.allowsHellos == true ? enumeration.next(slots: max(0, slots - asked.count)) : []
                for probe in probes {
                    let hello = hello(of: probe)
                    // Which was not answered before is asked again after a while.
                    let isReady = probe.retry == 0 ? prepared.firstIndex { $0.fill(hello) } : nil
                    let slot = isReady.map { prepared.remove(at: $0) } ?? HelloSlot(hello)
                    asked[ObjectIdentifier(slot)] = probe
                    if isReady == nil { tasks.addTask { .ended(slot, await self.ask(slot, retry: probe.retry, id)) } }
                }
                let wanted = prepares ? enumeration.connectionsToPrepare(underWay: asked.count) : 0
                while prepared.count < wanted, asked.count + prepared.count < slots {
                    let slot = HelloSlot()
                    prepared.append(slot)
                    tasks.addTask { .ended(slot, await self.ask(slot, retry: 0, id)) }
                }
                if asked.isEmpty, stage?.isEnd != false { break }
                switch await tasks.next() {
                case .handshake(let next):
                    stage = next
                    if case .ended(let session?) = next { enumeration.record(session: session) }
                    if next?.isEnd == false { tasks.addTask { .handshake(await Self.next(handshake)) } }
                case .ended(let slot, let turn):
                    if let index = prepared.firstIndex(where: { $0 === slot }) {
                        prepared.remove(at: index)
                        prepares = false
                    }
                    guard let probe = asked.removeValue(forKey: ObjectIdentifier(slot)) else { continue }
                    if slot.isLost {
                        let again = HelloSlot(slot.hello)
                        asked[ObjectIdentifier(again)] = probe
                        tasks.addTask { .ended(again, await self.ask(again, retry: 0, id)) }
                        continue
                    }
                    switch turn {
                    case .done(let outcome): enumeration.record(probe, outcome)
                    case .declined(let reason): declined = declined ?? reason
                    }
                case nil: break
                }
            }
            for slot in prepared { slot.discard() }
            // Those that still wait for their turn.
            tasks.cancelAll()
        }
        let versions = enumeration.versionFindings.filter { $0.finding.value != nil }.map(\.version)
        if let declined { return (declined, versions) }
        if enumeration.isFinished {
            return (enumeration.stopped?.code == .budget ? enumeration.stopped : nil, versions)
        }
        return (allowance.stopped, versions)
    }

    private static func next(_ handshake: HandshakeProgress) async -> HandshakeStage? {
        var stages = handshake.makeAsyncIterator()
        return await stages.next()
    }

    private func hello(of probe: Probe) -> HelloSlot.Hello {
        HelloSlot.Hello(bytes: probe.hello.encoded(random: settings.random(32)), extent: probe.extent)
    }

    /// One connection, which asks what is in its slot, or will be.
    /// - Parameter retry: how often the hello failed before.
    private func ask(_ slot: HelloSlot, retry: Int, _ id: Int) async -> ConnectionLimiter.Turn<ProbeOutcome> {
        if retry > 0 { try? await settings.clock.sleep(for: .milliseconds(250 << min(retry, 4))) }
        var turn = await connect(id, slot)
        // One of several servers behind the address has no STARTTLS. It is not overloaded: the next may be reached at once.
        if deniesStartTLS(turn), hasConnectionsLeft, let hello = slot.hello {
            turn = await connect(id, HelloSlot(hello))
        }
        return switch turn {
        case .done(let connected): .done(connected.reading.outcome)
        case .declined(let reason): .declined(reason)
        }
    }

    private func connect(_ id: Int, _ slot: HelloSlot) async -> ConnectionLimiter.Turn<ProbedConnection> {
        await connect(id, purpose: .hello, slot: slot) { [endpoint, us = settings.identity] in
            HelloScript(opening: opening(endpoint, purpose: .hello, as: us), slot: slot)
        }
    }

    private func deniesStartTLS(_ turn: ConnectionLimiter.Turn<ProbedConnection>) -> Bool {
        if case .done(let connected) = turn { connected.reading.deniesStartTLS } else { false }
    }
}

extension HandshakeStage {
    fileprivate var isEnd: Bool { if case .ended = self { true } else { false } }
    fileprivate var allowsHellos: Bool { if case .connected = self { false } else { true } }
}
