import Model

/// A description of suites by their parts; what is left empty may be anything.
package struct SuitePattern: Hashable, Sendable {
    package var keyExchanges: [SuiteFacts.KeyExchange]
    package var authentications: [SuiteFacts.Authentication]
    /// The whole name of the bulk cipher (`AES_128_GCM`), or its beginning with a `*` behind it (`RC4*`).
    package var ciphers: [String]
    package var macs: [String]
    /// EXPORT suites only.
    package var export: Bool

    package init(
        _ keyExchanges: [SuiteFacts.KeyExchange] = [], _ authentications: [SuiteFacts.Authentication] = [],
        ciphers: [String] = [], macs: [String] = [], export: Bool = false
    ) {
        self.keyExchanges = keyExchanges
        self.authentications = authentications
        self.ciphers = ciphers
        self.macs = macs
        self.export = export
    }

    /// Whether it describes `suite`.
    package func matches(_ suite: SuiteFacts) -> Bool {
        (keyExchanges.isEmpty || keyExchanges.contains(suite.keyExchange))
            && (authentications.isEmpty || authentications.contains(suite.authentication))
            && (ciphers.isEmpty || ciphers.contains { Self.matches(suite.cipher, $0) })
            && (macs.isEmpty || macs.contains(suite.mac)) && (!export || suite.export)
    }

    private static func matches(_ cipher: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? cipher.hasPrefix(pattern.dropLast()) : cipher == pattern
    }
}

extension Collection<SuitePattern> {
    /// Whether any of them describes `suite`.
    func matches(_ suite: SuiteFacts) -> Bool { contains { $0.matches(suite) } }
}
