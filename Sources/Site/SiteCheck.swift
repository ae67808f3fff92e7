import Findings

/// Everything that `check` looks at beyond what a build says: the finished pages, the style, how old the tables are.
public enum SiteCheck {
    /// - Parameters:
    ///   - rendered: the site made of `content`, without errors; where it has some, there are no pages to look at.
    ///   - age: the day it is, and how many days old a table may be.
    /// - Returns: all that is wrong, sorted, with what `rendered` says itself.
    public static func diagnostics(
        _ content: SiteContent, _ rendered: RenderedSite, age: (today: Day, atMost: Int)? = nil
    ) -> [Diagnostic] {
        var found = rendered.diagnostics
        if !rendered.hasErrors { found += PageCheck(rendered, settings: content.settings).diagnostics() }
        for (path, bytes) in content.assets.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".css") {
            found += CheckContrast.diagnostics(String(decoding: bytes, as: UTF8.self), file: "templates/\(path)")
        }
        for (path, bytes) in content.assets.sorted(by: { $0.key < $1.key }) {
            found += CheckImage.diagnostics(bytes, file: "templates/\(path)")
        }
        if let age { found += staleTables(content, age.today, age.atMost) }
        return Set(found).sorted()
    }

    /// Tables whose newest snapshot is too old. Those that name their snapshots are archives and stay as they are.
    private static func staleTables(_ content: SiteContent, _ today: Day, _ atMost: Int) -> [Diagnostic] {
        content.tables.values.sorted { $0.name < $1.name }.filter(\.snapshots.isEmpty).compactMap { table in
            let newest = content.snapshots.last { table.applies(to: $0) }?.snapshot.date
            if let newest, today.days(since: newest) <= atMost { return nil }
            let message =
                newest.map {
                    "the newest snapshot is of \($0), \(today.days(since: $0)) days before \(today); \(atMost) are allowed"
                } ?? "there is no snapshot that the table can be made of"
            return Diagnostic(
                file: table.file, rule: "stale-table", message: message,
                hint: "run pruefstand scan, or name the snapshots of a table that is an archive")
        }
    }
}
