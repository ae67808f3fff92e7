import Model
import Text

/// The findings of earlier snapshots that a new one refers to instead of writing the same again. Not those of the last one
/// alone: where several servers answer in turn behind one address, findings go back to what they were before.
struct KnownFindings: Sendable {
    private struct Earlier: Sendable {
        let folder: SnapshotFolder
        let manifest: SnapshotManifest

        /// The file with a provider's findings, of this snapshot or of the one that this one refers to.
        func findings(of id: String) -> SnapshotManifest.FileReference? { manifest.findings?[id] ?? own("\(id).json") }

        func evidence(of id: String) -> SnapshotManifest.FileReference? {
            manifest.unchanged?[id] ?? own("evidence/\(id).ndjson.gz")
        }

        private func own(_ name: String) -> SnapshotManifest.FileReference? {
            manifest.files?[name].map { SnapshotManifest.FileReference(snapshot: manifest.date, sha256: $0) }
        }

        /// Whether that file is there, and as it was written.
        func holds(_ reference: SnapshotManifest.FileReference, _ name: String) -> Bool {
            folder.other(reference.snapshot).digest(name) == reference.sha256
        }
    }

    /// How many snapshots are looked at: a month of daily ones.
    private static let depth = 31

    /// Newest first.
    private let earlier: [Earlier]

    /// Reads the manifests of the snapshots before `date`. Those of another format than is written now have other files.
    init(before date: Day, below root: String, displayPath: String) {
        earlier = SnapshotFolder.all(below: root, displayPath: displayPath).filter { $0.date < date }
            .suffix(Self.depth).reversed().compactMap { day, folder in
                guard let manifest = try? folder.manifest(), manifest.schema == SnapshotManifest.format,
                    manifest.date == day
                else { return nil }
                return Earlier(folder: folder, manifest: manifest)
            }
    }

    /// The earlier file that has a provider's findings.
    /// - Parameter sha256: of the file that would be written.
    func findings(of id: String, sha256: String) -> SnapshotManifest.FileReference? {
        for one in earlier {
            guard let held = one.findings(of: id), held.sha256 == sha256, one.holds(held, "\(id).json") else {
                continue
            }
            return held
        }
        return nil
    }

    /// The evidence that stands for those findings, if it is of the month of `day`: each month begins with evidence of
    /// its own.
    func evidence(of id: String, sha256: String, inMonthOf day: Day) -> SnapshotManifest.FileReference? {
        for one in earlier {
            guard one.findings(of: id)?.sha256 == sha256, let held = one.evidence(of: id),
                held.snapshot.year == day.year, held.snapshot.month == day.month,
                one.holds(held, "evidence/\(id).ndjson.gz")
            else { continue }
            return held
        }
        return nil
    }
}
