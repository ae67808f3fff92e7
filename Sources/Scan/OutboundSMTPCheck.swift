import DNS
import Dialogues
import Model
import NIOCore

/// Whether this network lets us out to mail exchangers. Many let nobody out to port 25; then "nothing listens there"
/// would be a lie about everybody, so it is asked of hosts that are known to answer, once in a run.
struct OutboundSMTPCheck: Sendable {
    private let hosts: [String]
    private let answers: @Sendable (_ host: String) async -> Bool
    private let result = SingleFlight<[String], Bool>()

    /// - Parameters:
    ///   - hosts: names of mail exchangers that are known to answer; with none there is no question.
    ///   - answers: whether a connection to port 25 of a host can be established.
    init(hosts: [String], answers: @escaping @Sendable (_ host: String) async -> Bool) {
        self.hosts = hosts
        self.answers = answers
    }

    /// - Parameter timeout: milliseconds to wait for a connection.
    init(hosts: [String], timeout: Int, resolver: Resolver, group: any EventLoopGroup) {
        self.init(hosts: hosts) { host in
            await Self.answers(host, timeout: timeout, resolver: resolver, group: group)
        }
    }

    /// None of the control hosts can be connected to at port 25.
    func isBlocked() async -> Bool {
        if hosts.isEmpty { return false }
        return await result.value(for: hosts) {
            await withTaskGroup(of: Bool.self) { tasks in
                for host in hosts { tasks.addTask { await answers(host) } }
                for await isConnected in tasks where isConnected { return false }
                return true
            }
        }
    }

    private static func answers(
        _ host: String, timeout: Int, resolver: Resolver, group: any EventLoopGroup
    ) async -> Bool {
        guard let address = await resolver.lookup(host, .a).addresses.first else { return false }
        let endpoint = Endpoint(
            service: .mx, domain: host, host: host, port: 25, address: address.description, mode: .startTLS)
        let result = await Connection.run(
            to: endpoint.address, port: 25, limits: ConnectionLimits(for: endpoint, timeout: timeout), group: group
        ) { ConnectOnly() }
        return result.connectMilliseconds != nil
    }
}

/// Closes as soon as TCP is established.
struct ConnectOnly: ConnectionScript {
    let transcript = Transcript()
    let isRateLimited = false

    mutating func opened() -> Reaction { .finish() }
    mutating func received(_ bytes: [UInt8]) -> Reaction { .finish() }
}
