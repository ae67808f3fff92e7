import Model

/// Records and commands made of what was seen. Whoever copies them trusts them, so only names that are plainly names of
/// hosts get into them.
enum Records {
    /// Letters, digits, hyphens, underscores and dots: nothing that a shell or a zone file takes for more than a name.
    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-") && name.utf8.count <= 253
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// The TLSA records of the keys in use, and commands that make the next key and print its records: both are published
    /// before the key is changed (RFC 7671 §8.1).
    /// - Parameter keys: ports with SHA-256 of the SubjectPublicKeyInfo of every key that is in use there; none where
    ///   they are unknown.
    static func tlsa(host: String, keys: [(port: UInt16, digests: [String])]) -> [Snippet] {
        guard isPlain(host), !keys.isEmpty else { return [] }
        let record = { (port: String, digest: String) in "_\(port)._tcp.\(host). IN TLSA 3 1 1 \(digest)" }
        let ports = keys.map { "\($0.port)" }.joined(separator: " ")
        // Nothing but digits, the shell's own names and the name of the host.
        let printing = { (key: String) in
            [
                "digest=$(openssl pkey -in \(key) -pubout -outform DER | sha256sum | cut -c 1-64)",
                "for port in \(ports); do", "  echo \"\(record("$port", "$digest"))\"", "done",
            ]
        }
        let next = "\(host)-next.key"
        let commands =
            ["openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out \(next)"] + printing(next)
        let isKnown = keys.allSatisfy { entry in
            !entry.digests.isEmpty && entry.digests.allSatisfy { $0.utf8.count == 64 && isPlain($0) }
        }
        guard isKnown else {
            return [
                Snippet(
                    software: .openSSL, place: "", lines: printing("/etc/ssl/private/\(host).key") + commands)
            ]
        }
        let records = keys.flatMap { entry in
            entry.digests.prefix(keyLimit).map { record("\(entry.port)", $0) }
        }
        return [
            Snippet(software: .dns, place: "", lines: records),
            Snippet(software: .openSSL, place: "", lines: commands),
        ]
    }

    /// Keys of one port that records are written for; behind one name there may be many servers.
    private static let keyLimit = 8

    /// A key on a curve, and the request for a certificate of it with all names that clients compare.
    static func certificateRequest(host: String, names: [String]) -> [Snippet] {
        let names = names.filter(isPlain)
        guard isPlain(host), !names.isEmpty else { return [] }
        return [
            Snippet(
                software: .openSSL, place: "",
                lines: [
                    "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=\(host)"
                        + " -addext subjectAltName=\(names.map { "DNS:\($0)" }.joined(separator: ","))"
                        + " -keyout \(host).key -out \(host).csr"
                ])
        ]
    }

    /// - Parameter issuers: distinguished names of issuers in use.
    static func caa(_ domain: String, issuers: [String]) -> [Snippet] {
        let found = issuers.compactMap { issuer in
            authorities.first { issuer.lowercased().contains($0.organization) }?.domain
        }
        let lines = Set(found).sorted().map { "\(domain). IN CAA 0 issue \"\($0)\"" }
        return lines.isEmpty || !isPlain(domain) ? [] : [Snippet(software: .dns, place: "", lines: lines)]
    }

    /// What authorities call themselves in certificates, and the issuer domain names that they recognise (their
    /// certification practice statements; the Common CA Database lists them).
    private static let authorities: [(organization: String, domain: String)] = [
        ("let's encrypt", "letsencrypt.org"), ("internet security research group", "letsencrypt.org"),
        ("digicert", "digicert.com"), ("sectigo", "sectigo.com"), ("zerossl", "sectigo.com"),
        ("google trust services", "pki.goog"), ("globalsign", "globalsign.com"), ("d-trust", "d-trust.net"),
        ("amazon", "amazon.com"), ("actalis", "actalis.it"), ("harica", "harica.gr"), ("buypass", "buypass.com"),
    ]

    /// - Parameter hasMail: whether the domain has mail exchangers.
    static func spf(_ domain: String, hasMail: Bool) -> [Snippet] {
        text("", domain, "v=spf1 \(hasMail ? "mx " : "")-all")
    }

    /// The record in use with `-all` for its last term; none where the record is not plain.
    static func spf(_ domain: String, ending record: String) -> [Snippet] {
        let terms = record.split(separator: " ")
        let isPlain = record.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: " -.:/=_?~+".utf8.contains(byte)
            }
        }
        guard isPlain, record.utf8.count <= 240, terms.first == "v=spf1",
            !terms.contains(where: { $0.hasPrefix("redirect=") })
        else { return [] }
        let kept = terms.filter { !["all", "+all", "?all", "~all", "-all"].contains($0) }
        return text("", domain, (kept + ["-all"]).joined(separator: " "))
    }

    static func dmarc(_ domain: String) -> [Snippet] {
        text("_dmarc.", domain, "v=DMARC1; p=quarantine; rua=mailto:dmarc-reports@\(domain)")
    }

    static func tlsReporting(_ domain: String) -> [Snippet] {
        text("_smtp._tls.", domain, "v=TLSRPTv1; rua=mailto:tls-reports@\(domain)")
    }

    /// A zone that BIND signs and keeps signed, and the command that prints the record for the parent zone.
    static func dnssec(_ domain: String) -> [Snippet] {
        guard isPlain(domain) else { return [] }
        return [
            Snippet(
                software: .bind, place: "/etc/bind/named.conf.local, zone \"\(domain)\"",
                lines: ["dnssec-policy default;", "inline-signing yes;"]),
            Snippet(
                software: .bind, place: "",
                lines: ["dig @localhost \(domain) DNSKEY | dnssec-dsfromkey -f - \(domain)"]),
        ]
    }

    /// - Parameter protocols: identifiers of ALPN that the website was seen to speak.
    static func https(_ domain: String, protocols: [String]) -> [Snippet] {
        guard isPlain(domain), protocols.contains("h2") else { return [] }
        return [Snippet(software: .dns, place: "", lines: ["\(domain). IN HTTPS 1 . alpn=\"h2\""])]
    }

    /// - Parameters:
    ///   - exchangers: the mail exchangers.
    ///   - id: the one in use; empty where there is none. A new policy needs another (RFC 8461 §3.1).
    static func mtaSTS(_ domain: String, exchangers: [String], id: String) -> [Snippet] {
        guard !exchangers.isEmpty, exchangers.allSatisfy(isPlain) else { return [] }
        let record = text("_mta-sts.", domain, "v=STSv1; id=\(id == "1" ? "2" : "1")")
        return record.isEmpty
            ? []
            : [
                Snippet(
                    software: .policyFile, place: "https://mta-sts.\(domain)/.well-known/mta-sts.txt",
                    lines: ["version: STSv1", "mode: enforce"] + exchangers.map { "mx: \($0)" }
                        + ["max_age: 1209600"])
            ] + record
    }

    private static func text(_ labels: String, _ domain: String, _ value: String) -> [Snippet] {
        guard isPlain(domain) else { return [] }
        return [Snippet(software: .dns, place: "", lines: ["\(labels)\(domain). IN TXT \"\(value)\""])]
    }
}
