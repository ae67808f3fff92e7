import Archive
import Comparison
import Content
import Foundation
import Grading
import Model
import TestSupport
import Testing
import Text

/// For every column of 2026 a server of the lab that has it, one that has not, and one where it cannot be known, with the
/// words of the cell. Written from the configuration of the servers and zones (`plan.py`, `mail_plan.py`, `prosody.py`,
/// `variants.py` in `Tests/Lab/servers`), and not from a scan.
@Suite struct FactsOf2026Tests {
    enum Kind: String, CaseIterable, Sendable { case has, hasNot, unknown }

    struct Case: Sendable, CustomTestStringConvertible {
        var column: TableDefinition.Column
        var service: Service?
        var provider: String
        var kind: Kind
        var german: String
        var english: String

        init(
            _ column: TableDefinition.Column, _ service: Service?, _ provider: String, _ kind: Kind, _ german: String,
            _ english: String
        ) {
            (self.column, self.service, self.provider, self.kind) = (column, service, provider, kind)
            (self.german, self.english) = (german, english)
        }

        var testDescription: String {
            "\(column.rawValue) \(service?.rawValue ?? "") \(provider) \(kind.rawValue)"
        }
    }

    /// Services that there may be, although no record names a server.
    private static let unnamed = "SMTP, IMAP, POP3, ManageSieve, CalDAV, CardDAV"

