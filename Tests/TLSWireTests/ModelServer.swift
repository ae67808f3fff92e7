import Model

@testable import TLSWire

/// A server as a table: what it accepts and how it behaves. It reads hellos from their bytes and answers in bytes.
struct ModelServer: Sendable {
    enum Refusing: Sendable { case alert, close, reset }
    /// From which clients DHE is taken (RFC 7919 §4).
    enum DHE: Sendable {
        case any
        /// From those that list a group of RFC 7919 (GnuTLS without parameters of its own).
        case listing
        /// From those that list none (other parameters).
        case notListing
    }

    /// Accepted suites per version, in the server's order.
    var suites: [ProtocolVersion: [UInt32]] = [:]
    /// The server's order decides, or the client's.
    var ownOrder = true
    /// ChaCha20 goes first where the client's first suite is ChaCha20 (OpenSSL's PrioritizeChaCha).
    var prioritizesChaCha = false
    /// In the server's order.
    var groups: [NamedGroup] = [.x25519, .secp256r1]
    var ssl2: [UInt32] = []
    var refusing = Refusing.alert
    /// Refuses a hello that has more suites.
    var longestList = Int.max
    /// Reads only so many suites of a list.
    var readsOnly = Int.max
    /// Never answers where a hello offers these versions.
    var hangsAt: Set<ProtocolVersion> = []
    /// Breaks off where a hello has extensions.
    var dislikesExtensions = false
    /// Needs a key share in TLS 1.3.
    var needsKeyShare = false
    /// With what it signs in TLS 1.2, by the kind of key; empty: it says nothing of it.
    var signatures: [SuiteFacts.Authentication: [SignatureScheme]] = [:]
    /// Refuses hellos that do not offer this scheme, with which its certificate is signed.
    var requiredScheme: SignatureScheme?
    /// Asks for this group by HelloRetryRequest for ever, offered or not.
    var insistsOn: NamedGroup?
    /// Breaks off where a hello offers TLS 1.3.
    var breaksOnTLS13 = false
    /// Refuses hellos of a version that it does not speak, instead of choosing a lower one.
    var isVersionIntolerant = false
    /// Answers nothing to every n-th connection.
    var dropsEvery = 0
    /// Has no parameters for Diffie-Hellman, and sees so only when it has chosen a suite that needs them.
    var lacksParameters = false
    var dhe = DHE.any
    /// Breaks off where it would choose a suite and this was sent (lighttpd with wolfSSL).
    var dislikes: OptionalExtension?
    /// Breaks off when it has chosen one of these.
    var breaksOffAfter: Set<UInt32> = []
    /// Breaks off where one of these is offered, as a filter in front of it may.
    var breaksOffBefore: Set<UInt32> = []
    /// Says in a lower version's ServerHello that it speaks a higher one (RFC 9846 §4.1.3).
    var sendsSentinels = false
    /// Breaks off every connection after so many.
    var connectionLimit = Int.max

    /// Refuses a hello with this name in SNI by `unrecognized_name`.
    var unknownName: String?
    /// In TLS 1.2 refuses hellos without signature schemes.
    var needsSignatureSchemes = false
    /// Takes these only from clients that list their versions (tlslite-ng).
    var onlyListed: Set<ProtocolVersion> = []
    /// Another server, at most one, which gets the hellos without ALPN (XEP-0368).
    var withoutALPN: [ModelServer] = []

    private(set) var connections = 0

    init() {}

    mutating func answer(_ record: [UInt8], extent: FirstFlight.ReadDepth) -> ProbeOutcome {
        connections += 1
        if dropsEvery > 0, connections % dropsEvery == 0 { return .unknown(Reason(.timeout)) }
        if connections > connectionLimit { return .unknown(Reason(.reset)) }
        guard let hello = ClientHello(record: record) else { return .unknown(Reason(.malformed, "no hello")) }
        if !withoutALPN.isEmpty, hello.applicationProtocols.isEmpty {
            return withoutALPN[0].answer(record, extent: extent)
        }
        if let unknownName, hello.serverName == unknownName { return alert(112) }
        if let version = hello.maximumVersion, hangsAt.contains(version) { return .unknown(Reason(.timeout)) }
        if breaksOnTLS13, hello.supportedVersions.contains(0x0304) { return .unknown(Reason(.reset)) }
        if isVersionIntolerant, let version = hello.maximumVersion, version < .tls13, suites[version] == nil {
            return alert(70)
        }
        if dislikesExtensions, !hello.isBare, hello.format == .tls { return .unknown(Reason(.reset)) }
        if !breaksOffBefore.isDisjoint(with: hello.suites) { return .unknown(Reason(.reset)) }
        if let dislikes, dislikes.isIn(hello), let version = chosen(by: hello)?.version, version < .tls13 {
            return .unknown(Reason(.closed))
        }
        if let suite = chosen(by: hello)?.suite, breaksOffAfter.contains(suite) { return .unknown(Reason(.closed)) }
        guard hello.suites.count <= longestList, let bytes = response(to: hello) else {
            switch refusing {
            case .alert: break
            case .close: return .unknown(Reason(.closed))
            case .reset: return .unknown(Reason(.reset))
            }
            return alert(40)
        }
        var flight = FirstFlight(extent: extent)
        flight.receive(bytes)
        return flight.outcome(ending: .done)
    }

    private func alert(_ code: UInt8) -> ProbeOutcome {
        var flight = FirstFlight()
        flight.receive([21, 3, 1, 0, 2, 2, code])
        return flight.outcome(ending: .closed)
    }

