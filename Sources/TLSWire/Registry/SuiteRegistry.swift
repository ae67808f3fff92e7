import Model

/// Every cipher suite that was ever registered for TLS, the unregistered ones that servers offer, and the kinds
/// of SSLv2 (IANA "TLS Cipher Suites"; RFC 8447 §8).
package enum SuiteRegistry {
    /// TLS suites by rising number, without the two signalling values.
    package static let tls: [SuiteFacts] = facts([
        SuiteTable.classic, SuiteTable.modern, SuiteTable.unregistered,
    ])

    /// SSLv2 cipher kinds by rising number.
    package static let ssl2: [SuiteFacts] = facts([SuiteTable.ssl2])

    /// `TLS_EMPTY_RENEGOTIATION_INFO_SCSV`, a signal in the suite list and no suite (RFC 5746 §3.3).
    package static let renegotiationSignal: UInt32 = 0x00FF

    /// `TLS_FALLBACK_SCSV`, a signal in the suite list and no suite (RFC 7507 §2, historical).
    package static let fallbackSignal: UInt32 = 0x5600

    /// The TLS suite with this 16-bit number; an unregistered one is named `0xNNNN` and has the cipher `?`.
    package static func suite(_ code: UInt32) -> SuiteFacts {
        tlsByCode[code] ?? unknown(code, digits: 4)
    }

    /// The SSLv2 kind with this 24-bit number; an unknown one is named `0xNNNNNN` and has the cipher `?`.
    package static func ssl2Kind(_ code: UInt32) -> SuiteFacts {
        // A version 2 hello may carry the suites of later versions with a leading zero byte (RFC 5246 E.2, historical).
        ssl2ByCode[code] ?? (code <= 0xFFFF ? suite(code) : unknown(code, digits: 6))
    }

    /// Google's experiment of 2016: X25519 and New Hope together, in a key exchange that names no group.
    package static func isCECPQ1(_ code: UInt32) -> Bool { (0x16B7...0x16BA).contains(code) }

    /// Whether IANA or a well-known implementation gave this TLS number a meaning.
    package static func isKnown(_ code: UInt32) -> Bool { tlsByCode[code] != nil }

    /// A suite by its IANA or OpenSSL name; SSLv2 kinds only by their `SSL_CK_…` names.
    package static func suite(named name: String) -> SuiteFacts? { byName[name] }

    private static let tlsByCode = Dictionary(tls.map { ($0.code, $0) }) { first, _ in first }
    private static let ssl2ByCode = Dictionary(ssl2.map { ($0.code, $0) }) { first, _ in first }
    private static let byName: [String: SuiteFacts] = {
        var names = Dictionary((tls + ssl2).map { ($0.name, $0) }) { first, _ in first }
        for suite in tls where !suite.openSSLName.isEmpty { names[suite.openSSLName] = suite }
        return names
    }()

    private static func facts(_ tables: [String]) -> [SuiteFacts] {
        tables.flatMap(SuiteTable.lines(of:))
            .compactMap { SuiteName.facts(code: $0.code, name: $0.name, openSSLName: $0.openSSLName) }
            .sorted { $0.code < $1.code }
    }

    private static func unknown(_ code: UInt32, digits: Int) -> SuiteFacts {
        SuiteFacts(
            code: code, name: "0x" + hexadecimalNumber(code, digits: digits), openSSLName: "", keyExchange: .null,
            authentication: .null, cipher: "?", bits: 0, mac: "?", forwardSecrecy: false, export: false)
    }
}

/// A number in upper-case hexadecimal with at least `digits` digits.
func hexadecimalNumber(_ number: UInt32, digits: Int) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
