import Files
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// A scan that did not end.
package struct UnfinishedScan: Hashable, Sendable {
    package var date: Day
    /// Providers that were finished in it.
    package var finished: Int
}

/// `.DATE.draft` beside the snapshots: the snapshot in the making, and the journal that tells what in it is finished.
/// The journal stands outside of what gets published, so that publishing is one rename and nothing more.
struct DraftFolder: Sendable {
    let root: String
    let displayPath: String
    let date: Day

    private static let ending = ".draft"
    private var name: String { ".\(date)\(Self.ending)" }
    private var path: String { "\(root)/\(name)" }
    private var snapshot: String { "\(path)/snapshot" }
    private var journal: String { "\(path)/\(DraftJournal.name)" }

    /// Begins an empty draft.
    func make(_ terms: RunConfiguration) throws {
        try Folder.create("\(snapshot)/evidence")
        // Nobody's `git add` is to take up half a snapshot.
        try DurableFile.write(Array("*\n".utf8), to: "\(path)/.gitignore")
        try DurableFile.write(try DraftJournal.line(terms), to: journal)
    }

    func remove() { try? Folder.remove(path) }

    /// Removes one provider's files.
    func remove(_ id: String) {
        try? Folder.remove("\(snapshot)/\(id).json")
        try? Folder.remove("\(snapshot)/evidence/\(id).ndjson.gz")
        try? Folder.remove("\(snapshot)/\(ProofsFile.name(id))")
    }

    // MARK: going on

    /// Drafts below `root`, oldest first.
    static func unfinished(below root: String) -> [UnfinishedScan] {
        let names = (try? Folder.names(root)) ?? []
        return names.compactMap { name -> UnfinishedScan? in
            guard name.hasPrefix("."), name.hasSuffix(ending), let date = Day(name.dropFirst().dropLast(ending.count))
            else { return nil }
            let read = try? DraftFolder(root: root, displayPath: "", date: date).readJournal()
            return UnfinishedScan(date: date, finished: read?.1.count ?? 0)
        }
        .sorted { $0.date < $1.date }
    }

    /// - Returns: `nil` where there is none.
    private func readJournal() throws(Diagnostics) -> (RunConfiguration, [FinishedProvider])? {
        guard let bytes = readBytes(journal) else { return nil }
        return try DraftJournal.read(bytes, file: "\(displayPath)/\(name)/\(DraftJournal.name)")
    }

    /// What the killed run had finished; whatever else it left is removed.
    /// - Throws: where there is nothing to go on from, or the run was told something else.
    func resume(_ terms: RunConfiguration) throws(Diagnostics) -> (RunConfiguration, [String: FinishedProvider]) {
        guard FileKind("\(snapshot)/evidence") == .folder, let (begun, finished) = try readJournal()
        else {
            let others = Self.unfinished(below: root).filter { $0.date != date }.map { "\($0.date)" }
            throw diagnostic(
                .nothingToResume, "no unfinished scan of \(date)",
                others.isEmpty
                    ? "omit --resume" : "select an unfinished scan with --date: \(others.joined(separator: ", "))")
        }
        let differences = begun.differences(to: terms)
        guard differences.isEmpty else {
            throw Diagnostics(
                differences.flatMap { difference in
                    diagnostic(
                        .otherSettings, "the options differ from those of the unfinished scan: \(difference)",
                        "use the same options, or omit --resume to start over"
                    ).all
                })
        }
        try mendJournal()
        var kept: [String: FinishedProvider] = [:]
        for one in finished
        where Provider.isID(one.plan.provider)
            && has(one)
        {
            kept[one.plan.provider] = one
        }
        for id in idsOfFiles().subtracting(kept.keys) { remove(id) }
        return (begun, kept)
    }

    /// Whether the files of a finished provider are there: its own, and those of earlier snapshots that it refers to.
    private func has(_ provider: FinishedProvider) -> Bool {
        let id = provider.plan.provider
        func isThere(_ reference: SnapshotManifest.FileReference?, _ name: String) -> Bool {
            guard let reference else { return FileKind("\(snapshot)/\(name)") == .regular }
            let folder = SnapshotFolder(path: "\(root)/\(reference.snapshot)", displayPath: displayPath)
            return folder.digest(name) == reference.sha256
        }
        return isThere(provider.findings, "\(id).json") && isThere(provider.unchanged, "evidence/\(id).ndjson.gz")
    }