    private func response(to hello: ClientHello) -> [UInt8]? {
        if hello.format == .ssl2 {
            guard !ssl2.isEmpty else { return nil }
            let list = ssl2.flatMap { [UInt8($0 >> 16), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
            let body = [4, 0, 1, 0, 2, 0, 0, 0, UInt8(list.count), 0, 0] + list
            return [0x80, UInt8(body.count)] + body
        }
        guard let (version, suite, group) = chosen(by: hello) else { return nil }
        if lacksParameters, SuiteRegistry.suite(suite).keyExchange == .dhe { return nil }
        if version == .tls13 {
            if let insistsOn { return modern(suite: suite, group: insistsOn, retry: true) }
            guard let group else { return nil }
            let shared = hello.keyShares?.contains { $0.group == group } ?? false
            if needsKeyShare, hello.keyShares?.isEmpty != false { return nil }
            return modern(suite: suite, group: group, retry: !shared)
        }
        if needsSignatureSchemes, version == .tls12, hello.signatureSchemes.isEmpty { return nil }
        var scheme: SignatureScheme?
        let facts = SuiteRegistry.suite(suite)
        if version == .tls12, facts.forwardSecrecy, let own = signatures[facts.authentication] {
            scheme = hello.signatureSchemes.first(where: own.contains)
            if scheme == nil { return nil }
            if let requiredScheme, !hello.signatureSchemes.contains(requiredScheme) { return nil }
        }
        return classic(version, suite: suite, group: group, scheme: scheme)
    }

    private func chosen(by hello: ClientHello) -> (version: ProtocolVersion, suite: UInt32, group: NamedGroup?)? {
        guard hello.format == .tls else { return nil }
        let offered = Array(hello.suites.prefix(readsOnly))
        let highest = hello.supportedVersions.contains(0x0304) ? ProtocolVersion.tls13 : hello.maximumVersion ?? .ssl3
        let spoken = suites.keys.filter { version in
            version == .tls13
                ? highest == .tls13
                : version.wire <= hello.legacyVersion
                    && (!onlyListed.contains(version) || hello.supportedVersions.contains(version.wire))
        }
        guard let version = spoken.max(), let accepted = suites[version] else { return nil }
        let group = choose(groups, hello.groups.isEmpty ? groups : hello.groups)
        let lists = hello.listsFiniteFields
        let reachable = accepted.filter { suite in
            dhe == .any || version == .tls13 || !TLSKnowledge.needsParameters(suite) || lists == (dhe == .listing)
        }
        let usable = reachable.filter { suite in
            version == .tls13 || !TLSKnowledge.needsCurve(suite) || group != nil
        }
        var own = usable
        if prioritizesChaCha, let first = offered.first, SuiteOffer.isChaCha(first) {
            own = own.filter(SuiteOffer.isChaCha) + own.filter { !SuiteOffer.isChaCha($0) }
        }
        return choose(own, offered).map { (version, $0, group) }
    }

    private func choose<Element: Equatable>(_ own: [Element], _ offered: [Element]) -> Element? {
        ownOrder ? own.first(where: offered.contains) : offered.first(where: own.contains)
    }

    private func record(_ messages: [UInt8]) -> [UInt8] {
        [22, 3, 3, UInt8(messages.count >> 8), UInt8(messages.count & 0xFF)] + messages
    }

    private func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
    }

    private func modern(suite: UInt32, group: NamedGroup, retry: Bool) -> [UInt8] {
        let random = retry ? ServerHelloParsing.retryRandom : [UInt8](repeating: 7, count: 32)
        let number = [UInt8(group.rawValue >> 8), UInt8(group.rawValue & 0xFF)]
        let share = retry ? [0, 51, 0, 2] + number : [0, 51, 0, 6] + number + [0, 2, 1, 1]
        let extensions = [0, 43, 0, 2, 3, 4] + share
        let body =
            [3, 3] + random + [0, UInt8(suite >> 8), UInt8(suite & 0xFF), 0, 0, UInt8(extensions.count)] + extensions
        return record(message(2, body))
    }

    private func classic(_ version: ProtocolVersion, suite: UInt32, group: NamedGroup?, scheme: SignatureScheme?)
        -> [UInt8]
    {
        var random = [UInt8](repeating: 7, count: 32)
        if sendsSentinels, let highest = suites.keys.max(), highest > version {
            random.replaceSubrange(24..., with: Array("DOWNGRD".utf8) + [version == .tls12 ? 1 : 0])
        }
        let body =
            [3, UInt8(version.wire & 0xFF)] + random
            + [0, UInt8(suite >> 8), UInt8(suite & 0xFF), 0]
        var bytes = message(2, body)
        let signed: [UInt8] = scheme.map { [UInt8($0.rawValue >> 8), UInt8($0.rawValue & 0xFF), 0, 1, 9] } ?? []
        switch SuiteRegistry.suite(suite).keyExchange {
        case .ecdhe where SuiteRegistry.isCECPQ1(suite): bytes += message(12, [0, 2, 1, 1] + signed)
        case .ecdhe:
            guard let group else { return record(bytes) }
            bytes += message(12, [3, UInt8(group.rawValue >> 8), UInt8(group.rawValue & 0xFF), 1, 4] + signed)
        case .dhe: bytes += message(12, [0, 128] + [UInt8](repeating: 0xFF, count: 128) + [0, 1, 2, 0, 1, 5] + signed)
        default: break
        }
        return record(bytes + message(14, []))
    }
}
