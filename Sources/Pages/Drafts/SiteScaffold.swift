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
        # Everything about the site that is neither an article nor a measurement. README.md beside this file names
        # every key of every file, with examples.
        title: \(YAMLScalar.quoted(title))
        description: Wie sorgfältig betreiben E-Mail- und Jabber-Anbieter ihre Server?
        # Where the site is published; ends in a slash. It may lie below a path: https://example.org/pruefstand/
        base-url: https://site.invalid/
        # The first language lives at the root, others below /en/. For English beside German write [de, en], and a
        # text in two languages as {de: …, en: …}.
        languages: [de]
        time-zone: Europe/Berlin
        author: Redaktion
        contact: redaktion@site.invalid
        # The licence of the data: snapshots, tables and what can be downloaded of them.
        licence: CC-BY-4.0

        # How a scan introduces itself. The names must belong to whoever scans.
        scan:
          ehlo: scan.site.invalid
          xmpp-from: scan.site.invalid
          url: https://site.invalid/
          # Where you look from, in a few words; it stands under every table.
          vantage: einem Messpunkt

        # How politely a scan measures: connections to one address at a time, milliseconds between two of them,
        # connections to one endpoint in all, milliseconds to wait for an answer, connections at the same time in all.
        manners: {per-address: 2, gap: 100, budget: 300, timeout: 10000, jobs: 50}

        """
    }

    private static let provider = """
        ---
        # A provider to replace: pruefstand new provider DOMAIN makes a file like this from what the DNS says.
        name: Beispielpost
        # website: https://beispielpost.invalid/
        country: DE
        # Mail domains, the main one first; domains that JIDs end in; the file's name is the provider's id.
        domains: [beispielpost.invalid]
        jid-domains: [beispielpost.invalid]
        # true where a provider asked not to be scanned.
        opt-out: false
        ---
        Hier steht, was zu diesem Anbieter zu sagen ist.

        """

    private static let table = """
        title: Jabber-Server
        # By which rules grades are given.
        profile: xmpp.net-2014-01
        services:
          - {service: xmpp-client, label: C2S}
          - {service: xmpp-server, label: S2S}
        columns: [certificates, protocols, ciphers, starttls, tlsa, grade]
        # Ids of providers, or everybody in the snapshot.
        rows: all
        # listed, name or grade
        order: name

        """

    private static func article(_ date: Day) -> String {
        """
        ---
        title: Willkommen
        date: \(date)
        tags: [In eigener Sache]
        summary: Diese Seite ist neu. Wie sie misst, steht auf der Seite zur Methode.
        # An article with draft: true is shown by pruefstand serve only.
        draft: false
        ---
        Dieser Artikel liegt in `content/articles`. `pruefstand serve` zeigt jede Änderung sofort im Browser,
        `pruefstand scan` misst, und `pruefstand new article "Titel"` beginnt den nächsten.

        <!-- After the first scan a table is put in by a block like this:

        ```table
        name: jabber
        date: latest
        ```
        -->

        """
    }

    private static let templates = """
        # Templates of this site

        Nothing needs to be here. A file with the name of one of the program's templates (`article.mustache`,
        `texts.de.yaml`, `assets/style.css`) replaces it; `pruefstand new templates` copies them all here, with a
        page that documents every name they may use.

        """
}
