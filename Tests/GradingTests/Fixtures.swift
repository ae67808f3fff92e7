import Model

/// An endpoint with everything known, to be spoilt by each test.
func endpoint(
    versions: [ProtocolVersion], suites: [SuiteFacts], keyType: String = "RSA", keyBits: Int = 2048,
    hash: String = "SHA256", trusted: Bool = true, named: Bool = true,
    startTLS: Finding<StartTLSOffer> = .measured(.required),
    tlsa: Bool = false, groups: Finding<[String]> = .notOffered,
    diffieHellman: Finding<[DiffieHellmanGroup]> = .notOffered, compression: Finding<Bool> = .measured(false),
    extendedMasterSecret: Finding<Bool> = .measured(true), service: Service = .xmppClient
) -> EndpointFindings {
    let leaf = CertificateFacts(
        sha256: "00", subject: "CN=a.test", issuer: "CN=ca", notBefore: nil, notAfter: nil, keyType: keyType,
        keyBits: keyBits, signatureHash: hash, names: ["DNS:a.test"], nameCount: 1, selfSigned: false)
    let encrypted = startTLS != .notOffered
    return EndpointFindings(
        endpoint: Endpoint(
            service: service, domain: "a.test", host: "x.a.test", port: 5222, address: "127.0.0.1", mode: .startTLS),
        discovered: [], connection: .measured(.tcp), startTLS: startTLS,
        mechanisms: MechanismFindings(beforeTLS: .measured([]), afterTLS: .measured([])),
        versions: ProtocolVersion.allCases.map {
            VersionFinding(
                version: $0,
                finding: versions.contains($0)
                    ? .measured(VersionFacts(suites: suites, preference: .measured(.server))) : .notOffered)
        },
        groups: groups,
        parameters: ParameterFindings(
            diffieHellman: diffieHellman, compression: compression, extendedMasterSecret: extendedMasterSecret,
            otherChains: .notOffered),
        certificates: encrypted ? .measured([leaf]) : .notOffered,
        trust: encrypted ? .measured(TrustFacts(valid: trusted, problems: [])) : .notOffered,
        identity: encrypted
            ? .measured(IdentityFacts(valid: named, expected: "a.test", matched: named ? "DNS:a.test" : ""))
            : .notOffered,
        dane: tlsa
            ? .measured(DANEFacts(name: "_5222._tcp.x.a.test", records: [], usable: 1, verified: true, problem: ""))
            : .notOffered)
}

func service(_ endpoints: EndpointFindings...) -> ServiceFindings {
    ServiceFindings(
        service: .xmppClient, domain: "a.test", discovery: .measured(endpoints.count), endpoints: endpoints)
}

func suite(
    _ name: String, _ exchange: SuiteFacts.KeyExchange, _ cipher: String, _ bits: Int, mac: String = "SHA",
    authentication: SuiteFacts.Authentication = .rsa, export: Bool = false
) -> SuiteFacts {
    SuiteFacts(
        code: 1, name: name, openSSLName: "", keyExchange: exchange, authentication: authentication, cipher: cipher,
        bits: bits, mac: mac, forwardSecrecy: exchange == .ecdhe || exchange == .dhe, export: export)
}

let ecdheAES128 = suite("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", .ecdhe, "AES_128_CBC", 128)
let ecdheAES256 = suite("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", .ecdhe, "AES_256_CBC", 256)
let rsaAES128 = suite("TLS_RSA_WITH_AES_128_CBC_SHA", .rsa, "AES_128_CBC", 128)
let rsaAES256 = suite("TLS_RSA_WITH_AES_256_CBC_SHA", .rsa, "AES_256_CBC", 256)
let rsaRC4 = suite("TLS_RSA_WITH_RC4_128_SHA", .rsa, "RC4_128", 128)
let rsa3DES = suite("TLS_RSA_WITH_3DES_EDE_CBC_SHA", .rsa, "3DES_EDE_CBC", 112)
let tls13AES256 = suite("TLS_AES_256_GCM_SHA384", .any, "AES_256_GCM", 256, mac: "AEAD", authentication: .any)
let tls13AES128 = suite("TLS_AES_128_GCM_SHA256", .any, "AES_128_GCM", 128, mac: "AEAD", authentication: .any)
let ecdheGCM = suite("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", .ecdhe, "AES_128_GCM", 128, mac: "AEAD")
let ecdheCBC256 = suite("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", .ecdhe, "AES_128_CBC", 128, mac: "SHA256")
let dheGCM = suite("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", .dhe, "AES_128_GCM", 128, mac: "AEAD")
