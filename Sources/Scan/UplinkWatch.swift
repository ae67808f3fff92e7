import Model
import Names

/// Notices an uplink that died while its route stayed. From then on nobody answers, and every connection fails as if the
/// server at its other end were down. A provider alone cannot look like that: servers of several providers in several
/// networks have to be silent one after the other, with no sign of life between, and then those that answered earlier in
/// the run are connected to once more.
final class UplinkWatch: Sendable {
    /// A server that a connection was established to, and for which provider.
    struct Witness: Hashable, Sendable {
        var address: String
        var port: UInt16
        var owner: String
    }

    private struct State {
        /// The last server of each provider that answered, oldest first.
        var witnesses: [Witness] = []
        /// Networks that were silent since the last sign of life, each with the providers it was asked for.
        var silent: [[UInt8]: Set<String>] = [:]
        /// Whether anything failed since the last sign of life as it does where nothing comes back.
        var isQuiet = false
        /// How many of them it takes to ask.
        var needed = UplinkWatch.leastNetworks
        var isAsking = false
        var signsOfLife = 0
    }

    private static let leastNetworks = 4
    private static let mostNetworks = 32
    /// Servers that are asked before the network is called gone; each of another provider and in another network.
    private static let witnessLimit = 5

    private let state = Locked(State())
    private let isSilent: @Sendable (Witness) async -> Bool

    /// - Parameter isSilent: whether connecting to a server fails because nothing comes back.
    init(isSilent: @escaping @Sendable (Witness) async -> Bool) { self.isSilent = isSilent }

    /// How often something came back from the network so far.
    var signsOfLife: Int { state.withLock { $0.signsOfLife } }

    /// A connection has ended.
    /// - Returns: that the network is gone, where this shows it.
    func note(_ result: ConnectionResult, to server: Witness) async -> LocalFault? {
        if result.isSignOfLife {
            state.withLock { state in
                state.signsOfLife += 1
                state.silent.removeAll()
                state.isQuiet = false
                guard result.connectMilliseconds != nil else { return }
                state.witnesses.removeAll { $0.owner == server.owner }
                state.witnesses.append(server)
            }
        }
        guard result.isSilence else { return nil }
        let (witnesses, signs) = state.withLock { state in
            state.isQuiet = true
            state.silent[Self.network(of: server.address), default: []].insert(server.owner)
            let owners = state.silent.values.reduce(into: Set<String>()) { $0.formUnion($1) }
            let isSuspicious = !state.isAsking && state.silent.count >= state.needed && owners.count > 1
            let witnesses = isSuspicious ? Self.independent(state.witnesses) : []
            if !witnesses.isEmpty { state.isAsking = true }
            return (witnesses, state.signsOfLife)
        }
        return await ask(witnesses, after: signs)
    }

    /// A look-up has failed.
    func noteFailedLookup() { state.withLock { $0.isQuiet = true } }

    /// The run has ended by itself.
    /// - Returns: that the network is gone, where nothing came back at the end: too little may have been asked by then
    ///   for more servers to be silent.
    func confirm() async -> LocalFault? {
        let (witnesses, signs) = state.withLock { state in
            (state.isQuiet ? Self.independent(state.witnesses) : [], state.signsOfLife)
        }
        return await ask(witnesses, after: signs)
    }

    private func ask(_ witnesses: [Witness], after signs: Int) async -> LocalFault? {
        if witnesses.isEmpty { return nil }
        let areSilent = await areSilent(witnesses)
        return state.withLock { state in
            state.isAsking = false
            if areSilent, state.signsOfLife == signs {
                return .uplink(networks: state.silent.count, witnesses: witnesses.map(\.address))
            }
            state.signsOfLife += 1
            state.silent.removeAll()
            state.isQuiet = false
            // Dead servers are no reason to ask the others again and again.
            state.needed = min(state.needed * 2, Self.mostNetworks)
            return nil
        }
    }

    private func areSilent(_ witnesses: [Witness]) async -> Bool {
        await withTaskGroup(of: Bool.self) { tasks in
            for witness in witnesses { tasks.addTask { await self.isSilent(witness) } }
            for await isSilent in tasks where !isSilent {
                tasks.cancelAll()
                return false
            }
            return true
        }
    }

    /// The newest witnesses of as many providers, in as many networks; none where those are fewer than two, which one
    /// provider or its hoster can silence.
    private static func independent(_ witnesses: [Witness]) -> [Witness] {
        var chosen: [Witness] = []
        var networks: Set<[UInt8]> = []
        for witness in witnesses.reversed() where chosen.count < witnessLimit {
            if networks.insert(network(of: witness.address)).inserted { chosen.append(witness) }
        }
        return chosen.count > 1 ? chosen : []
    }

    /// The smallest network that is routed by itself: 24 bits of an IPv4 address, 48 of an IPv6 address.
    static func network(of address: String) -> [UInt8] {
        guard let address = IPAddress(address) else { return [] }
        return Array(address.bytes.prefix(address.isIPv4 ? 3 : 6))
    }
}

extension ConnectionResult {
    /// The network brought something back, be it a refusal. What was begun before and waited in vain since says nothing
    /// of now.
    var isSignOfLife: Bool {
        guard case .failed(let reason) = ending else { return connectMilliseconds != nil }
        switch reason.code {
        case .connectionRefused, .reset: return true
        case .timeout, .tooSlow, .interrupted: return false
        default: return connectMilliseconds != nil
        }
    }

    /// Nothing came back to a SYN, or the next router says that it cannot pass it on.
    var isSilence: Bool {
        guard connectMilliseconds == nil, localFault == nil, case .failed(let reason) = ending else { return false }
        return reason.code == .timeout || (reason.code == .unreachable && reason.detail.isEmpty)
    }
}
