import Files
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// `pruned.json` in the folder of a snapshot: whose evidence was deleted after the snapshot was published, and the
/// snapshot whose evidence stands for it. Nothing in it has to be believed: both snapshots are sealed, and name the same
/// findings by the same digest. `snapshot.json` and its signature stay as they are.
struct PrunedEvidence: Codable {
    static let name = "pruned.json"

    /// The end of the name, beside the folder of the snapshot, under which a record is written before it is renamed.
    static let unfinished = ".pruned"

    /// The format's number, that of the snapshot.
    var schema = SnapshotManifest.format
    /// Provider → date of an earlier snapshot.
    var evidence: [String: Day]
}

extension SnapshotManifest {
    /// SHA-256, hexadecimal, of the file that has a provider's findings, here or in another snapshot.
    func digest(ofFindings id: String) -> String? { findings?[id]?.sha256 ?? files?["\(id).json"] }
}

extension SnapshotFolder {
    /// Whose evidence was pruned, each with the evidence that stands for it.
    /// - Throws: where what `pruned.json` says cannot be.
    func pruned(_ manifest: SnapshotManifest) throws(Diagnostics) -> [String: SnapshotManifest.FileReference] {
        let file = "\(displayPath)/\(PrunedEvidence.name)"
        guard FileKind("\(path)/\(PrunedEvidence.name)") != nil else { return [:] }
        let record = try decode(PrunedEvidence.self, PrunedEvidence.name)
        guard record.schema == SnapshotManifest.format else {
            throw Diagnostics([Self.unknownFormat(record.schema, file: file)])
        }
        var references: [String: SnapshotManifest.FileReference] = [:]
        var found: [Diagnostic] = []
        func report(_ rule: Diagnostic.Rule, _ message: String) {
            found.append(Diagnostic(file: file, rule: rule, message: message, hint: Self.restore))
        }
        for (id, day) in record.evidence.sorted(by: { $0.key < $1.key }) {
            let name = "evidence/\(id).ndjson.gz"
            guard Provider.isID(id), manifest.files?[name] != nil else {
                report(.missingEvidence, "'\(id)' had no evidence in this snapshot that could have been pruned")
                continue
            }
            guard day < manifest.date else {
                report(.circularReference, "refers to \(name) of \(day), which is not an earlier snapshot")
                continue
            }
            guard let earlier = try? other(day).manifest(), let digest = earlier.files?[name],
                earlier.digest(ofFindings: id) == manifest.digest(ofFindings: id)
            else {
                report(.danglingReference, "the snapshot of \(day) has no evidence of the same findings of '\(id)'")
                continue
            }
            references[id] = SnapshotManifest.FileReference(snapshot: day, sha256: digest)
        }
        guard found.isEmpty else { throw Diagnostics(found) }
        return references
    }

    /// Removes what a run left beside the folders that was killed before it renamed a record. Nothing reads it, and its
    /// evidence is all there. To be called with the lock of the snapshots only.
    /// - Parameter root: `content/snapshots`.
    package static func removeUnfinishedRecords(below root: String, displayPath: String) throws(Diagnostics) {
        let names = ((try? Folder.names(root)) ?? []).filter { name in
            name.hasSuffix(PrunedEvidence.unfinished) && FileKind("\(root)/\(name)") == .regular
                && Day(String(name.dropLast(PrunedEvidence.unfinished.count))) != nil
        }
        for name in names.sorted() {
            do throws(FileError) {
                try Folder.remove("\(root)/\(name)")
            } catch {
                throw Diagnostics([
                    Diagnostic(
                        file: "\(displayPath)/\(name)", rule: .cannotWrite, message: error.message,
                        hint: "check the permissions, then repeat the command")
                ])
            }
        }
    }

    /// Deletes evidence. What was deleted is on the disk first, so that a run that is killed leaves nothing unexplained.
    /// - Parameter standing: provider → the date whose evidence stands for it.
    package func prune(_ standing: [String: Day], of snapshot: Snapshot) throws(Diagnostics) {
        let all = snapshot.pruned.mapValues(\.snapshot).merging(standing) { $1 }
        let (new, record) = (path + PrunedEvidence.unfinished, "\(path)/\(PrunedEvidence.name)")
        do {
            try DurableFile.write(try JSONText.encode(PrunedEvidence(evidence: all)), to: new)
            guard rename(new, record) == 0 else { throw FileError("rename", new) }
            try DurableFile.syncOrFail(folder: path)
            for id in standing.keys.sorted() { try Folder.remove("\(path)/evidence/\(id).ndjson.gz") }
            try DurableFile.syncOrFail(folder: "\(path)/evidence")
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: "\(displayPath)/\(PrunedEvidence.name)", rule: .cannotWrite,
                    message: (error as? FileError)?.message ?? "\(error)",
                    hint: "check the permissions and the free space, then repeat the command")
            ])
        }
    }
}
