import Grading
import Model
import YAML

/// A new site: content in two languages that builds at once and says in comments what to put in its place. It needs no
/// templates of its own, the program's are used; a file of the same name in the site's `templates/` replaces one of them.
package enum SiteScaffold {
    /// Path → text.
    package static func files(title: String, date: Day) -> [String: String] {
        let own = [
            "content/site.yaml": settings(title),
            "content/tables/mail.yaml": mailTable(date),
            "content/tables/jabber.yaml": jabberTable(date),
            "content/tables/domain.yaml": domainTable,
            "content/articles/\(date)-willkommen.md": germanArticle(date),
            "content/articles/\(date)-willkommen.en.md": englishArticle(date),
            "content/pages/ueber.md": germanPage,
            "content/pages/ueber.en.md": englishPage,
            "templates/README.md": templates,
        ]
        return own.merging(exampleProviders) { first, _ in first }
    }

    /// Providers that resolve nowhere, for a site that has none yet: path → text.
    package static let exampleProviders = Dictionary(
        uniqueKeysWithValues: [("lindenpost", "DE"), ("fichtenmail", "AT"), ("ahornchat", "CH")].map { id, country in
            (
                "content/providers/\(id).md",
                """
                ---
                # An example: the first `pruefstand new provider DOMAIN` removes it, as long as nobody has edited it.
                name: \(id.prefix(1).uppercased() + id.dropFirst())
                # website: https://\(id).invalid/
                country: \(country)
                # Mail domains, the main one first; domains of Jabber IDs. The file name is the id of the provider.
                domains: [\(id).invalid]
                jid-domains: [\(id).invalid]
                # true if the provider asked not to be scanned.
                opt-out: false
                ---
                <!-- What is to be said of this provider, on its page. -->

                """
            )
        })

    private static func settings(_ title: String) -> String {
        """
        # Settings of the site. README.md in this directory documents every key of every file, with examples.
        title: \(YAMLScalar.quoted(title))
        description:
          de: Wie sorgfältig betreiben E-Mail- und Jabber-Anbieter ihre Server?
          en: How carefully do e-mail and Jabber providers run their servers?
        # URL of the published site, with a trailing slash and optionally a path: https://example.org/pruefstand/
        base-url: https://site.invalid/
        # The first language is published at the root, others below /en/. For one language alone write [en] or [de], and
        # remove the articles and pages of the other one (.en.md).
        languages: [de, en]
        time-zone: Europe/Berlin
        author: Redaktion
        contact: redaktion@site.invalid
        # Licence of the data: snapshots, tables and downloads.
        licence: CC-BY-4.0
        # Quotation marks and dashes of texts as the language has them; links of headings to themselves.
        typography: true
        heading-links: false

        # Identity of the scanner. The names must belong to whoever runs it.
        scan:
          ehlo: scan.site.invalid
          xmpp-from: scan.site.invalid
          url: https://site.invalid/
          # Short description of the vantage point, shown below every table.
          vantage: {de: ein Messpunkt, en: one measuring point}

        # Rate limits: concurrent connections per IP address, delay between two of them (ms), connections per endpoint,
        # timeout (ms), concurrent connections in total.
        manners: {per-address: 2, gap: 100, budget: 300, timeout: 10000, jobs: 50}

        # The most that a scan may take (seconds); it prints within what time it will end.
        limits: {endpoint-time: 600, provider-time: 1800, run-time: 18000}

        """
    }

    /// The rules of this bench that apply on a day, and those that are announced.
    private static func profile(on date: Day) -> String {
        let benches = Profile.all.filter { $0.name.hasPrefix("pruefstand-") }
        let begun = benches.lastIndex { Day($0.since).map { $0 <= date } ?? true } ?? benches.startIndex
        let names = benches[begun...].enumerated().map { place, profile in
            place == 0 ? "  - {name: \(profile.name)}" : "  - {name: \(profile.name), from: \(profile.since)}"
        }
        return "profile:\n" + names.joined(separator: "\n")
    }

    private static func mailTable(_ date: Day) -> String {
        """
        title: {de: Verschlüsselung der E-Mail-Dienste, en: Encryption of e-mail services}
        # In the navigation.
        short-title: {de: E-Mail, en: E-mail}
        # The grading profiles, oldest first, with the first day on which each applies.
        \(profile(on: date))
        services:
          - {service: mx, label: MX}
          - {service: submission, label: SMTP}
          - {service: imap, label: IMAP}
          - {service: pop3, label: POP3}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        # Provider ids, or all providers of the snapshot.
        rows: all
        # listed (the order of rows), name or grade
        order: grade

        """
    }

    private static func jabberTable(_ date: Day) -> String {
        """
        title: {de: Jabber-Server, en: Jabber servers}
        short-title: Jabber
        \(profile(on: date))
        services:
          - {service: xmpp-client, label: C2S}
          - {service: xmpp-server, label: S2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        rows: all
        order: grade

        """
    }

    private static let domainTable = """
        title: {de: DNS-Sicherheit der Anbieter, en: DNS security of the providers}
        short-title: DNS
        # Columns about the domain, not about one of its services; README.md lists all.
        columns: [dnssec, dane, caa, spf, dmarc, mta-sts, tls-rpt]
        rows: all
        order: name

        """

    private static func germanArticle(_ date: Day) -> String {
        """
        ---
        title: Willkommen
        date: \(date)
        tags: [In eigener Sache]
        summary: Diese Seite ist neu. Wie sie misst, steht auf der Seite zur Methode.
        # Articles with draft: true are shown by pruefstand serve only.
        draft: false
        ---
        Dieser Artikel liegt in `content/articles`. `pruefstand serve` zeigt jede Änderung sofort im Browser,
        `pruefstand scan` misst, und `pruefstand new article "Titel"` legt den nächsten an. Wie benotet wird, steht unter
        [Methode](/methode/).

        <!-- After the first scan, insert a table like this:

        ```table
        name: mail
        date: latest
        ```
        -->

        """
    }

    private static func englishArticle(_ date: Day) -> String {
        """
        ---
        title: Welcome
        date: \(date)
        tags: [About this site]
        summary: This site is new. How it measures is explained on the page about methods.
        draft: false
        ---
        This article is in `content/articles`. `pruefstand serve` shows every change in the browser at once,
        `pruefstand scan` measures, and `pruefstand new article "Title" --language en` begins the next one. How is graded
        is explained under [Method](/en/method/).

        """
    }

    private static let germanPage = """
        ---
        title: Über diese Seite
        # true, or another text for the link in the navigation.
        navigation: Über
        summary: Wer hier misst, und warum.
        ---
        Hier steht, wer diese Seite betreibt und wie man Fehler meldet.

        """

    private static let englishPage = """
        ---
        title: About this site
        navigation: About
        summary: Who measures here, and why.
        # The last part of the URL, where it is not the file name.
        slug: about
        ---
        Write here who runs this site and how to report mistakes.

        """

    private static let templates = """
        # Templates of this site

        This directory may be empty. A file with the name of a default template (`article.mustache`, `texts.de.yaml`,
        `assets/style.css`) overrides it; `pruefstand new templates` copies all default templates here, together with
        their documentation.

        """
}
