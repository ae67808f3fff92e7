import Content
import Model

/// Findings in the words of the tables.
package struct CellFormatter {
    package let texts: Localization

    package init(
        texts: Localization
    ) {
        self.texts = texts
    }

    /// One line out of a finding. `absent` is what is said aloud for the sign of a proven absence.
    package func line<Value>(
        _ finding: Finding<Value>, absent: TextKey = .spokenAbsent, _ words: (Value) -> CellLine
    ) -> CellLine {
        switch finding {
        case .measured(let value): words(value)
        case .notOffered: CellLine(text: texts[.absent], state: .absent, spoken: texts[absent])
        case .notApplicable: CellLine(text: texts[.notApplicable], state: .notApplicable)
        case .unmeasured(let why):
            CellLine(
                text: texts[.unknown], state: .unknown, spoken: texts[.spokenUnknown], why: brief(why),
                whyInFull: reason(why))
        case .refused(let by, let why):
            CellLine(
                text: texts[.refused], state: .refused,
                why: by.isEmpty ? brief(why) : texts.filled(.refusedBy, ["by": by, "why": brief(why)]),
                whyInFull: by.isEmpty ? reason(why) : texts.filled(.refusedBy, ["by": by, "why": reason(why)]))
        }
    }

    /// A column's header where no table stands around it: of DANE's protocols there, `Protokolle` alone could be TLS'.
    package func name(of column: TableDefinition.Column) -> String {
        let header = texts.header(column)
        guard column == .daneProtocols else { return header }
        return texts.filled(.labelled, ["label": texts.header(.dane), "value": header])
    }

    /// `keine Antwort in der Wartezeit`, with what was seen where that says more.
    package func reason(_ reason: Reason) -> String {
        let words = texts[.reasons, reason.code.rawValue, fallback: reason.code.rawValue]
        return reason.detail.isEmpty ? words : "\(words): \(detail(reason.detail))"
    }

    /// The same for a table: a detail that is a name (`host-unknown`) stays, a sentence does not.
    private func brief(_ reason: Reason) -> String {
        let isName = !reason.detail.contains(" ") && reason.detail.utf8.count <= 32
        return self.reason(isName ? reason : Reason(reason.code))
    }

    /// A fact as a line of its column.
    package func line(_ fact: CellValue, _ column: TableDefinition.Column) -> CellLine {
        let absent: TextKey =
            switch column {
            case .dnssec, .dane, .daneProtocols, .tlsa, .aliases: .spokenAbsent
            case _ where column.isPolicy: .spokenNoRecord
            case .postQuantum, .sasl, .channelBinding, .federation, .directTLS, .ipv6, .hsts, .certificateKeys:
                .spokenAbsent
            default: .spokenNoEncryption
            }
        var line = line(fact.finding, absent: absent) { value($0, column) }
        line.reading = fact.reading(column)
        if fact.hasNoService, line.state == .absent { line.spoken = texts[.spokenNoService] }
        if let differing = fact.differing, fact.finding.value != nil {
            line.why = reason(Reason(differing.code))
            line.whyInFull = reason(differing)
            // Not all clients get the good of it.
            if line.state == .good { line.state = .plain }
        }
        // Known, and as bad as can be: the server cannot be used.
        if case .refused(_, let why) = fact.finding, why.code == .noHandshake { line.state = .bad }
        line.mixed = fact.mixed
        // A sign stays in words: "no encryption", and not "-".
        if fact.mixed { line.spoken = "\(line.spoken.isEmpty ? line.text : line.spoken), \(texts[.spokenMixed])" }
        return line
    }

    private func value(_ value: CellValue.Value, _ column: TableDefinition.Column) -> CellLine {
        switch value {
        case .certificate(let validity): certificate(validity)
        case .protocols(let versions): protocols(versions)
        case .suites(let quality): suites(quality)
        case .startTLS(let offer): startTLS(offer)
        case .truth(let truth): column == .tlsa ? tlsa(truth) : sign(truth)
        case .services(let services): daneProtocols(services)
        case .grade(let letter): grade(letter)
        case .policy(let word, let worth): policy(word, worth: worth, column)
        case .criteria(let met, let unknown, let total):
            CellLine(
                text: texts.filled(
                    unknown > 0 ? .criteriaWithUnknown : .share,
                    ["count": "\(met)", "total": "\(total)", "unknown": "\(unknown)"]),
                state: met == total ? .good : .plain)
        case .chain(let chain): self.chain(chain, column)
        case .names(let names): CellLine(text: names.joined(separator: ", "), state: .good)
        case .traits(let codes):
            CellLine(text: codes.map { word($0, column) }.joined(separator: ", "), state: .plain)
        case .keys(let keys): CellLine(text: said(keys), state: .plain)
        case .strictTransport(let days, let includesSubdomains):
            CellLine(
                text: includesSubdomains
                    ? texts.filled(.hstsWithSubdomains, ["days": self.days(days)]) : self.days(days),
                state: days >= 365 ? .good : days > 0 ? .plain : .bad)
        case .share(let count, let total):
            CellLine(
                text: texts.filled(.share, ["count": "\(count)", "total": "\(total)"]),
                state: count == total ? .good : .plain)
        }
    }

    private func certificate(_ validity: CertificateValidity) -> CellLine {
        switch validity {
        case .valid: CellLine(text: texts[.valid], state: .good)
        case .validByDANE: CellLine(text: texts[.validByDANE], state: .good)
        case .invalid: CellLine(text: texts[.invalid], state: .bad)
        }
    }

    /// Oldest first. SSLv2 and SSLv3 must not be used (RFC 6176, RFC 7568); TLS 1.0 and 1.1 are left unjudged, because
    /// a table of 2014 is none of 2021 (RFC 8996).
    private func protocols(_ versions: [ProtocolVersion]) -> CellLine {
        CellLine(
            text: versions.sorted().map(\.rawValue).joined(separator: ", "),
            state: versions.contains { $0 <= .ssl3 } ? .bad : versions.contains { $0 < .tls12 } ? .plain : .good)
    }

    private func suites(_ quality: SuiteQuality) -> CellLine {
        let words = [
            "strength": texts[quality.strength == .modern ? .modern : .weak],
            "secrecy": texts[quality.forwardSecrecy ? .forwardSecrecy : .noForwardSecrecy],
        ]
        return CellLine(
            text: texts.filled(.suites, words),
            state: quality.strength == .weak ? .bad : quality.forwardSecrecy ? .good : .plain)
    }

    private func startTLS(_ offer: StartTLSOffer) -> CellLine {
        switch offer {
        case .required: CellLine(text: texts[.required], state: .good)
        case .optional: CellLine(text: texts[.optional], state: .plain)
        }
    }

    private func tlsa(_ counts: Bool) -> CellLine {
        CellLine(text: texts[counts ? .yes : .no], state: counts ? .good : .plain)
    }

    /// A letter as it is, a level in the language's words.
    package func gradeName(_ letter: String) -> String { texts[.grades, letter, fallback: letter] }

    /// Whether a letter or level is shown as good.
    static func isGood(_ letter: String) -> Bool {
        letter.hasPrefix("A")
            || ["good", "sufficient", "recommended", "until-2031", "modern", "intermediate"].contains(letter)
    }

    /// How a letter from A to F, T and M, or a level is shown.
    package static func state(ofGrade letter: String) -> CellLine.State {
        if isGood(letter) { return .good }
        return ["B", "C", "phase-out", "until-2029", "old"].contains(letter) ? .plain : .bad
    }

    /// Letters, or levels; anything else is shown as it is.
    private func grade(_ letter: String) -> CellLine {
        CellLine(text: gradeName(letter), state: Self.state(ofGrade: letter))
    }

    /// `+` or `-`.
    private func sign(_ yes: Bool) -> CellLine {
        CellLine(
            text: texts[yes ? .plus : .minus], state: yes ? .good : .plain,
            spoken: texts[yes ? .spokenPlus : .spokenMinus])
    }

    /// `MX, HTTPS, Jabber`; C2S and S2S are one Jabber.
    private func daneProtocols(_ services: [String]) -> CellLine {
        CellLine(text: names(services), state: .plain)
    }

    /// `reject`, in the language's words; what a receiver must reject is bad.
    private func policy(_ word: String, worth: Int, _ column: TableDefinition.Column) -> CellLine {
        CellLine(text: self.word(word, column), state: worth >= 2 ? .good : worth < 0 ? .bad : .plain)
    }

    /// The word for a code of a column.
    private func word(_ code: String, _ column: TableDefinition.Column) -> String {
        texts[.policies, "\(column.rawValue)-\(code)", fallback: code]
    }

    /// `Let's Encrypt, 90 Tage`, and what is wrong.
    private func chain(_ chain: CertificateSummary, _ column: TableDefinition.Column) -> CellLine {
        var parts = [chain.issuers.joined(separator: ", ")] + chain.lifetimes.map(lifetime)
        if chain.condition != .usual { parts.append(word(chain.condition.rawValue, column)) }
        let worth = chain.condition.worth
        return CellLine(
            text: parts.filter { !$0.isEmpty }.joined(separator: ", "),
            state: worth >= 2 ? .good : worth < 0 ? .bad : .plain)
    }

    /// `gemeinsam für MX, IMAP; Let's Encrypt`
    private func said(_ keys: CertificateKeys) -> String {
        let shared = keys.shared.map { texts.filled(.keysShared, ["services": names($0)]) }
        let rest = keys.unknown.isEmpty ? [] : [texts.filled(.keysUnknown, ["services": names(keys.unknown)])]
        return ((shared.isEmpty ? [texts[.keysApart]] : shared) + [keys.issuers.joined(separator: ", ")] + rest)
            .joined(separator: "; ")
    }

    /// `1 Tag`, `90 Tage`
    private func days(_ count: Int) -> String {
        count == 1 ? texts[.oneDay] : texts.filled(.days, ["count": "\(count)"])
    }

    /// Services by their short names; C2S and S2S are one Jabber.
    package func names(_ services: [String]) -> String {
        services.map { texts[.daneProtocols, $0, fallback: $0] }.unique.joined(separator: ", ")
    }

    /// In days; in hours where there are only a few.
    package func lifetime(hours: Int) -> String {
        hours < 240 && hours % 24 != 0
            ? texts.filled(.hours, ["count": "\(hours)"]) : days((hours + 12) / 24)
    }

    /// What the DANE table of 2014 says of alias domains, out of what was measured; empty where there is nothing to say.
    package func aliases(_ findings: ProviderFindings) -> String {
        guard let summary = findings.aliasSummary.value, findings.dnssecSummary == .measured(true) else { return "" }
        if summary.secured.count == summary.total { return texts[.aliasesAll] }
        if summary.unsecured.count == summary.total { return texts[.aliasesNone] }
        let rest = summary.unsecured + summary.unknown
        let names = rest.prefix(3).map { ProviderDomain.displayed($0) }.joined(separator: ", ")
        return texts.filled(
            .aliasesSome,
            [
                "count": "\(summary.secured.count)", "total": "\(summary.total)",
                "rest": rest.count > 3 ? names + ", …" : names,
            ])
    }
}
