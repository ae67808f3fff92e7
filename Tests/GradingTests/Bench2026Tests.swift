import Grading
import Model
import Testing

/// The bench's own rules, each moved alone from a server that has nothing to take away.
@Suite struct Bench2026Tests {
    let profile = Profile.pruefstand2026

    private func best(_ change: (inout EndpointFindings) -> Void = { _ in }) -> Finding<String> {
        var it = endpoint(
            versions: [.tls12, .tls13], suites: [tls13AES256, ecdheGCM], keyType: "EC P-256", keyBits: 256, tlsa: true,
            groups: .measured(["X25519MLKEM768", "x25519"]))
        change(&it)
        return profile.verdict(for: it).grade
    }

    private func offering(_ suite: SuiteFacts) -> Finding<String> {
        best { it in
            let versions = it.versions
            it.versions = versions.map { version in
                guard var facts = version.finding.value else { return version }
                facts.suites.append(suite)
                return VersionFinding(version: version.version, finding: .measured(facts))
            }
        }
    }

    private func speaking(_ version: ProtocolVersion) -> Finding<String> {
        best { it in
            let facts = it.versions.compactMap(\.finding.value).first
            it.versions = it.versions.map {
                guard $0.version == version, let facts else { return $0 }
                return VersionFinding(version: version, finding: .measured(facts))
            }
        }
    }

    @Test func thereIsAnAPlus() { #expect(best() == .measured("A+")) }

    @Test func versions() {
        #expect(speaking(.ssl2) == .measured("F"))
        #expect(speaking(.ssl3) == .measured("F"))
        #expect(speaking(.tls10) == .measured("C"))
        #expect(speaking(.tls11) == .measured("C"))
        let old = endpoint(versions: [.tls10, .tls11], suites: [ecdheGCM])
        #expect(profile.verdict(for: old).grade == .measured("F"))
        let noTLS13 = best { it in
            it.versions = it.versions.map {
                $0.version == .tls13 ? VersionFinding(version: .tls13, finding: .notOffered) : $0
            }
        }
        #expect(noTLS13 == .measured("A-"))
    }

    @Test func suites() {
        #expect(offering(rsaRC4) == .measured("F"))
        #expect(offering(suite("TLS_RSA_WITH_DES_CBC_SHA", .rsa, "DES_CBC", 56)) == .measured("F"))
        #expect(offering(suite("TLS_RSA_WITH_NULL_SHA", .rsa, "NULL", 0)) == .measured("F"))
        #expect(
            offering(
                suite("TLS_ECDH_anon_WITH_AES_128_CBC_SHA", .ecdhe, "AES_128_CBC", 128, authentication: .anonymous))
                == .measured("F"))
        #expect(offering(rsa3DES) == .measured("C"))
        #expect(offering(rsaAES128) == .measured("C"))
        #expect(offering(ecdheAES128) == .measured("B"))
        #expect(offering(dheGCM) == .measured("B"))
        let psk = suite(
            "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", .ecdhePSK, "AES_128_GCM", 128, mac: "AEAD", authentication: .psk)
        #expect(offering(psk) == .measured("A-"))
    }

    @Test func keys() {
        func rsa(_ bits: Int, _ keyType: String = "RSA", ecdsaBeside: Bool = false) -> Finding<String> {
            best { it in
                it.certificates = it.certificates.map { chain in
                    chain.map { leaf in
                        var leaf = leaf
                        (leaf.keyType, leaf.keyBits) = (keyType, bits)
                        return leaf
                    }
                }
                guard ecdsaBeside else { return }
                let other = suite(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", .ecdhe, "AES_128_GCM", 128, mac: "AEAD",
                    authentication: .ecdsa)
                it.versions = it.versions.map { version in
                    guard version.version == .tls12, var facts = version.finding.value else { return version }
                    facts.suites.append(other)
                    return VersionFinding(version: .tls12, finding: .measured(facts))
                }
            }
        }
        #expect(rsa(2047) == .measured("F"))
        #expect(rsa(2048) == .measured("B"))
        #expect(rsa(2048, ecdsaBeside: true) == .measured("A+"))
        #expect(rsa(3072) == .measured("A+"))
        // The same numbers with another name for what they may sign (RFC 4055 §1.2).
        #expect(rsa(2047, "RSA-PSS") == .measured("F"))
        #expect(rsa(2048, "RSA-PSS") == .measured("B"))
    }

