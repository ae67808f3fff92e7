import Findings

/// Findings in the words of the tables.
struct CellWords {
    let texts: Texts

    /// One line out of a finding. `absent` is what is said aloud for the sign of a proven absence.
    func line<Value>(
        _ finding: Finding<Value>, absent: Word = .spokenAbsent, _ words: (Value) -> CellLine
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

    /// `keine Antwort in der Wartezeit`, with what was seen where that says more.
    func reason(_ reason: Reason) -> String {
        let words = texts[.reasons, reason.code.rawValue, fallback: reason.code.rawValue]
        return reason.detail.isEmpty ? words : "\(words): \(reason.detail)"
    }

    /// The same for a table: a detail that is a name (`host-unknown`) stays, a sentence does not.
    private func brief(_ reason: Reason) -> String {
        let isName = !reason.detail.contains(" ") && reason.detail.utf8.count <= 32
        return self.reason(isName ? reason : Reason(reason.code))
    }

    func certificate(_ finding: Finding<CertificateValidity>) -> CellLine {
        line(finding, absent: .spokenNoEncryption) { validity in
            switch validity {
            case .valid: CellLine(text: texts[.valid], state: .good)
            case .validByDANE: CellLine(text: texts[.validByDANE], state: .good)
            case .invalid: CellLine(text: texts[.invalid], state: .bad)
            }
        }
    }

    /// Oldest first. SSLv2 and SSLv3 must not be used (RFC 6176, RFC 7568); TLS 1.0 and 1.1 are left unjudged, because
    /// a table of 2014 is none of 2021 (RFC 8996).
    func protocols(_ finding: Finding<[ProtocolVersion]>) -> CellLine {
        line(finding, absent: .spokenNoEncryption) { versions in
            CellLine(
                text: versions.sorted().map(\.rawValue).joined(separator: ", "),
                state: versions.contains { $0 <= .ssl3 } ? .bad : versions.contains { $0 < .tls12 } ? .plain : .good)
        }
    }

    func suites(_ finding: Finding<SuiteQuality>) -> CellLine {
        line(finding, absent: .spokenNoEncryption) { quality in
            let words = [
                "strength": texts[quality.strength == .modern ? .modern : .weak],
                "secrecy": texts[quality.forwardSecrecy ? .forwardSecrecy : .noForwardSecrecy],
            ]
            return CellLine(
                text: texts.filled(.suites, words),
                state: quality.strength == .weak ? .bad : quality.forwardSecrecy ? .good : .plain)
        }
    }

    func startTLS(_ finding: Finding<StartTLSOffer>) -> CellLine {
        line(finding, absent: .spokenNoEncryption) { offer in
            switch offer {
            case .required: CellLine(text: texts[.required], state: .good)
            case .optional: CellLine(text: texts[.optional], state: .plain)
            }
        }
    }

    func tlsa(_ finding: Finding<Bool>) -> CellLine {
        line(finding) { CellLine(text: texts[$0 ? .yes : .no], state: $0 ? .good : .plain) }
    }

    /// Letters from A to F, T and M; anything else is shown as it is.
    func grade(_ finding: Finding<String>, mixed: Bool) -> CellLine {
        var line = line(finding, absent: .spokenNoEncryption) { letter in
            CellLine(
                text: letter,
                state: letter.hasPrefix("A") ? .good : letter == "B" || letter == "C" ? .plain : .bad)
        }
        line.mixed = mixed
        if mixed { line.spoken = "\(line.text), \(texts[.spokenMixed])" }
        return line
    }

    /// `+` or `-`.
    func sign(_ finding: Finding<Bool>) -> CellLine {
        line(finding) { yes in
            CellLine(
                text: texts[yes ? .plus : .minus], state: yes ? .good : .plain,
                spoken: texts[yes ? .spokenPlus : .spokenMinus])
        }
    }

    /// `MX, HTTPS, Jabber`; C2S and S2S are one Jabber.
    func daneProtocols(_ finding: Finding<[String]>) -> CellLine {
        line(finding) { services in
            var names: [String] = []
            for service in services {
                let name = texts[.daneProtocols, service, fallback: service]
                if !names.contains(name) { names.append(name) }
            }
            return CellLine(text: names.joined(separator: ", "), state: .plain)
        }
    }
}
