import Grading
import Model
import Testing

@Suite struct SummaryTests {
    @Test func theWorstOfTwoTargets() {
        let good = endpoint(versions: [.tls10, .tls12], suites: [ecdheAES256], tlsa: true)
        let bad = endpoint(
            versions: [.ssl3], suites: [rsaRC4], trusted: false, startTLS: .measured(.optional), tlsa: false)
        let summary = ServiceSummary(of: service(good, bad))
        #expect(summary.certificate == .measured(.invalid))
        #expect(summary.protocols == .measured([.ssl3, .tls10, .tls12]))
        #expect(summary.suites == .measured(SuiteQuality(strength: .weak, forwardSecrecy: false)))
        #expect(summary.startTLS == .measured(.optional))
        #expect(summary.tlsa == .measured(false))
    }

    @Test func noEncryptionAnywhereOutweighsEverything() {
        let bare = endpoint(versions: [], suites: [], startTLS: .notOffered)
        let summary = ServiceSummary(of: service(endpoint(versions: [.tls12], suites: [ecdheAES256]), bare))
        #expect(summary.startTLS == .notOffered)
        #expect(summary.certificate == .notOffered)
        #expect(summary.protocols == .notOffered)
        #expect(summary.suites == .notOffered)
        // A column of 2014 that knows yes and no: no TLSA was found.
        #expect(summary.tlsa == .measured(false))
    }

    @Test func directPortsSayNothingOfStartTLS() {
        var direct = endpoint(versions: [.tls12], suites: [ecdheAES256])
        direct.startTLS = .notApplicable
        let summary = ServiceSummary(of: service(endpoint(versions: [.tls12], suites: [ecdheAES256]), direct))
        #expect(summary.startTLS == .measured(.required))
        #expect(ServiceSummary(of: service(direct)).startTLS == .notApplicable)
    }

    @Test func unknownNeverBecomesNo() {
        var silent = endpoint(versions: [], suites: [])
        let timeout = Reason(.timeout)
        silent.startTLS = .unmeasured(timeout)
        silent.certificates = .unmeasured(timeout)
        silent.trust = .unmeasured(timeout)
        silent.identity = .unmeasured(timeout)
        silent.dane = .unmeasured(timeout)
        silent.versions = ProtocolVersion.allCases.map { VersionFinding(version: $0, finding: .unmeasured(timeout)) }
        let summary = ServiceSummary(of: service(silent))
        #expect(summary.certificate == .unmeasured(timeout))
        #expect(summary.protocols == .unmeasured(timeout))
        #expect(summary.suites == .unmeasured(timeout))
        #expect(summary.startTLS == .unmeasured(timeout))
        #expect(summary.tlsa == .unmeasured(timeout))
    }

    @Test func daneOutweighsAnUntrustedChain() {
        let it = endpoint(versions: [.tls12], suites: [ecdheAES256], trusted: false, tlsa: true)
        #expect(ServiceSummary(of: service(it)).certificate == .measured(.validByDANE))
    }

    @Test func whatNeitherTheAuthoritiesNorAnUnknownDANEVouchForIsUnknown() {
        var it = endpoint(versions: [.tls12], suites: [ecdheAES256], trusted: false)
        it.dane = .unmeasured(Reason(.bogus))
        #expect(ServiceSummary(of: service(it)).certificate == .unmeasured(Reason(.bogus)))
        it = endpoint(versions: [.tls12], suites: [ecdheAES256])
        it.dane = .unmeasured(Reason(.bogus))
        #expect(ServiceSummary(of: service(it)).certificate == .measured(.valid), "it needs no DANE")
    }

    @Test func noForwardSecrecyIsSaidOnlyWhereAllIsKnown() {
        let timeout = Reason(.timeout)
        func quality(_ suites: [SuiteFacts], _ change: (VersionFinding) -> VersionFinding) -> Finding<SuiteQuality> {
            var it = endpoint(versions: [.tls10], suites: suites)
            it.versions = it.versions.map(change)
            return ServiceSummary(of: service(it)).suites
        }
        func silent(_ version: ProtocolVersion) -> (VersionFinding) -> VersionFinding {
            { $0.version == version ? VersionFinding(version: version, finding: .unmeasured(timeout)) : $0 }
        }
        #expect(quality([rsaAES128], silent(.tls12)) == .unmeasured(timeout))
        #expect(
            quality([rsaAES128]) { version in
                guard var facts = version.finding.value else { return version }
                facts.incomplete = timeout
                return VersionFinding(version: version.version, finding: .measured(facts))
            } == .unmeasured(timeout))
        // SSL 2.0 has no suite with forward secrecy, and what was seen is seen.
        #expect(
            quality([rsaAES128], silent(.ssl2))
                == .measured(SuiteQuality(strength: .modern, forwardSecrecy: false)))
        #expect(
            quality([ecdheAES128], silent(.tls12))
                == .measured(SuiteQuality(strength: .modern, forwardSecrecy: true)))
    }

    @Test func aServiceThatNobodyNamesLeavesNothingOpenAboutDANE() {
        let nowhere = ServiceFindings(
            service: .pop3, domain: "example.org", discovery: .unmeasured(Reason(.noRecord)),
            endpoints: [])
        func provider(_ services: [ServiceFindings]) -> ProviderFindings {
            ProviderFindings(provider: "p", name: "P", domains: [], services: services)
        }
        let plain = service(endpoint(versions: [.tls12], suites: [ecdheAES256], tlsa: false))
        #expect(provider([plain, nowhere]).daneServices == .notOffered)
        #expect(provider([nowhere]).daneServices == .unmeasured(Reason(.noRecord)))
        var silent = nowhere
        silent.discovery = .unmeasured(Reason(.dnsFailure))
        #expect(provider([plain, silent]).daneServices == .unmeasured(Reason(.dnsFailure)))
    }
}
