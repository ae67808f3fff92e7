import Model

/// What weak suites have in common, as filters before a server take them out: all of a kind or none. Each suite has one
/// kind at most.
enum WeakSuiteClass: Hashable, CaseIterable, Sendable {
    case export, anonymous, unencrypted, rc4, singleDES, tripleDES

    private init?(_ suite: SuiteFacts) {
        switch suite {
        case _ where suite.export: self = .export
        case _ where suite.authentication == .anonymous: self = .anonymous
        case _ where suite.bits == 0: self = .unencrypted
        case _ where suite.cipher.hasPrefix("RC4"): self = .rc4
        case _ where suite.cipher.hasPrefix("DES_"): self = .singleDES
        case _ where suite.cipher.hasPrefix("3DES"): self = .tripleDES
        default: return nil
        }
    }

    /// By the suite's number; what is not in here is of no kind.
    static let ofSuite = Dictionary(
        SuiteRegistry.tls.compactMap { suite in WeakSuiteClass(suite).map { (suite.code, $0) } },
        uniquingKeysWith: { $1 })
}
