import Content
import Model
import Pages

/// Everything that `check` looks at beyond what a build says: the finished pages, the style, how old the tables are.
package enum SiteCheck {
    /// - Parameters:
    ///   - rendered: the site made of `content`, without errors; where it has some, there are no pages to look at.
    ///   - today: the day it is; where it is not said, nothing is out of date.
    ///   - maxAge: how many days old a table may be.
    /// - Returns: all that is wrong, sorted, with what `rendered` says itself.
    package static func diagnostics(
        _ content: SiteContent, _ rendered: RenderedSite, today: Day? = nil, maxAge: Int? = nil
    ) -> [Diagnostic] {
        var found = rendered.diagnostics
        if !rendered.hasErrors { found += PageCheck(rendered, settings: content.settings).diagnostics() }
        for (path, bytes) in content.assets.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".css") {
            found += CheckContrast.diagnostics(String(decoding: bytes, as: UTF8.self), file: "templates/\(path)")
        }
        for (path, bytes) in content.assets.sorted(by: { $0.key < $1.key }) {
            found += CheckImage.diagnostics(bytes, file: "templates/\(path)")
        }
        if let today {
            if let maxAge { found += staleTables(content, today, maxAge) }
            found += expiredContact(content.settings, today)
        }
        return Set(found).sorted()
    }

    /// Nobody may rely on a security.txt from the day on that it expires (RFC 9116 §2.5.5).
    private static func expiredContact(_ settings: SiteSettings, _ today: Day) -> [Diagnostic] {
        guard let security = settings.security, security.expires <= today else { return [] }
        return [
            Diagnostic(
                file: "content/site.yaml", place: security.place, level: .warning, rule: .expired,
                message: "security.txt expired on \(security.expires)",
                hint: "check that the contacts are still valid, then set 'expires' to a date within a year")
        ]
    }

    /// Tables whose newest snapshot is too old. Those that name their snapshots are archives and stay as they are.
    private static func staleTables(_ content: SiteContent, _ today: Day, _ atMost: Int) -> [Diagnostic] {
        content.tables.values.sorted { $0.name < $1.name }.filter(\.snapshots.isEmpty).compactMap { table in
            let newest = content.snapshots.last { table.applies(to: $0) }?.manifest.date
            if let newest, today.days(since: newest) <= atMost { return nil }
            let message =
                newest.map {
                    "the newest snapshot (\($0)) is \(today.days(since: $0)) days old; the limit is \(atMost)"
                } ?? "the table has no snapshot"
            return Diagnostic(
                file: table.file, rule: .staleTable, message: message,
                hint: "run pruefstand scan, or list 'snapshots' if the table is historical")
        }
    }
}
