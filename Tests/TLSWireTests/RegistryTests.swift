import Foundation
import Model
import Testing

@testable import TLSWire

@Suite struct RegistryTests {
    @Test func everyLineOfTheTablesIsRead() {
        let tables = [SuiteTable.classic, SuiteTable.modern, SuiteTable.unregistered]
        let lines = tables.map { $0.split(separator: "\n").count }.reduce(0, +)
        #expect(SuiteRegistry.tls.count == lines)
        #expect(lines == 378)
        #expect(SuiteRegistry.ssl2.count == SuiteTable.ssl2.split(separator: "\n").count)
        #expect(Set(SuiteRegistry.tls.map(\.code)).count == lines)
        #expect(Set((SuiteRegistry.tls + SuiteRegistry.ssl2).map(\.name)).count == lines + 13)
    }

    /// Facts as RFCs and drafts tell them, one suite of each kind.
    @Test(arguments: [
        (0x0004, "RSA", "RSA", "RC4_128", 128, "MD5", false, false),
        (0x0006, "RSA", "RSA", "RC2_CBC_40", 40, "MD5", false, true),
        (0x000A, "RSA", "RSA", "3DES_EDE_CBC", 112, "SHA", false, false),
        (0x0014, "DHE", "RSA", "DES40_CBC", 40, "SHA", true, true),
        (0x0018, "DHE", "anon", "RC4_128", 128, "MD5", true, false),
        (0x0026, "KRB5", "KRB5", "DES40_CBC", 40, "SHA", false, true),
        (0x0031, "DH", "RSA", "AES_128_CBC", 128, "SHA", false, false),
        (0x003B, "RSA", "RSA", "NULL", 0, "SHA256", false, false),
        (0x0062, "RSA", "RSA", "DES_CBC", 56, "SHA", false, true),
        (0x0081, "GOST", "GOST", "28147_CNT", 256, "IMIT", false, false),
        (0x1301, "ANY", "ANY", "AES_128_GCM", 128, "AEAD", true, false),
        (0x1305, "ANY", "ANY", "AES_128_CCM_8", 128, "AEAD", true, false),
        (0x00C6, "ANY", "ANY", "SM4_GCM", 128, "AEAD", true, false),
        (0xC011, "ECDHE", "RSA", "RC4_128", 128, "SHA", true, false),
        (0xC01E, "SRP", "RSA", "AES_128_CBC", 128, "SHA", true, false),
        (0xC02C, "ECDHE", "ECDSA", "AES_256_GCM", 256, "AEAD", true, false),
        (0xC0AB, "DHE_PSK", "PSK", "AES_256_CCM_8", 256, "AEAD", true, false),
        (0xC0B4, "ANY", "ANY", "NULL", 0, "SHA256", true, false),
        (0xC100, "GOST", "GOST", "KUZNYECHIK_CTR", 256, "OMAC", false, false),
        (0xC103, "ANY", "ANY", "KUZNYECHIK_MGM_L", 256, "AEAD", true, false),
        (0xCC14, "ECDHE", "ECDSA", "CHACHA20_POLY1305", 256, "AEAD", true, false),
        (0xFEFE, "RSA", "RSA", "DES_CBC", 56, "SHA", false, false),
    ])
    func facts(
        code: Int, exchange: String, authentication: String, cipher: String, bits: Int, mac: String, secrecy: Bool,
        export: Bool
    ) {
        let suite = SuiteRegistry.suite(UInt32(code))
        #expect(suite.keyExchange.rawValue == exchange)
        #expect(suite.authentication.rawValue == authentication)
        #expect(suite.cipher == cipher)
        #expect(suite.bits == bits)
        #expect(suite.mac == mac)
        #expect(suite.forwardSecrecy == secrecy)
        #expect(suite.export == export)
    }

    @Test func sslv2Kinds() {
        let triple = SuiteRegistry.ssl2Kind(0x0700C0)
        #expect(triple.name == "SSL_CK_DES_192_EDE3_CBC_WITH_MD5")
        #expect(triple.cipher == "3DES_EDE_CBC" && triple.bits == 112 && triple.mac == "MD5")
        let export = SuiteRegistry.ssl2Kind(0x020080)
        #expect(export.cipher == "RC4_40" && export.bits == 40 && export.export)
        #expect(SuiteRegistry.ssl2Kind(0x00002F).name == "TLS_RSA_WITH_AES_128_CBC_SHA")
        #expect(SuiteRegistry.ssl2Kind(0x123456).name == "0x123456")
    }