    /// The suites of TLS 1.3 name no kind of key, so only the other chains tell.
    @Test func aKeyOnACurveBesideRSAWhereOnlyTLS13IsSpoken() {
        func grade(_ keyType: String, _ versions: [ProtocolVersion] = [.tls13]) -> Finding<String> {
            let leaf = CertificateFacts(
                sha256: "01", subject: "CN=a.test", issuer: "CN=ca", notBefore: nil, notAfter: nil, keyType: keyType,
                keyBits: keyType == "RSA-PSS" ? 3072 : 256, signatureHash: "SHA256", names: ["DNS:a.test"],
                nameCount: 1, selfSigned: false)
            return grade(
                .measured([
                    ChainFacts(
                        certificates: [leaf], trust: TrustFacts(valid: true, problems: []),
                        identity: IdentityFacts(valid: true, expected: "a.test", matched: "DNS:a.test"))
                ]), versions)
        }
        func grade(_ others: Finding<[ChainFacts]>, _ versions: [ProtocolVersion] = [.tls13]) -> Finding<String> {
            var it = endpoint(
                versions: versions, suites: versions == [.tls13] ? [tls13AES256] : [tls13AES256, ecdheGCM], tlsa: true,
                groups: .measured(["X25519MLKEM768", "x25519"]))
            it.parameters?.otherChains = others
            return profile.verdict(for: it).grade
        }
        #expect(grade("EC P-256") == .measured("A+"))
        #expect(grade("Ed25519") == .measured("A+"))
        #expect(grade("RSA-PSS") == .measured("B"))
        #expect(grade(.notOffered) == .measured("B"))
        #expect(grade(.unmeasured(Reason(.timeout))).isUnknown)
        #expect(grade(.unmeasured(Reason(.timeout)), [.tls12, .tls13]) == .measured("B"), "TLS 1.2 has told")
    }

    /// What a client that cannot verify ECDSA is given counts as well.
    @Test func aWeakerKeyBesideOneOnACurve() {
        func grade(
            _ others: Finding<Int>, suites: [SuiteFacts] = [tls13AES256, ecdheGCM],
            versions: [ProtocolVersion] = [.tls12, .tls13]
        ) -> Finding<String> {
            var it = endpoint(
                versions: versions, suites: suites, keyType: "EC P-256", keyBits: 256, tlsa: true,
                groups: .measured(["X25519MLKEM768", "x25519"]))
            it.parameters?.otherChains = others.map { bits in
                let leaf = CertificateFacts(
                    sha256: "02", subject: "CN=a.test", issuer: "CN=ca", notBefore: nil, notAfter: nil, keyType: "RSA",
                    keyBits: bits, signatureHash: "SHA256", names: ["DNS:a.test"], nameCount: 1, selfSigned: false)
                return [
                    ChainFacts(
                        certificates: [leaf], trust: TrustFacts(valid: true, problems: []),
                        identity: IdentityFacts(valid: true, expected: "a.test", matched: "DNS:a.test"))
                ]
            }
            return profile.verdict(for: it).grade
        }
        #expect(grade(.measured(1024)) == .measured("F"))
        #expect(grade(.measured(2048)) == .measured("A+"))
        #expect(grade(.unmeasured(Reason(.timeout))).isUnknown, "its suites say that there is one")
        #expect(grade(.unmeasured(Reason(.notAsked))).isUnknown)
        #expect(grade(.unmeasured(Reason(.timeout)), suites: [tls13AES256], versions: [.tls13]).isUnknown)
    }

    @Test func startTLS() {
        #expect(best { $0.startTLS = .measured(.optional) } == .measured("C"))
        #expect(best { ($0.startTLS, $0.endpoint.service) = (.measured(.optional), .mx) } == .measured("A+"))
        #expect(best { ($0.startTLS, $0.endpoint.service) = (.measured(.optional), .submission) } == .measured("C"))
        #expect(best { $0.startTLS = .notOffered } == .measured("F"))
        #expect(best { ($0.startTLS, $0.endpoint.service) = (.notOffered, .mx) } == .notOffered)
    }

