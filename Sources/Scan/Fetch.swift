import DNS
import Derive
import Dialogues
import Model
import NIOCore
import Names
import Text
import Trust

/// Fetches one page over HTTPS: the addresses of its host, one connection, one request, into the log.
struct Fetch: Sendable {
    let target: FetchTarget
    let settings: ScanSettings
    let store: TrustStore
    let gates: ConnectionLimiter
    let group: any EventLoopGroup
    let log: EvidenceLog
    var allowance = Allowance.unlimited
    var faults: LocalFaults?

    /// Addresses of each family that are tried for a page.
    private static let addressLimit = 2

    /// Returns when the page is in the log, whoever fetches it: a page is fetched once in a run.
    func run() async {
        await log.pages.value(for: target.url) { await fetch() }
    }

    private func fetch() async {
        let questions = [RecordType.a, .aaaa].map { Question(target.host, $0) }
        await log.ask(questions)
        let answers = await log.answers
        let found = questions.compactMap { answers[$0] }
        let ids = found.map(\.id)
        let addresses = found.flatMap { $0.answer.addresses }
        guard !addresses.isEmpty else {
            let failure = found.compactMap(\.answer.failure).first
            return await add(failed: failure ?? Reason(.noSuchName, "\(target.host) has no address"), ids)
        }
        // A name of theirs must not lead us into a network that only we can reach.
        if !settings.allowsPrivateAddresses, let inner = addresses.first(where: \.isPrivate) {
            return await add(failed: Reason(.privateAddress, "\(target.host) is at \(inner)"), ids)
        }
        // As clients do: one address that does not answer does not make the host unreachable, and IPv6 may work where
        // IPv4 does not.
        var first: Visit?
        var declined: Reason?
        for address in found.flatMap({ $0.answer.addresses.prefix(Self.addressLimit) }) {
            switch await visit(address.description) {
            case .done(let visit):
                if visit.result.connectMilliseconds != nil { return await keep(visit, ids) }
                first = first ?? visit
            case .declined(let reason): declined = declined ?? reason
            }
        }
        if let first { return await keep(first, ids) }
        if let declined { await add(failed: declined, ids) }
    }

    /// One connection to one of the addresses.
    private struct Visit: Sendable {
        var address: String
        var at: Instant
        var result: ConnectionResult
    }

    private func visit(_ address: String) async -> ConnectionLimiter.Turn<Visit> {
        let endpoint = Endpoint(
            service: .https, domain: target.host, host: target.host, port: target.port, address: address, mode: .direct)
        let limits = ConnectionLimits(for: endpoint, timeout: settings.manners.timeout)
        let request = HTTPRequest(
            host: target.host, port: target.port, path: target.path, userAgent: settings.identity.userAgent)
        let (group, now, allowance, faults) = (self.group, settings.now, self.allowance, self.faults)
        return await gates.run(to: endpoint, within: allowance) {
            let at = now()
            var result = await Connection.run(to: address, port: endpoint.port, limits: limits, group: group) {
                HandshakeScript(
                    opening: nil, inside: HTTPDialogue(request, bodyLimit: FetchedPage.bodyLimit),
                    tls: try? TLSSession(
                        serverName: endpoint.serverName, applicationProtocols: endpoint.applicationProtocols))
            }
            await faults?.note(result, to: address, port: endpoint.port, for: allowance.owner)
            result.explain(allowance.stopped)
            allowance.add(received: result.transcript.receivedBytes)
            return (result: Visit(address: address, at: at, result: result), overload: result.showsOverload)
        }
    }

    private func keep(_ visit: Visit, _ lookups: [Int]) async {
        let anchors = await log.add(chain: visit.result.chain, trusting: store)
        await log.keep(fetch: { id in
            FetchRecord(
                id: id, at: visit.at, url: target.url, lookups: lookups, address: visit.address,
                milliseconds: visit.result.milliseconds,
                // The page is what counts here; how TLS is done is the endpoint's business.
                transcript: visit.result.transcript.passages.filter { $0.layer == .inside },
                ending: visit.result.ending, session: visit.result.session, anchors: anchors)
        })
    }

    private func add(failed reason: Reason, _ lookups: [Int]) async {
        let at = settings.now()
        await log.keep(fetch: { id in
            FetchRecord(
                id: id, at: at, url: target.url, lookups: lookups, address: "", milliseconds: 0, transcript: [],
                ending: .failed(reason))
        })
    }
}
