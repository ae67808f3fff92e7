import Archive
import Model

/// Reads a site's folder: `content/`, `templates/`. All diagnostics are collected; none ends the reading.
package struct SiteReader: Sendable {
    /// The site's root folder, which holds `content`.
    package let root: String
    /// Files that the site's own `templates` folder lacks, by their path below it.
    package let defaultTemplates: [String: [UInt8]]

    package init(root: String, defaultTemplates: [String: [UInt8]] = [:]) {
        self.root = root
        self.defaultTemplates = defaultTemplates
    }

    /// Reads everything.
    package func read() -> SiteContent {
        var content = SiteContent()
        readSettings(into: &content)
        readProviders(into: &content)
        readTables(into: &content)
        // Reading the templates takes as long as reading hundreds of articles.
        let templates = Locked(SiteContent())
        readArticles(into: &content) { [settings = content.settings] in
            templates.withLock { templates in
                templates.settings = settings
                readTemplates(into: &templates)
            }
        }
        readContentPages(into: &content)
        readData(into: &content)
        content.take(templates: templates.withLock { $0 })
        readSnapshots(into: &content)
        readErrata(into: &content)
        readIncidents(into: &content)
        readRounds(into: &content)
        readFiles(into: &content)
        content.sortDiagnostics()
        return content
    }

    /// Reads only the settings.
    package func readSettings() -> SiteSettings {
        var content = SiteContent()
        readSettings(into: &content)
        return content.settings
    }

    /// Reads only what a scan needs: the settings and the providers.
    package func readForScan() -> (settings: SiteSettings, providers: [Provider], diagnostics: [Diagnostic]) {
        var content = SiteContent()
        readSettings(into: &content)
        readProviders(into: &content)
        return (
            content.settings, content.providers.values.map(\.provider).sorted { $0.id < $1.id },
            content.diagnostics.sorted()
        )
    }

    var folder: SiteFolder { SiteFolder(root: root) }

    /// Reads one file and keeps its diagnostics; a file with errors is marked as broken.
    func collect(_ file: String, into content: inout SiteContent, _ body: () throws(Diagnostics) -> [Diagnostic]) {
        let found: [Diagnostic]
        do {
            found = try body()
        } catch {
            found = error.all
        }
        content.diagnostics += found
        if found.contains(where: { $0.level == .error }) { content.broken.insert(file) }
    }

    func readSnapshots(into content: inout SiteContent) {
        let shown = "content/snapshots"
        report(linkAt: shown, into: &content)
        var folders =
            folder.linkFault(shown) == nil
            ? SnapshotFolder.all(below: "\(root)/\(shown)", displayPath: shown) : []
        for (_, one) in folders { report(linkAt: one.displayPath, into: &content) }
        folders.removeAll { content.broken.contains($0.folder.displayPath) }
        let byDate = Dictionary(folders.map { ($0.date, $0.folder) }, uniquingKeysWith: { first, _ in first })
        content.evidence = EvidenceReader(byDate)
        let cache = FileCache()
        let snapshots = Parallel.map(folders, stride: 1) { date, folder in
            snapshot(date, folder, among: byDate, cache)
        }
        for (folder, read) in zip(folders, snapshots) {
            collect(folder.folder.displayPath, into: &content) { () throws(Diagnostics) in read.diagnostics }
            guard let snapshot = read.snapshot else { continue }
            let date = snapshot.manifest.date
            guard content.snapshots.contains(where: { $0.manifest.date == date }) else {
                content.snapshots.append(snapshot)
                continue
            }
            collect(folder.folder.displayPath, into: &content) { () throws(Diagnostics) in
                [
                    Diagnostic(
                        file: "\(folder.folder.displayPath)/snapshot.json", rule: .duplicateSnapshot,
                        message: "a second snapshot of \(date)",
                        hint: "remove the copy; a snapshot is in the directory of its date")
                ]
            }
        }
    }

    private func snapshot(
        _ date: Day, _ folder: SnapshotFolder, among folders: [Day: SnapshotFolder], _ cache: FileCache
    ) -> (snapshot: Snapshot?, diagnostics: [Diagnostic]) {
        do throws(Diagnostics) {
            let (read, faultsOfReading) = try folder.load(cache)
            var snapshot = read
            var broken = faultsOfReading.filter { $0.provider != nil }.map(\.diagnostic)
            // What other dates refer to is no matter of one date and one provider.
            var shared = faultsOfReading.filter { $0.provider == nil }.map(\.diagnostic)
            // Without digests, nothing was promised.
            if snapshot.manifest.schema > 1 {
                let whole = snapshot
                shared += whole.manifest.providers.compactMap { folder.evidenceFault(of: $0, whole, cache) }
            }
            for id in snapshot.providers.keys.sorted() {
                // Where its bytes are those that were sealed, it can be read when a page needs it.
                if folder.noteDigests(ofEvidence: id, in: &snapshot, cache) { continue }
                do throws(Diagnostics) {
                    let records = try folder.evidence(of: id, into: &snapshot)
                    if !records.isEmpty { snapshot.evidence[id] = EvidenceExcerpts(of: records) }
                    guard snapshot.proofs[id] == nil else { continue }
                    if let named = snapshot.manifest.unchanged?[id].flatMap({ folders[$0.snapshot] }) {
                        snapshot.proofs[id] = try named.proofs(of: id)
                    } else {
                        snapshot.proofs[id] = try folder.proofs(of: id, into: &snapshot)
                    }
                } catch {
                    broken += error.all
                    snapshot.leaveOut(id)
                }
            }
            let faults = folder.fileFaults(snapshot)
            for fault in faults {
                // One that cannot be read is reported as that.
                guard let id = fault.provider, snapshot.providers[id] != nil else { continue }
                broken.append(fault.diagnostic)
            }
            for id in faults.compactMap(\.provider) { snapshot.leaveOut(id) }
            return (
                snapshot,
                Self.withoutTheBroken(broken) + shared + Self.ofTheWhole(faults, snapshot)
                    + check(snapshot, date: date, folder: folder)
            )
        } catch {
            return (nil, error.all)
        }
    }

    /// A provider whose files are broken, or are not those that were measured, loses its pages of that date, and nobody
    /// else any.
    private static func withoutTheBroken(_ broken: [Diagnostic]) -> [Diagnostic] {
        broken.map { diagnostic in
            var warning = diagnostic
            warning.level = .warning
            warning.message += "; the provider is left out of this snapshot"
            return warning
        }
    }

    /// What of the faults is about no single provider. Where `snapshot.json` was edited, nothing in it can be believed;
    /// a file that is none of the snapshot's is not published.
    private static func ofTheWhole(_ faults: [SnapshotFault], _ snapshot: Snapshot) -> [Diagnostic] {
        faults.filter { $0.provider == nil }.compactMap { fault in
            var diagnostic = fault.diagnostic
            guard diagnostic.rule == .unlistedFile else { return diagnostic }
            diagnostic.level = .warning
            return snapshot.manifest.digest == nil ? nil : diagnostic
        }
    }

    /// A snapshot's date must be that of its folder.
    private func check(_ snapshot: Snapshot, date: Day, folder: SnapshotFolder) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if snapshot.manifest.date != date {
            found.append(
                Diagnostic(
                    file: "\(folder.displayPath)/snapshot.json", rule: .dateContradiction,
                    message: "the snapshot's date is \(snapshot.manifest.date), but its directory is named \(date)",
                    hint: "restore the file from version control"))
        }
        return found
    }

    /// The names of a folder's files; where the folder is a symbolic link, that is reported.
    func names(in path: String, ending: String, into content: inout SiteContent) -> [String] {
        report(linkAt: path, into: &content)
        return folder.names(in: path, ending: ending)
    }

    func report(linkAt path: String, into content: inout SiteContent) {
        guard let fault = folder.linkFault(path), content.broken.insert(fault.file).inserted else { return }
        content.diagnostics.append(fault)
    }

    func readFiles(into content: inout SiteContent) {
        report(linkAt: "content/files", into: &content)
        for path in folder.filesBelow("content/files") {
            let file = "content/files/\(path)"
            var bytes: [UInt8]?
            collect(file, into: &content) { () throws(Diagnostics) in
                let read = try folder.bytes(file)
                bytes = read
                return CheckImage.diagnostics(read, file: file) + CheckDocument.diagnostics(read, file: file)
            }
            // Texts are equal whose letters are composed otherwise, but addresses are bytes.
            if let place = content.files.index(forKey: "files/\(path)") {
                let other = content.files[place].key
                collect(file, into: &content) { () throws(Diagnostics) in
                    [
                        Diagnostic(
                            file: file, rule: .addressTaken,
                            message: "the name differs from that of content/\(other) in its Unicode form only",
                            hint: "rename one of the two files")
                    ]
                }
            } else {
                content.files["files/\(path)"] = bytes
            }
        }
    }
}
