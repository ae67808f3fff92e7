import Model
import Testing

@testable import pruefstand

/// A later version of the program words reasons differently; that is no difference in what was measured.
@Suite struct FindingsComparisonTests {
    private func findings(
        _ discovery: Finding<Int>, discovered: String = "a record", violations: [String] = []
    ) -> ProviderFindings {
        let endpoint = Endpoint(
            service: .imap, domain: "a.test", host: "imap.a.test", port: 993, address: "192.0.2.1", mode: .direct)
        let unknown = MechanismFindings(beforeTLS: .notApplicable, afterTLS: .notApplicable)
        let parameters = ParameterFindings(
            diffieHellman: .notApplicable, compression: .notApplicable, extendedMasterSecret: .notApplicable,
            oddities: violations)
        let found = EndpointFindings(
            endpoint: endpoint, discovered: [discovered], connection: .measured(.tcp), startTLS: .notApplicable,
            mechanisms: unknown, versions: [], groups: .notApplicable, parameters: parameters,
            certificates: .notApplicable, trust: .notApplicable, identity: .notApplicable, dane: .notApplicable)
        let service = ServiceFindings(
            service: .imap, domain: "a.test", discovery: discovery, endpoints: [found])
        return ProviderFindings(provider: "a", name: "A", domains: [], services: [service])
    }

    @Test func proseIsNotCompared() {
        let published = findings(
            .unmeasured(Reason(.timeout, "nobody said anything")),
            violations: ["breaks off where an alert is due"])
        let derived = findings(
            .unmeasured(Reason(.timeout, "no answer")), violations: ["closes the connection without the required alert"]
        )
        #expect(FindingsComparison(derived: published, published: published) == .equal)
        #expect(FindingsComparison(derived: derived, published: published) == .equalButForWording)
    }

    @Test func theSentencesAboutRecordsAreProse() {
        func proofs(_ asked: String, record: Int = 1) -> ProviderProofs {
            ProviderProofs(
                provider: "a", observations: [Observation(record: record, asked: asked, answered: "an answer")])
        }
        let published = proofs("a hello")
        #expect(FindingsComparison(derived: published, published: published) == .equal)
        #expect(FindingsComparison(derived: proofs("a greeting"), published: published) == .equalButForWording)
        let other = FindingsComparison(derived: proofs("a hello", record: 2), published: published)
        #expect(other != .equal && other != .equalButForWording)
    }

    /// What this version wrote itself it must give again to the letter.
    @Test func onlyAnotherVersionMayWordItDifferently() {
        #expect(FindingsComparison.equalButForWording.isVerified(writtenBy: "pruefstand 0.0.9"))
        #expect(!FindingsComparison.equalButForWording.isVerified(writtenBy: programName))
        #expect(FindingsComparison.equal.isVerified(writtenBy: programName))
        #expect(!FindingsComparison.different(place: "").isVerified(writtenBy: "pruefstand 0.0.9"))
    }

    /// Digests of keys and the field Server came later than everything else.
    @Test func theNewestFactsMayBeMissing() {
        func withCertificate(_ digest: String?, _ server: Finding<String>?) -> ProviderFindings {
            var findings = findings(.measured(1))
            findings.services[0].endpoints[0].certificates = .measured([
                CertificateFacts(
                    sha256: "00", subject: "", issuer: "", notBefore: nil, notAfter: nil, keyType: "", keyBits: 0,
                    signatureHash: "", names: [], nameCount: 0, selfSigned: false, keyDigest: digest)
            ])
            findings.services[0].endpoints[0].web = WebFindings(
                status: .measured(200), hsts: .notOffered, davClasses: .notOffered, authentication: .notOffered,
                serverField: server)
            return findings
        }
        let derived = withCertificate("ab", .measured("nginx"))
        #expect(FindingsComparison(derived: derived, published: withCertificate(nil, nil)) == .equalButForWording)
        // Who wrote one of them wrote both.
        for published in [
            withCertificate("ab", nil), withCertificate(nil, .measured("nginx")), withCertificate("cd", nil),
        ] {
            #expect(FindingsComparison(derived: derived, published: published) != .equalButForWording)
        }
    }

