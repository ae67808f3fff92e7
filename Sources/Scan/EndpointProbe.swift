import Derive
import Dialogues
import Model
import NIOCore
import TLSWire
import Text
import Trust

/// Probes one endpoint: a complete handshake first, which also shows whether TLS can be had at all, then one
/// connection for each hello that the enumeration wants. Everything goes into the log; nothing is concluded here.
///
/// A class, and asynchronous calls that do little but wait: such a call has room for each of its values as long as it
/// waits, and hundreds of endpoints wait at the same time.
final class EndpointProbe: Sendable {
    private let place: Discovery.Place
    let settings: ScanSettings
    private let store: TrustStore
    let gates: ConnectionLimiter
    private let group: any EventLoopGroup
    private let log: EvidenceLog
    let allowance: Allowance
    private let faults: LocalFaults
    private let speaksInside: Bool
    /// Connections so far.
    let connections = Locked(0)

    /// - Parameters:
    ///   - allowance: that of the endpoint.
    ///   - speaksInside: whether the protocol inside TLS is spoken; if not, TLS alone is measured.
    init(
        place: Discovery.Place, settings: ScanSettings, store: TrustStore, gates: ConnectionLimiter,
        group: any EventLoopGroup, log: EvidenceLog, allowance: Allowance, faults: LocalFaults, speaksInside: Bool
    ) {
        self.place = place
        self.settings = settings
        self.store = store
        self.gates = gates
        self.group = group
        self.log = log
        self.allowance = allowance
        self.faults = faults
        self.speaksInside = speaksInside
    }

    var endpoint: Endpoint { place.endpoint }

    func run(_ id: Int) async {
        let reason = await allowance.run { [self] in await look(id) }
        if let reason { await log.stop(id, reason) }
    }

    /// - Returns: why not everything was asked; `nil` where nothing is left.
    private func look(_ id: Int) async -> Reason? {
        let (stages, progress) = HandshakeProgress.makeStream()
        async let enumeration = enumerate(id, beside: stages)
        let turn = await handshakes(id, progress)
        if case .done(let main) = turn, main.reachedTLS { progress.yield(.ended(main.session)) }
        progress.finish()
        guard case .done(let main) = turn, main.reachedTLS else {
            _ = await enumeration
            if case .declined(let reason) = turn { return reason }
            return allowance.stopped
        }
        let others = await withTaskGroup(of: [Handshake].self) { tasks in
            for one in main.others {
                tasks.addTask { await self.certificates(one, requestsStatus: !main.isBroken, id) }
            }
            return await tasks.reduce(into: [Handshake]()) { $0 += $1 }
        }
        let (stopped, versions) = await enumeration
        if let reason = others.lazy.compactMap(\.declined).first { return reason }
        if let stopped { return stopped }
        guard settings.depth == .full, versions == [.tls13] else { return nil }
        let seen = ([main.session] + others.map(\.session)).compactMap { $0?.signatureScheme }
        return await signatureSchemes(besides: Set(seen), requestsStatus: !main.isBroken, id)
    }

    // MARK: the handshake

    /// What became of a handshake.
    private struct Handshake: Sendable {
        var session: SessionRecord?
        /// The type of the key that the server has shown.
        var keyType: String?
        /// Why it was not made.
        var declined: Reason?
    }

    /// What came of the first complete handshake, or of the attempts at one.
    private struct MainHandshake: Sendable {
        /// TLS could begin.
        var reachedTLS = false
        var session: SessionRecord?
        /// Certificates that are still to be asked for.
        var others: [CertificateToAskFor] = []
        /// The server ended it.
        var isBroken = false
    }

