import Archive
import ArgumentParser
import Derive
import Dialogues
import Foundation
import Model
import NIOPosix
import Scan
import TLSWire

struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Look at one endpoint, now.",
        discussion: """
            URL is xmpp-client://DOMAIN, xmpp-server://DOMAIN or mx://DOMAIN (found by SRV or MX records; with :PORT that \
            port of DOMAIN), xmpps-client:// and xmpps-server:// with :PORT (direct TLS), or a host: smtp:// (25), \
            submission:// (587) submissions:// (465), imap:// (143), imaps:// (993), pop3:// (110), pop3s:// (995), \
            sieve:// (4190), https:// (443), with :PORT another port; tls://HOST:PORT is TLS and nothing else about it.
            """)

    @Argument(help: "What to look at.") var url: String
    @Flag(help: "Print JSON.") var json = false
    @Option(help: "quick or full.") var depth = Depth.full
    @Option(help: "The name in EHLO, and the domain that server-to-server streams say they come from.") var from =
        "localhost"
    @Option(help: "Write the evidence to this file (.ndjson.gz).", completion: .file()) var evidence: String?
    @Option(help: "Write the findings to this file (.json), for verify.", completion: .file()) var findings: String?
    @OptionGroup var look: NetworkOptions

    func validate() throws {
        if ProbeTarget(url) == nil {
            throw ValidationError("'\(url)' is no URL that can be probed; see --help")
        }
    }

    func run() async throws {
        let started = ProcessEnvironment.now()
        let records: [EvidenceRecord]
        let derived: ProviderFindings
        do throws(Diagnostics) {
            records = try await measure()
            derived = try deriveFindings(from: records, file: "evidence")
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
        if let evidence {
            try Data(try EvidenceFile.encode(records)).write(to: URL(filePath: evidence), options: .atomic)
        }
        if let findings {
            try Data(try JSONText.encode(derived)).write(to: URL(filePath: findings), options: .atomic)
        }
        guard let service = derived.services.first, let endpoint = service.endpoints.first else {
            Terminal.say("nothing to look at: \(derived.services.first.map(Self.describe) ?? "no such service")")
            for observation in derived.observations {
                Terminal.say("    \(observation.asked): \(observation.answered)")
            }
            throw Exit.nothingMeasured
        }
        let elapsed = Double(ProcessEnvironment.now().milliseconds - started.milliseconds) / 1_000
        if json {
            Terminal.print(raw: try JSONText.encode(ProbeReport(endpoint, elapsed: elapsed)))
        } else {
            for line in ProbeText.lines(for: endpoint, now: started) { Terminal.print(coloured: line) }
        }
    }

    private func measure() async throws(Diagnostics) -> [EvidenceRecord] {
        guard let target = ProbeTarget(url) else { return [] }
        let resolver = try look.makeResolver()
        let scanner = Scanner(
            settings: ScanSettings(
                manners: look.manners(Manners()), depth: depth,
                identity: DialogueIdentity(ehlo: from, xmppFrom: from), now: ProcessEnvironment.now,
                random: ProcessEnvironment.random),
            resolver: resolver, store: try look.makeStore(), group: MultiThreadedEventLoopGroup.singleton)
        let watching = Self.watch(scanner, target.domain)
        let records = await scanner.scan(
            target.service, domain: target.domain, at: target.endpoint, speaksInside: target.speaksInside)
        watching?.cancel()
        await watching?.value
        await resolver.shutdown()
        Terminal.endProgress()
        return records
    }

    /// Says how far it is, where somebody watches.
    private static func watch(_ scanner: Scan.Scanner, _ domain: String) -> Task<Void, Never>? {
        guard Terminal.isErrorTerminal else { return nil }
        return Task {
            while !Task.isCancelled {
                Terminal.progress("looking at \(domain) … \(await scanner.connections) connections")
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
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
