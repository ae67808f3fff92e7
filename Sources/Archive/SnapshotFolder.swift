import Files
import Model
import Text

/// `content/snapshots/DATE`: `snapshot.json`, `PROVIDER.json`, `evidence/PROVIDER.ndjson.gz`,
/// `evidence/PROVIDER.proofs.json.gz`, and `pruned.json` where evidence was deleted later.
package struct SnapshotFolder: Sendable {
    /// The folder's path.
    package let path: String
    /// How diagnostics name it: relative to the site's root.
    package let displayPath: String

    /// The largest file of a snapshot that is read (bytes), and the largest that is written: forges refuse files of
    /// 100 MB, and warn of those of 50.
    static let largestFile = 256 << 20
    static let largestWritten = 50_000_000
    private static let evidenceFolder = "evidence"

    package init(path: String, displayPath: String) {
        self.path = path
        self.displayPath = displayPath
    }

    /// The folders of all snapshots below `root` (`content/snapshots`), oldest first. Names that are no date are
    /// passed over (a scan in progress writes beside them).
    package static func all(below root: String, displayPath: String) -> [(date: Day, folder: SnapshotFolder)] {
        let names = (try? Folder.names(root)) ?? []
        return names.compactMap { name in
            Day(name).map { ($0, SnapshotFolder(path: "\(root)/\(name)", displayPath: "\(displayPath)/\(name)")) }
        }
        .sorted { $0.0 < $1.0 }
    }

    /// Reads everything but the evidence. A provider whose file is missing or broken is left out.
    /// - Parameter cache: of files that other snapshots refer to, too.
    /// - Returns: with what is wrong with the files of those that are left out; a file of another snapshot is nobody's.
    /// - Throws: `Diagnostics` where `snapshot.json` is missing or broken.
    package func load(
        _ cache: FileCache = FileCache()
    ) throws(Diagnostics) -> (snapshot: Snapshot, broken: [SnapshotFault]) {
        var snapshot = Snapshot(manifest: try manifest())
        snapshot.pruned = try pruned(snapshot.manifest)
        var broken: [SnapshotFault] = []
        for id in snapshot.manifest.providers.sorted() {
            guard Provider.isID(id) else {
                let fault = Diagnostic(
                    file: "\(displayPath)/snapshot.json", rule: .badProviderID,
                    message: "invalid provider id '\(id)'", hint: "use lower-case letters, digits and hyphens")
                broken.append(SnapshotFault(diagnostic: fault, provider: id))
                continue
            }
            do throws(Diagnostics) {
                let stated = try stated(id, snapshot.manifest, cache)
                if snapshot.manifest.findings?[id] == nil { snapshot.digests["\(id).json"] = stated.sha256 }
                let read = stated.content
                guard read.findings.provider == id else {
                    throw Diagnostics([
                        Diagnostic(
                            file: "\(displayPath)/\(id).json", rule: .wrongProvider,
                            message: "the provider id in the file differs from the file name",
                            hint: "restore the file from version control")
                    ])
                }
                snapshot.providers[id] = read.findings
                snapshot.proofs[id] = read.proofs
            } catch {
                snapshot.leftOut.insert(id)
                let owner = snapshot.manifest.findings?[id] == nil ? id : nil
                broken += error.all.map { SnapshotFault(diagnostic: $0, provider: owner) }
            }
        }
        return (snapshot, broken)
    }

    /// Reads `snapshot.json` alone.
    package func manifest() throws(Diagnostics) -> SnapshotManifest {
        let format = try decode(Format.self, SnapshotSeal.name).schema
        guard (1...SnapshotManifest.format).contains(format) else {
            throw Diagnostics([Self.unknownFormat(format, file: "\(displayPath)/\(SnapshotSeal.name)")])
        }
        return try decode(SnapshotManifest.self, SnapshotSeal.name)
    }

    static func unknownFormat(_ format: Int, file: String) -> Diagnostic {
        Diagnostic(
            file: file, rule: .wrongSnapshotFormat,
            message:
                "unknown format \(format) of a snapshot; this version reads formats 1 to \(SnapshotManifest.format)",
            hint: "use a newer version of the program")
    }

    /// What a snapshot of any format has.
    private struct Format: Decodable {
        var schema: Int
    }

    /// The evidence of one provider; empty where the snapshot has none of it.
    package func evidence(of provider: String) throws(Diagnostics) -> [EvidenceRecord] {
        let name = "evidence/\(provider).ndjson.gz"
        guard Provider.isID(provider), FileKind("\(path)/\(name)") != nil else { return [] }
        return try EvidenceFile.decode(try bytes(name), file: "\(displayPath)/\(name)")
    }

    /// The same, with the digest of its file added to those of a snapshot.
    package func evidence(
        of provider: String, into snapshot: inout Snapshot
    ) throws(Diagnostics) -> [EvidenceRecord] {
        guard snapshot.manifest.files != nil, hasEvidence(of: provider) else { return try evidence(of: provider) }
        let name = "evidence/\(provider).ndjson.gz"
        let bytes = try bytes(name)
        snapshot.digests[name] = Digest.sha256Text(bytes)
        return try EvidenceFile.decode(bytes, file: "\(displayPath)/\(name)")
    }

    /// What the findings of one provider rest on in the evidence here; `nil` where the snapshot has none of it, or is of
    /// format 1.
    package func proofs(of provider: String) throws(Diagnostics) -> ProviderProofs? {
        try proofsAndDigest(of: provider)?.proofs
    }

    /// The same, with the digest of its file added to those of a snapshot.
    package func proofs(of provider: String, into snapshot: inout Snapshot) throws(Diagnostics) -> ProviderProofs? {
        guard let read = try proofsAndDigest(of: provider) else { return nil }
        if snapshot.manifest.files != nil { snapshot.digests[ProofsFile.name(provider)] = read.digest }
        return read.proofs
    }

    private func proofsAndDigest(
        of provider: String
    ) throws(Diagnostics) -> (proofs: ProviderProofs, digest: String)? {
        let name = ProofsFile.name(provider)
        guard Provider.isID(provider), FileKind("\(path)/\(name)") != nil else { return nil }
        let bytes = try bytes(name)
        let proofs = try ProofsFile.decode(bytes, file: "\(displayPath)/\(name)")
        guard proofs.provider == provider else {
            throw Diagnostics([
                Diagnostic(
                    file: "\(displayPath)/\(name)", rule: .wrongProvider,
                    message: "the proofs are those of '\(proofs.provider)'",
                    hint: "restore the file from version control")
            ])
        }
        return (proofs, Digest.sha256Text(bytes))
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws(Diagnostics) -> Value {
        try JSONText.decode(type, from: try bytes(name), file: "\(displayPath)/\(name)")
    }

    /// A file's bytes; links are not followed, as what they lead to is not what was measured, and may not be meant for a
    /// site.
    func bytes(_ name: String) throws(Diagnostics) -> [UInt8] {
        guard !name.contains("/") || FileKind("\(path)/\(Self.evidenceFolder)") == .folder,
            let bytes = try? InputFile.bytes("\(path)/\(name)", limit: Self.largestFile, followsLinks: false)
        else {
            throw Diagnostics([
                Diagnostic(
                    file: "\(displayPath)/\(name)", rule: .unreadableFile,
                    message: "the file is missing or cannot be read",
                    hint: "restore the snapshot from version control, or delete its folder and scan again")
            ])
        }
        return bytes
    }
}
