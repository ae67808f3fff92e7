import Archive
import Foundation
import Model

/// The lab with the variants of single facts (`Tests/Lab/variants`), scanned at depth `quick` by `make lab-site`; read once
/// for the tests that need it.
actor QuickScan {
    static let shared = QuickScan()
    private var known: Result?

    struct Result: Sendable {
        /// The folder of its snapshot.
        var folder: String
        var snapshot: Snapshot
        /// By the provider's id.
        var proofs: [String: ProviderProofs]
    }

    func result() throws -> Result {
        if let known { return known }
        let read = try Self.read()
        known = read
        return read
    }

    private static func read() throws -> Result {
        let site = "\(try ScannedLab.site)-quick"
        let snapshots = SnapshotFolder.all(below: "\(site)/content/snapshots", displayPath: "content/snapshots")
        guard let folder = snapshots.last?.folder else {
            throw ScannedLab.Failed(what: "make lab-site", errors: "\(site) has no snapshot")
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
