import Model

extension Diagnostic {
    /// A domain that the DNS does not know.
    /// - Parameters:
    ///   - file: the file that names it.
    ///   - known: domains of which one may be meant.
    package static func noSuchDomain(
        _ domain: String, file: String, level: Level, known: some Sequence<String>
    ) -> Diagnostic {
        Diagnostic(
            file: file, level: level, rule: .noSuchDomain, message: "the domain '\(domain)' does not exist (NXDOMAIN)",
            hint: Suggestion.closest(to: domain, among: known.filter { $0 != domain }).map { "did you mean '\($0)'?" }
                ?? "check the spelling")
    }
}
