import Archive
import ArgumentParser
import Content
import Files
import Model

struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "List evidence of snapshots that is no longer needed; delete it with --apply.",
        discussion: """
            Evidence is no longer needed where the snapshot before has the same findings of the provider and evidence of \
            the same month stands for them. Only evidence/ID.ndjson.gz is ever deleted: never findings or proofs, and never \
            evidence of the first scan of a month, of the newest snapshot, of a date on which the provider's findings \
            changed, of a date that an article, table, erratum or other text of content/ names, or to which a later \
            snapshot refers. What was deleted is recorded in pruned.json of its snapshot; snapshot.json and its signature \
            stay valid. If anything is wrong with the content, nothing is deleted.
            """)

    @OptionGroup var options: SiteOptions
    @Option(help: ArgumentHelp("Keep all evidence that is not older than this many days", valueName: "days"))
    var evidenceDays = 90
    @Option(
        help: ArgumentHelp(
            "Reference date for ages, YYYY-MM-DD (default: today in the site's time zone)", valueName: "date"))
    var date: Day?
    @Flag(help: "Delete the evidence; without it nothing is changed") var apply = false

    func validate() throws {
        guard (0...36_500).contains(evidenceDays) else {
            throw ValidationError("invalid --evidence-days \(evidenceDays): valid values are 0 to 36500")
        }
    }

    func run() throws {
        do throws(Diagnostics) {
            // From before reading, so that what is read is what is there.
            var lock: FileLock?
            if apply, FileKind(options.snapshots) == .folder {
                lock = try SnapshotLock.take(below: options.snapshots, file: SiteOptions.snapshotsShownAs)
            }
            defer { lock?.release() }
            if lock != nil {
                try SnapshotFolder.removeUnfinishedRecords(
                    below: options.snapshots, displayPath: SiteOptions.snapshotsShownAs)
            }
            let content = options.reader.read()
            let items = try items(content)
            for item in items {
                Terminal.print(
                    "\(SiteOptions.snapshotsShownAs)/\(item.date)/evidence/\(item.provider).ndjson.gz "
                        + "(that of \(item.standing) stands for it)")
            }
            let files = Terminal.count(items.count, "file")
            if apply {
                try delete(items, of: content.snapshots)
                Terminal.say("\(files) deleted")
            } else {
                Terminal.say("\(files) not needed\(items.isEmpty ? "" : "; use --apply to delete")")
            }
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    /// What may be deleted.
    /// - Throws: what is wrong with the content: what is left out of a snapshot cannot be told from what nobody needs.
    private func items(_ content: SiteContent) throws(Diagnostics) -> [EvidencePruning.Item] {
        let wrong = content.diagnostics.filter {
            $0.level == .error || $0.file.hasPrefix(SiteOptions.snapshotsShownAs)
        }
        guard wrong.isEmpty else { throw Diagnostics(wrong) }
        return EvidencePruning(
            content.snapshots, olderThan: evidenceDays,
            on: date ?? ProcessEnvironment.today(in: content.settings.timeZone),
            keeping: try NamedDates.days(in: options.root)
        ).items
    }

    private func delete(_ items: [EvidencePruning.Item], of snapshots: [Snapshot]) throws(Diagnostics) {
        let byDate = Dictionary(grouping: items, by: \.date)
        for snapshot in snapshots {
            let date = snapshot.manifest.date
            guard let items = byDate[date] else { continue }
            let folder = SnapshotFolder(
                path: "\(options.snapshots)/\(date)", displayPath: "\(SiteOptions.snapshotsShownAs)/\(date)")
            try folder.prune(
                Dictionary(items.map { ($0.provider, $0.standing) }, uniquingKeysWith: { $1 }), of: snapshot)
        }
    }
}
