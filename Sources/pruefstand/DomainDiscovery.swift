import DNS
import Model
import Pages

/// Looks up the services of a new provider's domain and formats the answers as lines for its file.
enum DomainDiscovery {
    private static let services = [
        "_xmpp-client._tcp", "_xmpps-client._tcp", "_xmpp-server._tcp", "_xmpps-server._tcp", "_submissions._tcp",
        "_submission._tcp", "_imaps._tcp", "_imap._tcp", "_pop3s._tcp", "_sieve._tcp", "_caldavs._tcp",
        "_carddavs._tcp",
    ]

    /// - Returns: `.notAsked` if there is no resolver or no network.
    static func ask(_ domain: String, on day: Day, _ look: NetworkOptions) async -> ProviderDraft.Discovery {
        let resolver: Resolver
        do throws(Diagnostics) {
            resolver = try look.dns.makeResolver()
        } catch {
            return .notAsked(why: error.all.map(\.message).joined(separator: "; "))
        }
        let root = await resolver.lookup(".", .soa)
        if let failure = root.failure, failure.code != .bogus {
            await resolver.shutdown()
            return .notAsked(why: "no network (\(failure.code.rawValue))")
        }
        let mail = await resolver.lookup(domain, .mx)
        if mail.isMissing {
            await resolver.shutdown()
            return .noSuchName
        }
        let answers = await withTaskGroup(of: (Int, Answer).self) { tasks in
            for (number, service) in services.enumerated() {
                tasks.addTask { (number, await resolver.lookup("\(service).\(domain)", .srv)) }
            }
            var answers: [Int: Answer] = [:]
            for await (number, answer) in tasks { answers[number] = answer }
            return answers
        }
        await resolver.shutdown()
        var lines = ["DNSSEC: \(mail.security.rawValue)"]
        lines += Self.lines("MX", mail, mail.mailExchangers.map { $0.isNull ? "none (RFC 7505)" : $0.exchange })
        var hasJabber = false
        for (number, service) in services.enumerated() {
            guard let answer = answers[number] else { continue }
            let places = answer.services.map { $0.isNotOffered ? "not offered" : "\($0.target):\($0.port)" }
            if service.hasPrefix("_xmpp"), answer.services.contains(where: { !$0.isNotOffered }) { hasJabber = true }
            // Most domains have few of these records; absent ones are not listed.
            if answer.failure != nil || !places.isEmpty { lines += Self.lines("SRV \(service)", answer, places) }
        }
        return .asked(on: day, lines: lines, hasJabber: hasJabber)
    }

    private static func lines(_ what: String, _ answer: Answer, _ found: [String]) -> [String] {
        if let failure = answer.failure { return ["\(what): unknown (\(failure.code.rawValue))"] }
        return found.isEmpty ? ["\(what): none"] : found.prefix(20).map { "\(what): \($0)" }
    }
}
