import Comparison
import Content
import Model
import YAML

/// A new site: content that builds at once and says in comments what to put in its place. It needs no templates of its
/// own, the program's are used; a file of the same name in the site's `templates/` replaces one of them.
package enum SiteScaffold {
    /// Path → text.
    package static func files(title: String, date: Day) -> [String: String] {
        [
            "content/site.yaml": settings(title),
            "content/providers/beispielpost.md": provider,
            "content/tables/jabber.yaml": table,
            "content/articles/\(date)-willkommen.md": article(date),
            "templates/README.md": templates,
        ]
    }

    private static func settings(_ title: String) -> String {
        """
        # Settings of the site. README.md in this directory documents every key of every file, with examples.
        title: \(YAMLScalar.quoted(title))
        description: Wie sorgfältig betreiben E-Mail- und Jabber-Anbieter ihre Server?
        # URL of the published site, with a trailing slash and optionally a path: https://example.org/pruefstand/
        base-url: https://site.invalid/
        # The first language is published at the root, others below /en/. For German and English write [de, en], and
        # texts in both languages as {de: …, en: …}.
        languages: [de]
        time-zone: Europe/Berlin
        author: Redaktion
        contact: redaktion@site.invalid
        # Licence of the data: snapshots, tables and downloads.
        licence: CC-BY-4.0

        # Identity of the scanner. The names must belong to whoever runs it.
        scan:
          ehlo: scan.site.invalid
          xmpp-from: scan.site.invalid
          url: https://site.invalid/
          # Short description of the vantage point, shown below every table.
          vantage: ein Messpunkt

        # Rate limits: concurrent connections per IP address, delay between two of them (ms), connections per endpoint,
        # timeout (ms), concurrent connections in total.
        manners: {per-address: 2, gap: 100, budget: 300, timeout: 10000, jobs: 50}

        # The most that a scan may take (seconds); it prints within what time it will end.
        limits: {endpoint-time: 600, provider-time: 1800, run-time: 18000}

        """
    }

    private static let provider = """
        ---
        # An example: pruefstand new provider DOMAIN creates such a file from DNS records.
        name: Beispielpost
        # website: https://beispielpost.invalid/
        country: DE
        # Mail domains, the main one first; domains of Jabber IDs. The file name is the id of the provider.
        domains: [beispielpost.invalid]
        jid-domains: [beispielpost.invalid]
        # true if the provider asked not to be scanned.
        opt-out: false
        ---
        Hier steht, was zu diesem Anbieter zu sagen ist.

        """

    private static let table = """
        title: Jabber-Server
        # The grading profile.
        profile: xmpp.net-2014-01
        services:
          - {service: xmpp-client, label: C2S}
          - {service: xmpp-server, label: S2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        # Provider ids, or all providers of the snapshot.
        rows: all
        # listed (the order of rows), name or grade
        order: name

        """

    private static func article(_ date: Day) -> String {
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
        `pruefstand scan` misst, und `pruefstand new article "Titel"` legt den nächsten an.

        <!-- After the first scan, insert a table like this:

        ```table
        name: jabber
        date: latest
        ```
        -->

        """
    }

    private static let templates = """
        # Templates of this site

        This directory may be empty. A file with the name of a default template (`article.mustache`, `texts.de.yaml`,
        `assets/style.css`) overrides it; `pruefstand new templates` copies all default templates here, together with
        their documentation.

        """
}
