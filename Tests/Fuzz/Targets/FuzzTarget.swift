/// A property of a parser that holds for any input at all. Its inputs are in `Tests/Fuzz/corpus/NAME`: each of them is
/// tried with every `make test`, and `make fuzz` looks for others.
package struct FuzzTarget: Sendable {
    package let name: String

    /// - Throws: what the property does not hold for. A trap, a hang or endless memory are as bad.
    package let check: @Sendable (_ input: [UInt8]) throws(FuzzViolation) -> Void

    init(_ name: String, _ check: @escaping @Sendable (_ input: [UInt8]) throws(FuzzViolation) -> Void) {
        self.name = name
        self.check = check
    }

    package static let all: [FuzzTarget] = [
        archiveSnapshot, contentFiles, deriveFetches, dnsAnswer, dnsPolicyRecords, dnsPolicyWalks, startTLSAutoconfig,
        startTLSHTTPDialogue,
        mailDialogue("StartTLSIMAPDialogue", .imap), mailDialogue("StartTLSPOP3Dialogue", .pop3),
        mailDialogue("StartTLSSMTPDialogue", .submission), mailDialogue("StartTLSSieveDialogue", .sieve),
        markdownProse, startTLSXMPPDialogue, statusPages, templates, tlsWireClientHello, tlsWireEnumeration,
        tlsWireFirstFlight,
        tlsWireSSL2,
        trustCertificate, trustTLSSession, yamlFrontMatter,
    ]
}

/// What an input showed to be wrong.
package struct FuzzViolation: Error {
    package var message: String

    init(_ message: String) { self.message = message }
}
