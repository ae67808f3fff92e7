import Files
import Model

extension SnapshotFolder {
    /// The folder of the snapshot of another date, beside this one.
    func other(_ date: Day) -> SnapshotFolder {
        func beside(_ path: String) -> String {
            path.lastIndex(of: "/").map { "\(path[...$0])\(date)" } ?? "\(date)"
        }
        return SnapshotFolder(path: beside(path), displayPath: beside(displayPath))
    }

    /// The findings of a provider, here or where the snapshot refers to.
    func stated(
        _ id: String, _ manifest: SnapshotManifest, _ cache: FileCache
    ) throws(Diagnostics) -> FileCache.Stated {
        let name = "\(id).json"
        guard let reference = manifest.findings?[id] else { return try cache.findings(name, in: self) }
        let other = try holder(of: name, by: reference, manifest)
        let read = try cache.findings(name, in: other)
        guard read.sha256 == reference.sha256 else { throw Self.changed(name, in: other) }
        return read
    }

    /// What is wrong with the evidence of another snapshot that stands for this one's.
    package func evidenceFault(
        of id: String, _ snapshot: Snapshot, _ cache: FileCache = FileCache()
    ) -> Diagnostic? {
        let manifest = snapshot.manifest
        guard let reference = manifest.unchanged?[id] ?? snapshot.pruned[id] else { return nil }
        let name = "evidence/\(id).ndjson.gz"
        do throws(Diagnostics) {
            let other = try holder(of: name, by: reference, manifest)
            return cache.digest(name, in: other) == reference.sha256 ? nil : Self.changed(name, in: other).all.first
        } catch {
            return error.all.first
        }
    }

    /// The snapshot that holds a file: an earlier one, that has it.
    private func holder(
        of name: String, by reference: SnapshotManifest.FileReference, _ manifest: SnapshotManifest
    ) throws(Diagnostics) -> SnapshotFolder {
        guard reference.snapshot < manifest.date else {
            throw Diagnostics([
                Diagnostic(
                    file: "\(displayPath)/\(SnapshotSeal.name)", rule: .circularReference,
                    message: "refers to \(name) of \(reference.snapshot), which is not an earlier snapshot",
                    hint: Self.restore)
            ])
        }
        let other = other(reference.snapshot)
        guard FileKind("\(other.path)/\(name)") == .regular else {
            throw Diagnostics([
                Diagnostic(
                    file: "\(other.displayPath)/\(name)", rule: .danglingReference,
                    message: "the file is missing, and later snapshots refer to it", hint: Self.restore)
            ])
        }
        return other
    }

    /// The same words whichever snapshot refers to it: it is one fault.
    private static func changed(_ name: String, in other: SnapshotFolder) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                file: "\(other.displayPath)/\(name)", rule: .wrongDigest,
                message: "the file differs from the digest by which later snapshots refer to it", hint: restore)
        ])
    }
}
