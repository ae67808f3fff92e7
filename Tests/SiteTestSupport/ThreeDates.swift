import Model

/// A site with three snapshots of two tables and two providers.
package enum ThreeDates {
    package static let tables = """
        -- content/tables/jabber.yaml --
        title: Jabber-Server
        profile: xmpp.net-2014-01
        services:
          - {service: xmpp-client, label: C2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        -- content/tables/dane.yaml --
        title: DANE
        columns: [dnssec, dane, dane-protocols]
        -- content/providers/a.md --
        ---
        name: A
        domains: [a.example]
        ---
        -- content/providers/b.md --
        ---
        name: B
        domains: [b.example]
        ---
        """

    package static func service(
        _ protocols: Finding<[ProtocolVersion]>, grade: Finding<String>,
        certificate: Finding<CertificateValidity> = .measured(.valid), tlsa: Bool = false
    ) -> ServiceSummary {
        Fixture.summary(
            .xmppClient, certificate, protocols, Fixture.strong, .measured(.required), .measured(tlsa), grade)
    }

    package static let silence = Reason(.timeout)

    /// January: as it was. February: nothing of A could be measured. March: A has changed, B has not but for its grade.
    package static func site() throws -> SiteInAString {
        let site = try SiteInAString(tables)
        let old = Finding.measured([ProtocolVersion.tls10, .tls12])
        let b = service(.measured([.tls12]), grade: .measured("A"))
        let months: [(String, ServiceSummary, ServiceSummary, Finding<[String]>)] = [
            ("2015-01-01", service(old, grade: .measured("B")), b, .measured(["mx", "xmpp-client"])),
            (
                "2015-02-01",
                service(
                    .unmeasured(silence), grade: .unmeasured(silence), certificate: .unmeasured(silence)), b,
                .unmeasured(silence)
            ),
            (
                "2015-03-01", service(.measured([.tls12, .tls13]), grade: .measured("A"), tlsa: true),
                service(.measured([.tls12]), grade: .measured("A-")), .measured(["xmpp-client"])
            ),
        ]
        for (date, a, b, dane) in months {
            let providers = [
                Fixture.transcribed("a", "A", [a], dnssec: .measured(true), dane: dane),
                Fixture.transcribed("b", "B", [b]),
            ]
            try site.write(Fixture.snapshot(try Fixture.day(date), providers), providers)
        }
        return site
    }
}