    static let cases: [Case] = [
        Case(.certificate, .xmppClient, "malvenpost", .has, "Labor, 160 Stunden", "Labor, 160 hours"),
        Case(.certificate, .xmppClient, "mohnpost", .hasNot, "Labor, 30 Tage, abgelaufen", "Labor, 30 days, expired"),
        Case(
            .certificate, .xmppClient, "tulpenpost", .hasNot, "Labor, 300 Tage, gilt länger als erlaubt",
            "Labor, 300 days, lives longer than allowed"),
        Case(
            .certificate, .xmppClient, "primelpost", .hasNot,
            "Labor, 91 Tage, verlangt eine OCSP-Antwort, die niemand ausstellt",
            "Labor, 91 days, requires an OCSP response that nobody issues"),
        Case(.certificate, .imap, "sanddornpost", .has, "Labor, 91 Tage", "Labor, 91 days"),
        Case(
            .certificate, .xmppClient, "oleanderpost", .unknown, "nicht gemessen (keine rechtzeitige Antwort)",
            "not measured (no answer in time)"),
        Case(.certificates, .xmppClient, "malvenpost", .has, "gültig", "valid"),
        Case(.certificates, .xmppClient, "mohnpost", .hasNot, "ungültig", "invalid"),
        Case(.certificates, .xmppClient, "narzissenpost", .hasNot, "ungültig", "invalid"),
        Case(.certificates, .xmppClient, "jasminpost", .hasNot, "ungültig", "invalid"),
        Case(.certificates, .xmppClient, "mistelpost", .has, "gültig durch DANE", "valid by DANE"),
        Case(
            .certificates, .xmppClient, "ilexpost", .unknown, "nicht gemessen (XMPP-Fehler: host-unknown)",
            "not measured (XMPP error: host-unknown)"),
        Case(.postQuantum, .xmppClient, "malvenpost", .has, "hybride Gruppe ausgehandelt", "hybrid group negotiated"),
        Case(
            .postQuantum, .xmppServer, "mohnpost", .has, "hybride Gruppe angeboten, andere bevorzugt",
            "hybrid group offered, others preferred"),
        Case(.postQuantum, .mx, "sanddornpost", .has, "hybride Gruppe ausgehandelt", "hybrid group negotiated"),
        Case(.postQuantum, .submission, "sanddornpost", .has, "hybride Gruppe ausgehandelt", "hybrid group negotiated"),
        Case(.postQuantum, .imap, "sanddornpost", .has, "hybride Gruppe ausgehandelt", "hybrid group negotiated"),
        Case(.postQuantum, .pop3, "sanddornpost", .has, "hybride Gruppe ausgehandelt", "hybrid group negotiated"),
        Case(.postQuantum, .https, "sanddornpost", .has, "hybride Gruppe ausgehandelt", "hybrid group negotiated"),
        Case(
            .postQuantum, .xmppClient, "tulpenpost", .hasNot, "bietet der Server nicht an", "not offered by the server"),
        Case(.postQuantum, .mx, "weidenpost", .hasNot, "bietet der Server nicht an", "not offered by the server"),
        Case(
            .postQuantum, .xmppClient, "oleanderpost", .unknown, "nicht gemessen (keine rechtzeitige Antwort)",
            "not measured (no answer in time)"),
        Case(.sasl, .xmppClient, "pappelpost", .has, "SCRAM mit Channel-Binding", "SCRAM with channel binding"),
        Case(.sasl, .imap, "zirbenpost", .hasNot, "Passwort im Klartext", "password in plaintext"),
        // Prosody ends the stream, as it has no features to go on with.
        Case(
            .sasl, .xmppClient, "tulpenpost", .hasNot,
            "abgewiesen (xmpp.tulpenpost.test: XMPP-Fehler: undefined-condition)",
            "refused (xmpp.tulpenpost.test: XMPP error: undefined-condition)"),
        Case(
            .sasl, .xmppClient, "oleanderpost", .unknown, "nicht gemessen (keine rechtzeitige Antwort)",
            "not measured (no answer in time)"),
        Case(.channelBinding, .xmppClient, "pappelpost", .has, "-PLUS", "-PLUS"),
        Case(
            .channelBinding, .xmppClient, "eichenpost", .hasNot, "bietet der Server nicht an",
            "not offered by the server"),
        Case(
            .channelBinding, .xmppClient, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(
            .federation, .xmppServer, "malvenpost", .has,
            "Zertifikat nur für Server, fordert ein Zertifikat an, Dialback",
            "certificate for servers only, asks for a certificate, dialback"),
        Case(
            .federation, .xmppServer, "primelpost", .has,
            "Zertifikat nur für Server, fordert ein Zertifikat an, EXTERNAL, Dialback",
            "certificate for servers only, asks for a certificate, EXTERNAL, dialback"),
        Case(
            .federation, .xmppServer, "pappelpost", .has,
            "Zertifikat für Server und Clients, fordert ein Zertifikat an, EXTERNAL, Dialback",
            "certificate for servers and clients, asks for a certificate, EXTERNAL, dialback"),
        Case(
            .federation, .xmppServer, "tulpenpost", .has,
            "Zertifikat ohne Einschränkung, fordert ein Zertifikat an, Dialback",
            "certificate for any purpose, asks for a certificate, dialback"),
        Case(.federation, .xmppServer, "dornpost", .hasNot, "bietet der Server nicht an", "not offered by the server"),
        Case(
            .federation, .xmppServer, "oleanderpost", .unknown, "nicht gemessen (keine rechtzeitige Antwort)",
            "not measured (no answer in time)"),
        Case(.directTLS, .xmppClient, "eichenpost", .has, "neben STARTTLS", "beside STARTTLS"),
        Case(.directTLS, .xmppClient, "malvenpost", .hasNot, "bietet der Server nicht an", "not offered by the server"),
        Case(
            .directTLS, .xmppClient, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(.ipv6, .xmppClient, "eichenpost", .has, "erreichbar", "reachable"),
        Case(.ipv6, .xmppClient, "malvenpost", .hasNot, "bietet der Server nicht an", "not offered by the server"),
        Case(
            .ipv6, .xmppClient, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(.hsts, .https, "weidenpost", .has, "365 Tage, mit Subdomains", "365 days, with subdomains"),
        Case(.hsts, .https, "sanddornpost", .has, "1 Tag", "1 day"),
        Case(.hsts, .https, "zirbenpost", .hasNot, "bietet der Server nicht an", "not offered by the server"),
        Case(
            .hsts, .https, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(.dkim, nil, "sanddornpost", .has, "starke Schlüssel", "strong keys"),
        Case(.dkim, nil, "tulpenpost", .hasNot, "RSA-Schlüssel unter 2048 Bit", "RSA key below 2048 bits"),
        Case(
            .dkim, nil, "weidenpost", .unknown, "nicht gemessen (von außen nicht zu sehen)",
            "not measured (cannot be seen from outside)"),
        Case(.httpsRecord, nil, "sanddornpost", .has, "mit ECH", "with ECH"),
        Case(.httpsRecord, nil, "narzissenpost", .hasNot, "ohne ECH", "without ECH"),
        Case(.httpsRecord, nil, "tulpenpost", .hasNot, "Alias", "alias"),
        Case(.httpsRecord, nil, "mohnpost", .hasNot, "kein Eintrag", "no record"),
        Case(
            .httpsRecord, nil, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(.dmarc, nil, "mohnpost", .has, "p=reject", "p=reject"),
        Case(
            .dmarc, nil, "sanddornpost", .has, "p=quarantine (p=reject im Testbetrieb)",
            "p=quarantine (testing p=reject)"),
        Case(
            .dmarc, nil, "malvenpost", .hasNot, "p=none (p=quarantine im Testbetrieb)", "p=none (testing p=quarantine)"),
        Case(.dmarc, nil, "narzissenpost", .hasNot, "p=none", "p=none"),
        Case(.dmarc, nil, "tulpenpost", .hasNot, "kein Eintrag", "no record"),
        Case(
            .dmarc, nil, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(.caa, nil, "sanddornpost", .has, "vorhanden, an Konten gebunden", "present, bound to accounts"),
        Case(.caa, nil, "mohnpost", .hasNot, "kein Eintrag", "no record"),
        Case(
            .caa, nil, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(.tlsa, .mx, "weidenpost", .has, "ja", "yes"),
        Case(.tlsa, .mx, "kastanienpost", .hasNot, "passt nicht", "does not match"),
        Case(
            .tlsa, .mx, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(
            .wildcard, .imap, "sanddornpost", .has, "*.domain und domain", "*.domain and domain"),
        Case(.wildcard, .imap, "weidenpost", .hasNot, "kein Wildcard-Name", "no wildcard name"),
        Case(
            .wildcard, .imap, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(
            .certificateKeys, nil, "malvenpost", .has, "ein Schlüssel für Jabber; Labor; unbekannt: \(unnamed)",
            "one key for Jabber; Labor; unknown: \(unnamed)"),
        Case(
            .certificateKeys, nil, "kastanienpost", .hasNot,
            "je Dienst ein eigener Schlüssel; Labor; unbekannt: \(unnamed)",
            "a key of its own for each service; Labor; unknown: \(unnamed)"),
        Case(
            .certificateKeys, nil, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(
            .validationPersist, nil, "sanddornpost", .has, "vorhanden, nur für die Domain",
            "present, for the domain alone"),
        Case(.validationPersist, nil, "mohnpost", .hasNot, "kein Eintrag", "no record"),
        Case(
            .validationPersist, nil, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
        Case(
            .exchangerDNS, nil, "weidenpost", .has, "signiert, Nameserver mit IPv6", "signed, name servers with IPv6"),
        Case(
            .exchangerDNS, nil, "zirbenpost", .hasNot, "nicht signiert, Nameserver mit IPv6",
            "not signed, name servers with IPv6"),
        Case(
            .exchangerDNS, nil, "faulbaumpost", .unknown, "nicht gemessen (DNSSEC-Signatur ungültig)",
            "not measured (invalid DNSSEC signature)"),
    ]

    private static func texts(_ language: String) throws -> Localization {
        let name = "texts.\(language).yaml"
        let text = try String(contentsOfFile: "\(Repository.templates)/\(name)", encoding: .utf8)
        return try #require(Localization.read(SourceText(file: name, text: text), language: language).texts)
    }

    /// What the cell says: the words for a sign where there are some, and why it is not known.
    private func cell(_ one: Case, _ language: String) async throws -> (words: String, state: CellLine.State) {
        let snapshot = try await QuickScan.shared.result().snapshot
        let findings = try #require(snapshot.providers[one.provider], "\(one.provider)")
        let view = ProviderOnDate(findings: findings, manifest: snapshot.manifest)
        let words = CellFormatter(texts: try Self.texts(language))
        let line =
            if let service = one.service {
                view.line(one.column, of: service, profile: .current, words: words)
            } else {
                view.line(one.column, table: "", notes: [:], words: words)
            }
        let text = line.spoken.isEmpty ? line.text : line.spoken
        return (line.why.isEmpty ? text : "\(text) (\(line.why))", line.state)
    }

    @Test(arguments: cases) func saysWhatTheServerIs(_ one: Case) async throws {
        let german = try await cell(one, "de")
        let english = try await cell(one, "en")
        #expect(german.words == one.german)
        #expect(english.words == one.english)
        #expect((german.state == .unknown) == (one.kind == .unknown), "\(german.state)")
    }

    /// What no cell says, and the evidence pages do: of names that do not exist, of public suffixes, of the methods by which an
    /// authority validates, of what is wrong with a chain, and of stapling.
    @Test func whatIsBehindTheCells() async throws {
        let providers = try await QuickScan.shared.result().snapshot.providers
        func dmarc(_ id: String) throws -> [String?] {
            let facts = try #require(providers[id]?.domains.first?.policies?.dmarc.value, "\(id)")
            return [facts.policy, facts.policyOfMissingNames, facts.publicSuffix]
        }
        #expect(try dmarc("mohnpost") == ["reject", "reject", "u"])
        #expect(try dmarc("narzissenpost") == ["none", "none", "n"])
        #expect(try dmarc("sanddornpost") == ["reject", "reject", "n"])
        let caa = try #require(providers["sanddornpost"]?.domains.first?.policies?.caa.value)
        #expect(caa.validationMethods == ["dns-01"] && caa.issueMail == [";"])

        func endpoint(_ id: String, _ service: Service) throws -> EndpointFindings {
            let found = providers[id]?.services.first { $0.service == service }
            return try #require(found?.endpoints.first, "\(id)")
        }
        func problems(_ id: String) throws -> [String] {
            try endpoint(id, .xmppClient).trust.value?.problems.map(\.name) ?? []
        }
        #expect(try problems("narzissenpost") == ["unknown-issuer"])
        #expect(try problems("mohnpost") == ["expired"])
        #expect(try problems("malvenpost").isEmpty && problems("tulpenpost").isEmpty)
        func usage(_ id: String) throws -> [String]? {
            try endpoint(id, .xmppServer).certificates.value?.first?.extendedKeyUsage
        }
        #expect(try usage("malvenpost") == ["serverAuth"] && usage("primelpost") == ["serverAuth"])
        #expect(try usage("pappelpost") == ["serverAuth", "clientAuth"] && usage("tulpenpost") == [])
        for (id, service, hasResponder) in [("primelpost", Service.xmppClient, false), ("sanddornpost", .imap, true)] {
            let found = try endpoint(id, service)
            let leaf = try #require(found.certificates.value?.first)
            #expect(leaf.mustStaple == true && leaf.hasResponder == hasResponder, "\(id)")
            #expect(found.parameters?.stapledStatus == .measured(false), "\(id)")
        }
    }

    /// None of the columns lacks one of the three.
    @Test func eachColumnHasAllThree() {
        for column in Set(Self.cases.map(\.column)) {
            #expect(Set(Self.cases.filter { $0.column == column }.map(\.kind)) == Set(Kind.allCases), "\(column)")
        }
    }
}