    /// Takes half a last line off, so that the next one begins a line.
    private func mendJournal() throws(Diagnostics) {
        guard let bytes = readBytes(journal), let last = bytes.last, last != UInt8(ascii: "\n") else { return }
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard truncate(journal, whole) == 0 else {
            throw cannotWrite("\(name)/\(DraftJournal.name)", String(cString: strerror(errno)))
        }
    }

    private func readBytes(_ path: String) -> [UInt8]? {
        try? InputFile.bytes(path, limit: SnapshotFolder.largestFile)
    }

    /// Ids of all providers that have a file here, finished or not.
    private func idsOfFiles() -> Set<String> {
        func ids(_ folder: String, _ ending: String) -> [String] {
            ((try? Folder.names(folder)) ?? [])
                .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
        }
        return Set(
            ids(snapshot, ".json")
                + [".ndjson.gz", ".proofs.json.gz"].flatMap { ids("\(snapshot)/evidence", $0) })
    }

    // MARK: writing

    /// Writes a file of the snapshot.
    func write(_ bytes: [UInt8], to name: String) throws(Diagnostics) {
        guard bytes.count <= SnapshotFolder.largestWritten else {
            throw Diagnostics([
                Diagnostic(
                    file: "\(displayPath)/\(self.name)/snapshot/\(name)", rule: .tooLarge,
                    message: "the file would have \(bytes.count) bytes; the limit is \(SnapshotFolder.largestWritten)",
                    hint: "lower limits: provider-memory in content/site.yaml, then scan again")
            ])
        }
        do {
            try DurableFile.write(bytes, to: "\(snapshot)/\(name)")
        } catch {
            throw cannotWrite("\(self.name)/snapshot/\(name)", error.reason)
        }
    }

    /// The path of a file of the snapshot.
    func path(of name: String) -> String { "\(snapshot)/\(name)" }

    /// The digests of all files of the snapshot but `snapshot.json`.
    func digests() throws(Diagnostics) -> [String: String] {
        let folder = SnapshotFolder(path: snapshot, displayPath: "\(displayPath)/\(name)/snapshot")
        var digests: [String: String] = [:]
        for file in folder.files() where file != SnapshotSeal.name && file != SnapshotSeal.signatureName {
            guard let digest = folder.digest(file) else {
                throw cannotWrite("\(name)/snapshot/\(file)", "it cannot be read again")
            }
            digests[file] = digest
        }
        return digests
    }

    /// Notes that a provider is finished: all of it has been written.
    func note(_ provider: FinishedProvider) throws(Diagnostics) {
        DurableFile.sync(folder: "\(snapshot)/evidence")
        DurableFile.sync(folder: snapshot)
        do {
            try DurableFile.append(try DraftJournal.line(provider), to: journal)
        } catch {
            let why = (error as? FileError)?.reason ?? "\(error)"
            throw cannotWrite("\(name)/\(DraftJournal.name)", why)
        }
    }

    func publish() throws(Diagnostics) {
        DurableFile.sync(folder: snapshot)
        guard rename(snapshot, "\(root)/\(date)") == 0 else {
            throw cannotWrite("\(date)", String(cString: strerror(errno)))
        }
        DurableFile.sync(folder: root)
        remove()
    }

    /// `snapshot.json` with its own digest.
    func sealed(_ snapshot: SnapshotManifest) throws(Diagnostics) -> [UInt8] {
        do {
            return try SnapshotSeal.bytes(of: snapshot)
        } catch {
            throw cannotWrite("\(name)/snapshot/\(SnapshotSeal.name)", "\(error)")
        }
    }

    func encoded(for name: String, _ encode: () throws -> [UInt8]) throws(Diagnostics) -> [UInt8] {
        do {
            return try encode()
        } catch {
            throw cannotWrite("\(self.name)/snapshot/\(name)", "\(error)")
        }
    }

    private func diagnostic(_ rule: Diagnostic.Rule, _ message: String, _ hint: String) -> Diagnostics {
        Diagnostics([Diagnostic(file: "\(displayPath)/\(date)", rule: rule, message: message, hint: hint)])
    }

    private func cannotWrite(_ name: String, _ why: String) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                file: "\(displayPath)/\(name)", rule: .cannotWrite, message: "the file cannot be written: \(why)",
                hint: "free some space, then repeat the command")
        ])
    }
}