    @Test func unknownSuiteKeepsItsNumber() {
        #expect(SuiteRegistry.suite(0x4A4A).name == "0x4A4A")
        #expect(SuiteRegistry.suite(named: "ECDHE-RSA-AES128-GCM-SHA256")?.code == 0xC02F)
    }

    /// The `openssl` command as an oracle: number, both names, key exchange, authentication, strength and MAC of
    /// every suite it knows.
    @Test func agreesWithOpenSSL() throws {
        let path = "/usr/bin/openssl"
        guard FileManager.default.isExecutableFile(atPath: path) else { return }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var compared = 0
        for line in output.split(separator: "\n") {
            // 0xC0,0x30 - TLS_… - ECDHE-… TLSv1.2 Kx=ECDH Au=RSA Enc=AESGCM(256) Mac=AEAD
            let words = line.split(separator: " ").map(String.init).filter { $0 != "-" }
            let code = try #require(UInt32(words[0].replacing("0x", with: "").replacing(",", with: ""), radix: 16))
            let suite = SuiteRegistry.suite(code)
            #expect(suite.name == words[1])
            #expect(suite.openSSLName == words[2])
            var values: [String: String] = [:]
            for word in words.dropFirst(4) {
                let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
                if halves.count == 2 { values[halves[0]] = halves[1] }
            }
            let exchanges: [String: Set<SuiteFacts.KeyExchange>] = [
                "RSA": [.rsa], "DH": [.dhe], "ECDH": [.ecdhe], "PSK": [.psk], "DHEPSK": [.dhePSK],
                "ECDHEPSK": [.ecdhePSK], "RSAPSK": [.rsaPSK], "SRP": [.srp], "any": [.any],
            ]
            #expect(exchanges[values["Kx"] ?? ""]?.contains(suite.keyExchange) == true, "\(line)")
            let authentications: [String: SuiteFacts.Authentication] = [
                "RSA": .rsa, "DSS": .dss, "ECDSA": .ecdsa, "PSK": .psk, "None": .anonymous, "SRP": .srp, "any": .any,
            ]
            #expect(authentications[values["Au"] ?? ""] == suite.authentication, "\(line)")
            let encryption = values["Enc"] ?? ""
            let bits = encryption.split(separator: "(").last.flatMap { Int($0.dropLast()) }
            #expect(encryption == "None" ? suite.bits == 0 : bits == suite.bits, "\(line)")
            #expect((values["Mac"] == "SHA1" ? "SHA" : values["Mac"]) == suite.mac, "\(line)")
            compared += 1
        }
        #expect(compared > 100)
    }

    @Test func groupsAndSchemesAndAlerts() {
        #expect(NamedGroup(rawValue: 0x11EC).description == "X25519MLKEM768")
        #expect(NamedGroup(rawValue: 0x11EB).description == "SecP256r1MLKEM768")
        #expect(NamedGroup(rawValue: 0x11ED).description == "SecP384r1MLKEM1024")
        #expect(NamedGroup(rawValue: 0x0104).description == "ffdhe8192")
        #expect(NamedGroup(rawValue: 0xABCD).description == "0xABCD")
        #expect(NamedGroup(named: "brainpoolp256r1")?.rawValue == 26)
        #expect(!NamedGroup.forTLS12.contains { $0.isFiniteField || $0.isKeyEncapsulation })
        #expect(Set(NamedGroup.all).count == NamedGroup.all.count)
        #expect(SignatureScheme(rawValue: 0x0804).description == "rsa_pss_rsae_sha256")
        #expect(SignatureScheme(rawValue: 0x0402).description == "dsa_sha256")
        #expect(SignatureScheme(rawValue: 0xFE00).description == "0xFE00")
        #expect(Alert(level: 2, code: 40).description == "handshake_failure(40)")
    }
}
