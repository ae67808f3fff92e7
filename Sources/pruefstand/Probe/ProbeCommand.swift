import Archive
import ArgumentParser
import Derive
import Dialogues
import FoundationEssentials
import Model
import NIOPosix
import Scan
import TLSWire
import Text

struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Probe one endpoint and print the results.",
        discussion: """
            The scheme of the URL selects the service and its default port:

              xmpp-client, xmpp-server, mx: discovered in the DNS by domain
              xmpps-client, xmpps-server: direct TLS, with a port in the URL
              smtp (25), submission (587), submissions (465), imap (143),
              imaps (993), pop3 (110), pop3s (995), sieve (4190), https (443)
              tls: the TLS handshake only, with a port in the URL

            A port in the URL overrides discovery and default port.
            """)

    @Argument(help: "Endpoint URL, e.g. imaps://imap.example.org") var url: String
    @Flag(help: "Print the results as JSON") var json = false
    @Option(help: Depth.help)
    var depth = Depth.full
    @Option(help: ArgumentHelp("Host name for EHLO and 'from' domain of server-to-server streams", valueName: "domain"))
    var from = "localhost"
    @Option(help: ArgumentHelp("Write the evidence to this file (.ndjson.gz)", valueName: "file"), completion: .file())
    var evidence: String?
    @Option(help: ArgumentHelp("Write the findings to this file (.json)", valueName: "file"), completion: .file())
    var findings: String?
    @OptionGroup var look: NetworkOptions

    func validate() throws {
        guard ProbeTarget(url) == nil else { return }
        if let end = url.firstRange(of: "://"), let hint = ProbeTarget.hint(scheme: String(url[..<end.lowerBound])) {
            throw ValidationError("unknown URL scheme in '\(url)'; \(hint)")
        }
        if let meant = ProbeTarget.suggestion(for: url) {
            throw ValidationError("'\(url)' is not a URL; use pruefstand probe \(meant)")
        }
        if let problem = ProbeTarget.hostProblem(url) { throw ValidationError("invalid host in '\(url)': \(problem)") }
        if TestTarget.domain(url) != nil {
            throw ValidationError(
                "'\(url)' is a domain, not a URL; use pruefstand test \(url) for all its services")
        }
        throw ValidationError("'\(url)' is not a URL that can be probed; see pruefstand probe --help")
    }

    func run() async throws {
        let started = ProcessEnvironment.now()
        let records: [EvidenceRecord]
        let derived: Derivation
        do throws(Diagnostics) {
            records = try await measure()
            derived = try derive(from: records, file: "evidence")
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
        do {
            if let evidence { try ReportFile.write(EvidenceFile.encode(records), to: evidence) }
            if let findings { try ReportFile.write(FindingsFile.encode(derived.findings), to: findings) }
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
        guard let service = derived.findings.services.first, let endpoint = service.endpoints.first else {
            Terminal.say(
                "nothing to probe: \(derived.findings.services.first.map(Self.describe) ?? "no such service")")
            for observation in derived.proofs.observations {
                Terminal.say("    \(observation.asked): \(observation.answered)")
            }
            throw Exit.nothingMeasured
        }
        let elapsed = Double(ProcessEnvironment.now().milliseconds - started.milliseconds) / 1_000
        let others = placesNotProbed(in: records)
        let proofs =
            derived.proofs.service(service.service, of: service.domain)?.endpoint(endpoint.endpoint)
            ?? EndpointProofs(endpoint: endpoint.endpoint)
        if json {
            Terminal.print(
                raw: try JSONText.encode(ProbeReport(endpoint, proofs, notProbed: others, elapsed: elapsed)))
        } else {
            for line in ProbeText.lines(for: endpoint, proofs, notProbed: others, now: started) {
                Terminal.print(coloured: line)
            }
        }
    }

    private func measure() async throws(Diagnostics) -> [EvidenceRecord] {
        guard let target = ProbeTarget(url) else { return [] }
        let manners = look.manners(Manners())
        let descriptors = try NetworkOptions.resources(manners, look.limits(ScanLimits()), providers: 1)
        let resolver = try look.dns.makeResolver(lookups: descriptors.lookups)
        let scanner = Scanner(
            settings: ScanSettings(
                manners: manners, limits: look.limits(ScanLimits()), sockets: descriptors.sockets, depth: depth,
                identity: DialogueIdentity(ehlo: from, xmppFrom: from), now: ProcessEnvironment.now,
                random: ProcessEnvironment.random),
            resolver: resolver, store: try look.makeStore(), group: MultiThreadedEventLoopGroup.singleton)
        let progress = ProbeProgress.show(scanner, target.domain)
        let records = await scanner.scan(
            target.service, domain: target.domain, at: target.endpoint, speaksInside: target.speaksInside)
        progress?.cancel()
        await progress?.value
        await resolver.shutdown()
        Terminal.endProgress()
        if let fault = scanner.fault { throw Diagnostics([fault]) }
        return records
    }

    private static func describe(_ service: ServiceFindings) -> String {
        switch service.discovery {
        case .measured, .notApplicable: "no endpoint"
        case .notOffered: "\(service.domain) does not offer \(service.service.rawValue)"
        case .refused(let by, let why): "refused by \(by): \(why.code.rawValue) \(why.detail)"
        case .unmeasured(let why): "\(why.code.rawValue) \(why.detail)"
        }
    }
}