    @Test func whatAnAPlusTakes() {
        #expect(best { $0.groups = .measured(["x25519"]) } == .measured("A"))
        #expect(best { $0.dane = .notOffered } == .measured("A"))
        #expect(best { $0.dane = .unmeasured(Reason(.bogus)) }.isUnknown)
        #expect(best { $0.groups = .measured(["X25519MLKEM768", "ffdhe3072"]) } == .measured("B"))
    }

    @Test func trust() {
        let untrusted = TrustFacts(valid: false, problems: [])
        let misnamed = IdentityFacts(valid: false, expected: "a.test", matched: "")
        #expect(best { $0.trust = .measured(untrusted) } == .measured("A+"), "DANE vouches for it")
        #expect(best { ($0.trust, $0.dane) = (.measured(untrusted), .notOffered) } == .measured("T"))
        #expect(best { ($0.identity, $0.dane) = (.measured(misnamed), .notOffered) } == .measured("M"))
        #expect(
            best { ($0.trust, $0.identity, $0.dane) = (.measured(untrusted), .measured(misnamed), .notOffered) }
                == .measured("T"))
        // Between mail servers nobody asks the authorities.
        #expect(
            best { ($0.trust, $0.dane, $0.endpoint.service) = (.measured(untrusted), .notOffered, .mx) }
                == .measured("A"))
        #expect(
            best {
                $0.endpoint.service = .mx
                $0.dane = .measured(
                    DANEFacts(name: "", records: [], usable: 1, verified: false, problem: "no-match"))
            } == .measured("T"))
        #expect(
            best { ($0.trust, $0.dane) = (.measured(untrusted), .unmeasured(Reason(.bogus))) }.isUnknown,
            "whether it is T hangs on DANE")
    }

    /// What `pruefstand-2026` overlooks and its successor does not; everything else is the same in both.
    @Test func theNextProfile() {
        let next = Profile.pruefstand202612
        func grades(_ change: (inout EndpointFindings) -> Void) -> [Finding<String>] {
            var it = endpoint(
                versions: [.tls12, .tls13], suites: [tls13AES256, ecdheGCM, dheGCM], keyType: "EC P-256", keyBits: 256,
                tlsa: true, groups: .measured(["X25519MLKEM768", "x25519"]))
            change(&it)
            return [profile, next].map { $0.verdict(for: it).grade }
        }
        // Finite-field Diffie-Hellman in TLS 1.2 (RFC 10015), whatever its size.
        #expect(grades { _ in } == [.measured("B"), .measured("C")])
        for bits in [480, 512, 1024, 2047] {
            #expect(
                grades { $0.parameters?.diffieHellman = .measured([.init(bits: bits, name: "")]) }
                    == [.measured("B"), .measured("F")], "\(bits) bits")
        }
        #expect(
            grades { $0.parameters?.diffieHellman = .measured([.init(bits: 2048, name: "ffdhe2048")]) }
                == [.measured("B"), .measured("C")])
        let unseen = grades { $0.parameters?.diffieHellman = .unmeasured(Reason(.timeout)) }
        #expect(unseen[0] == .measured("B") && unseen[1].isUnknown)
        #expect(grades { $0.parameters?.compression = .measured(true) } == [.measured("B"), .measured("F")])
        for hash in ["SHA1", "MD5"] {
            #expect(
                grades { it in
                    // In the intermediate: the leaf's own is not the only one that can be forged.
                    it.certificates = it.certificates.map { chain in
                        var issuer = chain[0]
                        issuer.signatureHash = hash
                        return chain + [issuer]
                    }
                } == [.measured("B"), .measured("F")])
        }
        #expect(next.rules.filter { profile.rules.contains($0) } == profile.rules.filter { $0.name != "dhe" })
        #expect(Set(next.omissions).isSubset(of: profile.omissions) && next.omissions.contains("posh"))
    }
}
