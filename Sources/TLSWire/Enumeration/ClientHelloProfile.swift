import Model

/// How much a hello carries. Servers that stumble over long or modern hellos are asked with the next smaller one.
enum ClientHelloProfile: Int, Comparable, CaseIterable, Sendable {
    /// All suites at once, every extension.
    case whole
    /// At most 64 suites, every extension.
    case chunked
    /// At most 64 suites and only the extensions that the handshake needs; TLS 1.3: with key shares.
    case lean
    /// At most 32 suites, no extension but an ALPN that the server must see.
    case bare

    static func < (left: ClientHelloProfile, right: ClientHelloProfile) -> Bool { left.rawValue < right.rawValue }

    var suiteLimit: Int {
        switch self {
        case .whole: 1_000
        case .chunked, .lean: 64
        case .bare: 32
        }
    }
}

/// Makes hellos of one endpoint.
struct ClientHelloFactory: Hashable, Sendable {
    var serverName: String?
    var applicationProtocols: [String]
    /// Every hello that can have an ALPN has it, as another service on the port would answer one without.
    var requiresALPN = false
    /// Versions older than TLS 1.3 that hellos list, because the server negotiates them in no other way.
    var listed: Set<ProtocolVersion> = []
    /// Extensions that hellos go without, because the server closes the connection for them.
    var omitted: Set<OptionalExtension> = []

    /// A hello for `version` and the versions before it. The suites are cut to what `shape` allows.
    func hello(
        _ version: ProtocolVersion, suites: [UInt32], shape: ClientHelloProfile, groups: [NamedGroup]? = nil
    ) -> ClientHello {
        let hello: ClientHello =
            switch version {
            case .ssl2: .ssl2(suites: suites)
            case .tls13: modern(suites: suites, shape: shape, groups: groups ?? NamedGroup.forTLS13)
            default: classic(version, suites: suites, shape: shape, groups: groups ?? NamedGroup.forTLS12)
            }
        return omitted.reduce(hello) { $1.removed(from: $0) }
    }

    private func modern(suites: [UInt32], shape: ClientHelloProfile, groups: [NamedGroup]) -> ClientHello {
        var hello = ClientHello(
            legacyVersion: 0x0303, supportedVersions: [ProtocolVersion.tls13.wire], suites: suites,
            serverName: serverName, groups: groups, keyShares: [], signatureSchemes: SignatureScheme.all,
            applicationProtocols: applicationProtocols, flags: [.pskModes, .statusRequest, .certificateTimestamps])
        if shape >= .lean {
            if !requiresALPN { hello.applicationProtocols = [] }
            hello.flags = [.pskModes]
            hello.keyShares = ClientHelloFactory.keyShares.filter { groups.contains($0.group) }
        }
        if shape == .bare { hello.serverName = nil }
        return hello
    }

    private func classic(
        _ version: ProtocolVersion, suites: [UInt32], shape: ClientHelloProfile, groups: [NamedGroup]
    ) -> ClientHello {
        var hello = ClientHello(
            legacyVersion: version.wire, suites: Array(suites.prefix(shape.suiteLimit)), compressions: [1, 0],
            flags: [.renegotiationSignal])
        // SSLv3 knows no extensions (historical RFC 6101 §5.6.1.2 only allows for them).
        guard version > .ssl3 else { return hello }
        if requiresALPN { hello.applicationProtocols = applicationProtocols }
        guard shape != .bare else { return hello }
        if listed.contains(version) { hello.supportedVersions = [version.wire] }
        hello.serverName = serverName
        hello.groups = groups
        hello.flags = [.renegotiationInfo, .pointFormats]
        if version >= .tls12 { hello.signatureSchemes = SignatureScheme.all }
        if shape == .lean { return hello }
        hello.applicationProtocols = applicationProtocols
        hello.flags.formUnion([
            .sessionTicket, .extendedMasterSecret, .encryptThenMAC, .statusRequest, .certificateTimestamps,
        ])
        return hello
    }

    /// Key shares for servers that cannot do without: the two base points. No key is ever computed from them.
    private static let keyShares: [ClientHello.KeyShare] = [
        .init(group: .x25519, key: [9] + [UInt8](repeating: 0, count: 31)),
        // SEC 2 §2.4.2, G uncompressed.
        .init(
            group: .secp256r1,
            key: [
                0x04, 0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2,
                0x77, 0x03, 0x7D, 0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96,
                0x4F, 0xE3, 0x42, 0xE2, 0xFE, 0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16,
                0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE, 0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5,
            ]),
    ]
}
