import Model
import Text
import YAML

/// A known error of a snapshot. Snapshots are never changed; errata are shown with them.
package struct Erratum: Hashable, Sendable {
    package var snapshot: Day
    /// The id of the provider concerned; `nil` for all.
    package var provider: String?
    /// When the error was found.
    package var date: Day
    /// Language → text.
    package var text: [String: String]
}

extension SiteReader {
    static let errataFile = "content/errata.yaml"

    /// The optional file of errata. The snapshots must have been read before.
    func readErrata(into content: inout SiteContent) {
        let file = Self.errataFile
        content.errata = []
        guard folder.exists(file) else { return }
        var errata: [Erratum] = []
        let (languages, snapshots, broken) = (content.settings.languages, content.snapshots, content.broken)
        collect(file, into: &content) { () throws(Diagnostics) in
            let reader = YAMLValidator(file: file)
            guard let node = reader.mapping(try folder.text(file).bytes[...], keys: ["errata"]) else {
                return reader.diagnostics
            }
            errata = node.nodes("errata", keys: ["snapshot", "provider", "date", "text"]).compactMap { entry in
                entry.require("text")
                let day = entry.requiredDay("snapshot")
                guard let date = entry.requiredDay("date"), let day, !broken.contains("content/snapshots/\(day)") else {
                    return nil
                }
                let dates = snapshots.map(\.manifest.date)
                guard let snapshot = snapshots.first(where: { $0.manifest.date == day }) else {
                    entry.report(
                        "snapshot", .noSuchSnapshot, "no snapshot of \(day)",
                        hint: Suggestion.hint(for: "\(day)", among: dates.map(\.description)))
                    return nil
                }
                let provider = entry.string("provider")
                // That its files are broken is reported with them.
                if let provider, snapshot.leftOut.contains(provider) { return nil }
                if let provider, snapshot.providers[provider] == nil {
                    entry.report(
                        "provider", .noSuchProvider,
                        "the snapshot of \(day) does not contain the provider '\(provider)'",
                        hint: Suggestion.hint(for: provider, among: snapshot.providers.keys))
                    return nil
                }
                return Erratum(
                    snapshot: day, provider: provider, date: date,
                    text: entry.localizedInAll("text", languages: languages))
            }
            return reader.diagnostics
        }
        content.errata = errata.sorted { ($1.date, $0.snapshot) < ($0.date, $1.snapshot) }
    }
}