    private func handshakes(
        _ id: Int, _ progress: HandshakeProgress.Continuation
    ) async -> ConnectionLimiter.Turn<MainHandshake> {
        var main = MainHandshake()
        var denials = 0
        var needsFewWords = false
        for attempt in 1...3 {
            let connected: ProbedConnection
            switch await handshake(id, fewWords: needsFewWords, progress) {
            case .done(let one): connected = one
            case .declined(let reason): return .declined(reason)
            }
            let result = connected.result
            if result.reachedTLS {
                main.reachedTLS = true
                main.others = others(than: result)
                main.session = result.session
                main.isBroken = result.session == nil && result.endingOfDialogue.isByTheServer
                break
            }
            // No "no" rests on one connection: behind the address there may be another server.
            if connected.reading.deniesStartTLS { denials += 1 }
            if denials > 1 || Task.isCancelled { return .done(main) }
            if connected.reading.deniesStartTLS { continue }
            let isWorthAnother = attempt == 1 || denials > 0
            if result.isRateLimited, isWorthAnother {
                try? await settings.clock.sleep(for: .seconds(2))
                continue
            }
            // Some front ends end the connection on any command but STARTTLS (stunnel).
            if connected.reading.endedByQuestion {
                needsFewWords = true
                try? await settings.clock.sleep(for: .milliseconds(500))
                continue
            }
            // An answer without TLS is an answer. After a timeout or an abort there is one more attempt, later.
            guard case .failed(let reason) = result.endingOfDialogue, isWorthAnother, reason.isWorthAnotherTry
            else { return .done(main) }
            needsFewWords = reason.code == .reset || reason.code == .closed
            try? await settings.clock.sleep(for: .milliseconds(500))
        }
        // That no handshake completes does not rest on one connection either; and some servers end every one in which a
        // stapled response is asked for.
        guard main.isBroken else { return .done(main) }
        switch await handshake(id, fewWords: needsFewWords, requestsStatus: false, progress) {
        case .done(let one):
            main.session = one.result.session
            main.others = others(than: one.result)
            return .done(main)
        case .declined(let reason): return .declined(reason)
        }
    }

    /// - Parameters:
    ///   - fewWords: whether the dialogue before TLS is limited to the commands that STARTTLS needs.
    ///   - requestsStatus: a stapled response is asked for.
    private func handshake(
        _ id: Int, fewWords: Bool, requestsStatus: Bool = true, _ progress: HandshakeProgress.Continuation
    ) async -> ConnectionLimiter.Turn<ProbedConnection> {
        await connect(id, purpose: .handshake) { [endpoint, us = settings.identity, speaksInside] in
            HandshakeScript(
                opening: opening(endpoint, purpose: fewWords ? .hello : .handshake, as: us),
                inside: speaksInside ? dialogue(with: endpoint, .insideTLS, purpose: .handshake, as: us) : nil,
                tls: try? TLSSession(
                    serverName: endpoint.serverName, applicationProtocols: endpoint.applicationProtocols,
                    requestsStatus: requestsStatus), progress: progress)
        }
    }

    // MARK: other certificates

    /// What is left to ask for of one kind.
    private struct CertificateToAskFor: Sendable {
        var kind: SignatureKind
        /// Schemes that certificates seen already sign with.
        var seen: Set<UInt16> = []
    }

    /// TLS 1.3 shows one certificate for each handshake; up to TLS 1.2 the suites ask for each kind.
    private func others(than handshake: ConnectionResult) -> [CertificateToAskFor] {
        guard settings.depth == .full, handshake.session?.version == ProtocolVersion.tls13.rawValue else { return [] }
        let keyType = handshake.chain.first.map { certificateFacts(der: $0).keyType } ?? ""
        return SignatureKind.allCases.map { kind in
            CertificateToAskFor(
                kind: kind, seen: SignatureKind(keyType: keyType) == kind ? SignatureKind.schemes(of: keyType) : [])
        }
    }

    /// The certificates of one kind, which may be several: for keys on different curves, for RSA with PKCS #1 and PSS keys.
    private func certificates(_ one: CertificateToAskFor, requestsStatus: Bool, _ id: Int) async -> [Handshake] {
        var seen = one.seen
        var handshakes: [Handshake] = []
        while one.kind.hasSchemes(besides: seen) {
            let next = await certificate(of: one.kind, excluding: seen, requestsStatus: requestsStatus, id)
            handshakes.append(next)
            let schemes = next.keyType.map(SignatureKind.schemes) ?? []
            if schemes.isSubset(of: seen) { break }
            seen.formUnion(schemes)
        }
        return handshakes
    }

