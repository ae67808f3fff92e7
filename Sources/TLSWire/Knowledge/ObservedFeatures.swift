import Model

/// Features observed incidentally: extensions answered, key exchange parameters, certificates.
package struct ObservedFeatures: Hashable, Sendable {
    /// ALPN protocols that the server chose.
    package internal(set) var applicationProtocols: Set<String> = []
    /// ALPN was offered in a hello that was answered up to TLS 1.2, where the answer is in the clear.
    package internal(set) var askedForApplicationProtocols = false
    /// Extensions that the server answered up to TLS 1.2, by number.
    package internal(set) var extensions: Set<UInt16> = []
    /// Extensions up to TLS 1.2 that were offered and not answered, although the suite has a use for them.
    package internal(set) var unansweredExtensions: Set<UInt16> = []
    /// Versions that downgrade sentinels named (RFC 9846 §4.1.3).
    package internal(set) var downgradedFrom: Set<ProtocolVersion> = []
    /// The server took DEFLATE compression.
    package internal(set) var compression = false
    /// The server sent an OCSP response.
    package internal(set) var stapledStatus = false
    /// `nil`: not asked; else whether the server minds TLS_FALLBACK_SCSV (RFC 7507 §3, historical).
    package internal(set) var fallbackSignal: Bool?
    /// Sizes in bits of the Diffie-Hellman primes seen, and the primes.
    package internal(set) var primes: [Int: Set<Bytes>] = [:]
    /// Signature schemes of ServerKeyExchange messages.
    package internal(set) var signatureSchemes: Set<SignatureScheme> = []
    /// Certificate chains as sent, without doubles.
    package internal(set) var chains: Set<[Bytes]> = []
    /// Suites, versions and groups that were chosen and had not been offered.
    package internal(set) var notOffered: Set<ProtocolViolation> = []
    /// Suites whose flight was read with certificates or a ServerKeyExchange.
    var readSuites: Set<UInt32> = []
    /// Why a ServerKeyExchange that had to come was not read; the same one of several, in whatever order they came.
    private(set) var unread: Reason?

    mutating func record(hello: ClientHello, facts: ServerHelloFacts) {
        if hello.flags.contains(.fallbackSignal) { fallbackSignal = fallbackSignal ?? false }
        if let name = facts.applicationProtocol { applicationProtocols.insert(String(name.prefix(100))) }
        if let version = facts.version, version < .tls13 {
            if !hello.applicationProtocols.isEmpty { askedForApplicationProtocols = true }
            extensions.formUnion(facts.extensions)
            unansweredExtensions.formUnion(Self.useful(in: hello, facts).subtracting(facts.extensions))
        }
        if let version = facts.downgradedFrom { downgradedFrom.insert(version) }
        if facts.compression == 1 { compression = true }
        if facts.stapledStatus { stapledStatus = true }
        if let chain = facts.certificates, chains.count < 10 { chains.insert(chain) }
        if facts.certificates != nil || facts.keyExchange != nil { readSuites.insert(facts.suite) }
        if let scheme = facts.keyExchange?.signatureScheme { signatureSchemes.insert(scheme) }
        if let bits = facts.keyExchange?.bits, let prime = facts.keyExchange?.prime {
            primes[bits, default: []].insert(prime)
        }
        recordUnread(facts)
        recordUnoffered(hello: hello, facts: facts)
    }

    /// The extensions that an answer of a server that has them would have.
    private static func useful(in hello: ClientHello, _ facts: ServerHelloFacts) -> Set<UInt16> {
        var numbers: Set<UInt16> = []
        if hello.flags.contains(.extendedMasterSecret) { numbers.insert(ExtensionType.extendedMasterSecret) }
        if !hello.flags.isDisjoint(with: [.renegotiationInfo, .renegotiationSignal]) {
            numbers.insert(ExtensionType.renegotiationInfo)
        }
        if hello.flags.contains(.sessionTicket) { numbers.insert(ExtensionType.sessionTicket) }
        if hello.flags.contains(.encryptThenMAC), SuiteRegistry.suite(facts.suite).cipher.hasSuffix("CBC") {
            numbers.insert(ExtensionType.encryptThenMAC)
        }
        return numbers
    }

    private mutating func recordUnread(_ facts: ServerHelloFacts) {
        // That the reader wanted no more is no reason.
        guard facts.keyExchange == nil, let reason = facts.incomplete, reason.code != .interrupted,
            let version = facts.version, version < .tls13,
            [.dhe, .ecdhe, .dhePSK, .ecdhePSK].contains(SuiteRegistry.suite(facts.suite).keyExchange)
        else { return }
        unread = [unread, reason].compactMap(\.self).min {
            ($0.code.rawValue, $0.detail) < ($1.code.rawValue, $1.detail)
        }
    }

    mutating func record(hello: ClientHello, alert: Alert) {
        if hello.flags.contains(.fallbackSignal) {
            // The same offer without the signal was accepted: it was refused for the signal, by whatever alert.
            fallbackSignal = true
        }
    }

    private mutating func recordUnoffered(hello: ClientHello, facts: ServerHelloFacts) {
        guard facts.version != .ssl2, notOffered.count < 50 else { return }
        if !hello.suites.contains(facts.suite) {
            notOffered.insert(ProtocolViolation(.choseUnoffered, name: SuiteRegistry.suite(facts.suite).name))
        }
        if let asked = hello.maximumVersion, facts.wireVersion > asked.wire {
            let chosen = "0x\(hexadecimalNumber(UInt32(facts.wireVersion), digits: 4))"
            notOffered.insert(ProtocolViolation(.choseHigherVersion, name: chosen, other: asked.rawValue))
        }
        if let group = facts.group, !hello.groups.isEmpty, !hello.groups.contains(group) {
            notOffered.insert(ProtocolViolation(.choseUnoffered, name: "\(group)"))
        }
    }
}
