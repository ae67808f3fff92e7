import Archive
import Foundation
import Model

/// The lab with the variants of single facts (`Tests/Lab/variants`), scanned once at depth `quick` for the tests that read it.
actor QuickScan {
    static let shared = QuickScan()
    private var scanning: Task<Result, any Error>?

    struct Result: Sendable {
        /// The folder of its snapshot.
        var folder: String
        var snapshot: Snapshot
        /// By the provider's id.
        var proofs: [String: ProviderProofs]
    }

    func result() async throws -> Result {
        if let scanning { return try await scanning.value }
        let task = Task { try await Self.scan() }
        scanning = task
        return try await task.value
    }

    private static func scan() async throws -> Result {
        let site = try Tree.labSite()
        let variants = "\(Tree.root)/Tests/Lab/variants"
        for name in try FileManager.default.contentsOfDirectory(atPath: variants) {
            try FileManager.default.copyItem(atPath: "\(variants)/\(name)", toPath: "\(site)/content/providers/\(name)")
        }
        // Of the day that it is: what is to be said of a certificate depends on it.
        let scan = try await run(
            Tree.pruefstand,
            ["scan", "--site", site, "--depth", "quick", "--evidence", "all"] + (try Tree.labOptions()))
        guard scan.status == 0 else { throw ScannedLab.Failed(what: "scan", errors: scan.errors) }
        let snapshots = SnapshotFolder.all(below: "\(site)/content/snapshots", displayPath: "content/snapshots")
        guard let folder = snapshots.last?.folder else {
            throw ScannedLab.Failed(what: "scan", errors: "there is no snapshot")
        }
        var proofs: [String: ProviderProofs] = [:]
        let snapshot = try folder.load().snapshot
        for id in snapshot.manifest.providers {
            let file = ProofsFile.name(id)
            let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(file)")))
            proofs[id] = try ProofsFile.decode(bytes, file: file)
        }
        return Result(folder: folder.path, snapshot: snapshot, proofs: proofs)
    }
}