    /// What an earlier version did not conclude yet is no contradiction; what it cannot have lacked is one.
    @Test func onlyWhatWasAddedMayBeMissing() {
        let derived = findings(.measured(1))
        func comparison(_ change: (inout ProviderFindings) -> Void) -> FindingsComparison {
            var (now, then) = (derived, derived)
            now.services[0].namedHosts = []
            now.services[0].endpoints[0].handshake = .measured(.tls13)
            change(&then)
            return FindingsComparison(derived: now, published: then)
        }
        #expect(comparison { _ in } == .equalButForWording)
        #expect(comparison { $0.services[0].endpoints[0].groups = .measured(["x25519"]) } != .equalButForWording)
        // Who wrote one of them wrote all.
        #expect(comparison { $0.services[0].namedHosts = [] } != .equalButForWording)
        #expect(comparison { $0.services[0].endpoints[0].handshake = .measured(.tls13) } != .equalButForWording)
        // The other way round it was published and cannot be derived.
        var published = derived
        published.services[0].endpoints[0].handshake = .measured(.tls13)
        #expect(FindingsComparison(derived: derived, published: published) != .equalButForWording)
        // This one is as old as the format.
        var (now, then) = (derived, derived)
        now.services[0].namesSecurity = .secure
        then.services[0].namesSecurity = nil
        #expect(FindingsComparison(derived: now, published: then) != .equalButForWording)
    }

    /// The same of what was concluded later: what a version wrote, it wrote everywhere.
    @Test func whatWasConcludedLaterMayBeMissing() {
        var now = findings(.measured(1))
        now.services[0].namedHosts = []
        now.services[0].endpoints[0].handshake = .measured(.tls13)
        let then = now
        now.services[0].endpoints[0].parameters?.certificateRequest = .measured(false)
        now.services[0].endpoints[0].xmpp = XMPPFindings(beforeTLS: .notApplicable, insideTLS: .notOffered)
        #expect(FindingsComparison(derived: now, published: then) == .equalButForWording)
        var edited = then
        edited.services[0].endpoints[0].parameters?.certificateRequest = .measured(false)
        #expect(FindingsComparison(derived: now, published: edited) != .equalButForWording)
        edited = now
        edited.services[0].endpoints[0].xmpp = nil
        #expect(FindingsComparison(derived: now, published: edited) != .equalButForWording)
        edited.services[0].endpoints[0].xmpp = XMPPFindings(beforeTLS: .notApplicable, insideTLS: .notApplicable)
        #expect(FindingsComparison(derived: now, published: edited) != .equalButForWording)
    }

    /// The place named is where something measured differs, not where only the words do.
    @Test func thePlaceIsThatOfWhatWasMeasured() {
        let published = findings(.measured(1), discovered: "a greeting")
        var derived = findings(.measured(1))
        derived.services[0].endpoints[0].groups = .measured(["x25519"])
        #expect(
            FindingsComparison(derived: derived, published: published)
                == .different(place: "at imap a.test imap.a.test:993 [192.0.2.1] direct"))
        derived = findings(.measured(2))
        #expect(
            FindingsComparison(derived: derived, published: published) == .different(place: "at imap of a.test"))
        derived = findings(.measured(1))
        derived.services[0].endpoints.append(derived.services[0].endpoints[0])
        #expect(
            FindingsComparison(derived: derived, published: published) == .different(place: "at imap of a.test"))
        derived = findings(.measured(1))
        derived.name = "B"
        #expect(
            FindingsComparison(derived: derived, published: published)
                == .different(place: "in fields other than services"))
        derived.services = []
        #expect(
            FindingsComparison(derived: derived, published: published)
                == .different(place: "in the number of services"))
    }

    @Test func valuesAreCompared() {
        var (one, other) = (findings(.measured(1), discovered: "a"), findings(.measured(1), discovered: "b"))
        one.services[0].endpoints[0].groups = .measured(["1"])
        other.services[0].endpoints[0].groups = .measured(["1", "1"])
        #expect(FindingsComparison(derived: one, published: other) != .equalButForWording)
        other.services[0].endpoints[0].groups = .notOffered
        #expect(FindingsComparison(derived: one, published: other) != .equalButForWording)
        other.services[0].endpoints[0].groups = .measured(["1"])
        #expect(FindingsComparison(derived: one, published: other) == .equalButForWording)
    }

    @Test func whatWasMeasuredIs() {
        let published = findings(.unmeasured(Reason(.timeout, "no answer")))
        for other in [
            findings(.unmeasured(Reason(.connectionRefused, "no answer"))), findings(.measured(2)),
            findings(.unmeasured(Reason(.timeout, "no answer")), violations: ["chose X, which was not offered"]),
        ] {
            let comparison = FindingsComparison(derived: other, published: published)
            #expect(comparison != .equal && comparison != .equalButForWording)
        }
    }
}
