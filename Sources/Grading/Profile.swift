import Model

/// A dated, named rule set over stored findings. It never touches the network, so history can be graded again.
package struct Profile: Hashable, Sendable {
    /// `xmpp.net-2014-01`
    package var name: String
    /// Since when these rules were in force, `YYYY-MM-DD`.
    package var since: String
    /// Where they were published.
    package var source: String
    /// Letters, or levels, from the worst to the best.
    package var scale: [String]
    /// What the rules begin with.
    package var start: Start
    /// Applied in order.
    package var rules: [Rule]
    /// What no rule looks at, though one might expect it, by stable names in kebab-case; the texts files say why.
    package var omissions: [String] = []

    /// What the rules begin with.
    package enum Start: Hashable, Sendable {
        /// A letter by points.
        case points(Points)
        /// The best of the scale, for the rules to take away from.
        case best
    }

    /// A condition and what it does to the grade.
    package struct Rule: Hashable, Sendable {
        /// A stable name in kebab-case; the texts files have a sentence for each.
        package var name: String
        package var condition: Condition
        package var effect: Effect

        package init(_ name: String, when condition: Condition, _ effect: Effect) {
            self.name = name
            self.condition = condition
            self.effect = effect
        }
    }

    /// What a rule looks at.
    package enum Condition: Hashable, Sendable {
        case offers(ProtocolVersion)
        case lacks(ProtocolVersion)
        /// Nothing newer than this is offered.
        case bestIs(ProtocolVersion)
        /// The leaf's RSA or DSA key has fewer bits.
        case keyBelow(Int)
        /// The leaf's RSA key has fewer bits, and neither a suite nor another chain shows a key on a curve beside it.
        case onlyRSABelow(Int)
        /// The leaf's key is neither RSA or DSA nor one of these types (`EC P-256`, `Ed25519`).
        case keyTypeOutside([String])
        /// A certificate of the chain but the root is signed with one of these hashes.
        case signatureHash([String])
        /// The chain is not trusted, or the names do not match.
        case untrusted
        /// Neither the public authorities nor DANE vouch for the server: for the services of the second list only a
        /// DANE record that the server breaks counts, because their clients know no authorities.
        case unauthenticated(daneAlone: [Service])
        /// The chain is trusted, but for other names, and DANE does not vouch for the server; not for these services.
        case nameMismatch(except: [Service])
        /// There are usable TLSA records, and the server meets none of them.
        case breaksDANE
        /// No TLSA record that counts authenticates the server.
        case withoutDANE
        /// The same, of one of these services.
        case lacksDANE(of: [Service])
        /// A suite with RC4 is offered beside TLS 1.1 or later.
        case rc4WithModernTLS
        /// No suite at all has forward secrecy.
        case noForwardSecrecy
        /// A suite that one of the patterns describes is offered.
        case offersSuite([SuitePattern])
        /// A suite that none of the patterns describes is offered.
        case offersSuiteOutside([SuitePattern])
        /// A suite that one of the patterns describes is offered with this version or a later one.
        case offersSuiteSince(ProtocolVersion, [SuitePattern])
        /// None of the suites that the patterns describe is offered.
        case lacksSuite([SuitePattern])
        /// The server signs handshakes with a scheme whose name begins so.
        case signsWith(String)
        /// A certificate of the server lives for more days.
        case lifetimeAbove(Int)
        /// A group that is not listed is offered.
        case offersGroupOutside([String])
        /// A group that is listed is offered.
        case offersGroup([String])
        /// None of the groups is offered.
        case lacksGroup([String])
        /// A finite-field Diffie-Hellman prime has fewer bits.
        case diffieHellmanBelow(Int)
        /// A finite-field Diffie-Hellman prime is in use that is none of these (`ffdhe3072`).
        case diffieHellmanOutside([String])
        case compression
        /// TLS 1.2 or before is spoken without extended master secret.
        case lacksExtendedMasterSecret
        /// STARTTLS is offered, but not insisted on, by one of these services.
        case startTLSOptional([Service])
        /// Nothing is encrypted; not for these services.
        case withoutEncryption(except: [Service])
    }

    /// What a rule does.
    package enum Effect: Hashable, Sendable {
        /// The grade is the worst of the scale.
        case fail
        /// The grade is at best this letter.
        case cap(String)
        /// `A` becomes `A-`; other letters stay.
        case minus
        /// `A` (or `A-`) becomes `T`; any other letter becomes `F`.
        case distrust
        /// The grade is this letter, unless it is the worst already.
        case replace(String)
    }

    /// Letters and levels of all profiles from the worst to the best; those of one profile only compare with each other.
    static let order = [
        "F", "insufficient", "not-recommended", "none", "T", "M", "E", "D", "C", "phase-out", "until-2029", "old", "B",
        "sufficient", "until-2031", "intermediate", "A-", "A", "good", "recommended", "modern", "A+",
    ]

    /// A letter's place from the worst, 0, to the best; unknown letters count as the worst.
    package static func rank(_ letter: String) -> Int { order.firstIndex(of: letter) ?? 0 }

    /// Whether it is a letter or level of any profile.
    package static func isLetter(_ text: String) -> Bool { order.contains(text) }

    /// This project's own newest profile.
    package static var current: Profile { all.last { $0.name.hasPrefix("pruefstand-") } ?? pruefstand2026 }

    /// The profile of that name.
    package static func named(_ name: String) -> Profile? { all.first { $0.name == name } }

    /// Every profile there is, oldest first.
    package static let all: [Profile] = [
        .xmppNet201401, .xmppNet201408, .xmppNet201510, .ncscNL2025, .sslLabs2009r, .bsi2026, .mozilla58,
        .pruefstand2026, .pruefstand202612,
    ]
}