    private func certificate(
        of kind: SignatureKind, excluding schemes: Set<UInt16> = [], requestsStatus: Bool, _ id: Int
    ) async -> Handshake {
        let turn = await connect(id, purpose: .certificate) { [endpoint, us = settings.identity] in
            HandshakeScript(
                opening: opening(endpoint, purpose: .certificate, as: us), inside: nil,
                tls: try? TLSSession(
                    serverName: endpoint.serverName, applicationProtocols: endpoint.applicationProtocols,
                    signatures: kind, excluding: schemes, requestsStatus: requestsStatus, minimum: .tls13))
        }
        switch turn {
        case .done(let connected):
            let leaf = connected.result.session == nil ? nil : connected.result.chain.first
            return Handshake(
                session: connected.result.session, keyType: leaf.map { certificateFacts(der: $0).keyType })
        case .declined(let reason): return Handshake(declined: reason)
        }
    }

    /// Up to TLS 1.2 hellos show with what a server signs; in TLS 1.3 that is encrypted, and takes a handshake for each
    /// scheme. An RSA key has three, a key on a curve the one of its curve.
    private func signatureSchemes(besides seen: Set<UInt16>, requestsStatus: Bool, _ id: Int) async -> Reason? {
        guard seen.contains(where: SignatureKind.rsa.signs) else { return nil }
        var seen = seen
        for _ in 0..<2 {
            let next = await certificate(of: .rsa, excluding: seen, requestsStatus: requestsStatus, id)
            if let declined = next.declined { return declined }
            guard let scheme = next.session?.signatureScheme else { return nil }
            seen.insert(scheme)
        }
        return nil
    }

    // MARK: one connection

    /// A quick look or a survey takes no more than so many, whatever they are for.
    var hasConnectionsLeft: Bool { settings.depth.stopped(after: connections.withLock { $0 }) == nil }

    /// - Parameter slot: what the script is to ask, where that is left open.
    func connect(
        _ id: Int, purpose: ProbeRecord.Purpose, slot: HelloSlot? = nil,
        script: @escaping @Sendable () -> any ConnectionScript
    ) async -> ConnectionLimiter.Turn<ProbedConnection> {
        let number = connections.withLock { made in
            made += 1
            return made
        }
        if let reason = settings.depth.stopped(after: number - 1) { return .declined(reason) }
        switch await gates.run(to: endpoint, within: allowance, { [self] in await driven(by: script, slot) }) {
        case .declined(let reason): return .declined(reason)
        case .done(let done):
            let connected = ProbedConnection(done, of: endpoint, purpose: purpose)
            let anchors = await log.add(chain: connected.chain, trusting: store)
            await log.add(connected.record(endpoint: id, anchors: anchors))
            return .done(connected)
        }
    }

    private func driven(
        by script: @escaping @Sendable () -> any ConnectionScript, _ slot: HelloSlot?
    ) async -> (result: TimedResult, overload: Bool) {
        let at = settings.now()
        let done = ended(
            at,
            await Connection.run(
                to: endpoint.address, port: endpoint.port,
                limits: ConnectionLimits(for: endpoint, timeout: settings.manners.timeout), group: group,
                slot: slot, script: script))
        await faults.note(done.result, to: endpoint.address, port: endpoint.port, for: allowance.owner)
        return (done, done.result.showsOverload)
    }

    private func ended(_ at: Instant, _ result: ConnectionResult) -> TimedResult {
        var result = result
        result.explain(allowance.stopped)
        allowance.add(received: result.transcript.receivedBytes)
        return TimedResult(at: at, result: result)
    }
}

/// The dialogue that this endpoint wants before TLS; `nil` where TLS begins at once.
func opening(
    _ endpoint: Endpoint, purpose: ProbeRecord.Purpose, as us: DialogueIdentity
) -> OpeningDialogue? {
    guard endpoint.mode == .startTLS else { return nil }
    return dialogue(with: endpoint, .beforeTLS, purpose: purpose, as: us).map { OpeningDialogue($0) }
}
