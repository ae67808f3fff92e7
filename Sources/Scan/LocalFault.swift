import Model
import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// What this machine lacks. It says nothing about anybody else, so a run that meets it ends, and nothing that came of it
/// is published.
enum LocalFault: Hashable, Sendable {
    case descriptors
    case memory
    /// There is no route any more to an address that answered earlier in the run.
    case network(address: String)
    /// There is a route, and nobody answers on it any more, in that many networks; those that had answered and were
    /// asked again.
    case uplink(networks: Int, witnesses: [String])

    /// What an error of connecting (connect(2), socket(2)) says about this machine; `nil` where it may be the other
    /// side's.
    init?(errno code: CInt) {
        switch code {
        case EMFILE, ENFILE: self = .descriptors
        case ENOMEM, ENOBUFS: self = .memory
        default: return nil
        }
    }

    var diagnostic: Diagnostic {
        let (message, hint) =
            switch self {
            case .descriptors:
                ("no file descriptors are left", "raise their limit (ulimit -n), or lower manners: jobs")
            case .memory: ("the system has no memory left for a connection", "lower manners: jobs")
            case .network(let address):
                ("the network is gone: there is no route to \(address) any more", "restore the connection")
            case .uplink(0, let witnesses):
                (
                    "the network is gone: nothing came back at the end, and \(witnesses.count) servers that answered "
                        + "before are silent: \(witnesses.joined(separator: ", "))", "restore the connection"
                )
            case .uplink(let networks, let witnesses):
                (
                    "the network is gone: servers in \(networks) networks are silent, and \(witnesses.count) that answered "
                        + "before are, too: \(witnesses.joined(separator: ", "))", "restore the connection"
                )
            }
        return Diagnostic(
            file: "", rule: .localFault, message: "the scan cannot go on: \(message)",
            hint: "\(hint), then repeat the command")
    }

    /// Whether the system would give another descriptor.
    static var hasDescriptors: Bool {
        let descriptor = socket(AF_INET, CInt(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return LocalFault(errno: errno) == nil }
        close(descriptor)
        return true
    }

    /// Whether there is a route to an address. Nothing is sent: that is what connecting a datagram socket does
    /// (connect(2)).
    static func hasRoute(to address: String) -> Bool {
        guard let target = try? SocketAddress(ipAddress: address, port: 9) else { return false }
        let family = target.protocol == .inet6 ? AF_INET6 : AF_INET
        let descriptor = socket(family, CInt(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        return target.withSockAddr { connect(descriptor, $0, socklen_t($1)) } == 0
            || (errno != ENETUNREACH && errno != ENETDOWN && errno != EADDRNOTAVAIL)
    }
}

/// Watches a run for what this machine lacks; the first fault ends it.
final class LocalFaults: Sendable {
    private struct State {
        var fault: Diagnostic?
        /// The last address of each family that answered.
        var reached: [Bool: String] = [:]
        var isCutOff = false
    }

    private let state = Locked(State())
    private let allowance: Allowance
    private let hasRoute: @Sendable (String) -> Bool
    private let hasDescriptors: @Sendable () -> Bool
    private let uplink: UplinkWatch

    /// - Parameters:
    ///   - allowance: that of the run, which a fault stops.
    ///   - isSilent: whether connecting to a server fails because nothing comes back.
    init(
        _ allowance: Allowance, isSilent: @escaping @Sendable (UplinkWatch.Witness) async -> Bool = { _ in false },
        hasRoute: @escaping @Sendable (String) -> Bool = { LocalFault.hasRoute(to: $0) },
        hasDescriptors: @escaping @Sendable () -> Bool = { LocalFault.hasDescriptors }
    ) {
        self.allowance = allowance
        self.hasRoute = hasRoute
        self.hasDescriptors = hasDescriptors
        uplink = UplinkWatch(isSilent: isSilent)
    }

    /// Why the run cannot go on.
    var fault: Diagnostic? { state.withLock { $0.fault } }

    /// How often something came back from the network so far.
    var signsOfLife: Int { uplink.signsOfLife }
    /// Whether the run ended because nothing comes back any more. What was measured since the last sign of life is not
    /// to be published, as it would call servers silent that are not.
    var isCutOff: Bool { state.withLock { $0.isCutOff } }

    func end(_ fault: Diagnostic) {
        DescriptorReserve.release()
        state.withLock { if $0.fault == nil { $0.fault = fault } }
        allowance.stop(Reason(.interrupted, fault.message))
    }

    /// A connection has ended.
    /// - Parameter owner: the provider that it was made for.
    func note(_ result: ConnectionResult, to address: String, port: UInt16, for owner: String) async {
        let isIPv6 = address.contains(":")
        if let fault = result.localFault { return end(fault.diagnostic) }
        if result.connectMilliseconds != nil {
            state.withLock { $0.reached[isIPv6] = address }
        } else if case .failed(let reason) = result.ending, reason.code == .noRoute {
            // Without IPv6 from the beginning nothing is wrong but that there is none.
            endIfUnreachable(state.withLock { [$0.reached[isIPv6]] }.compactMap(\.self))
        }
        let server = UplinkWatch.Witness(address: address, port: port, owner: owner)
        if let fault = await uplink.note(result, to: server) { cutOff(fault) }
    }

    /// The run has ended by itself: whether anything still comes back, where the last that was asked did not answer.
    func confirmNetwork() async {
        if fault == nil, let fault = await uplink.confirm() { cutOff(fault) }
    }

    private func cutOff(_ fault: LocalFault) {
        state.withLock { $0.isCutOff = $0.isCutOff || $0.fault == nil }
        end(fault.diagnostic)
    }

    /// A look-up has failed, perhaps because nothing can be sent.
    func noteFailedLookup() {
        uplink.noteFailedLookup()
        if !hasDescriptors() { return end(LocalFault.descriptors.diagnostic) }
        endIfUnreachable(state.withLock { Array($0.reached.values) })
    }

    private func endIfUnreachable(_ addresses: [String]) {
        guard let address = addresses.first, !addresses.contains(where: hasRoute) else { return }
        end(LocalFault.network(address: address).diagnostic)
    }
}
