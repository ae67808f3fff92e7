import Files
import Model
import Text

/// What in a snapshot is not what its `snapshot.json` says.
package struct SnapshotFault: Hashable, Sendable {
    package var diagnostic: Diagnostic
    /// The provider whose file it is in; `nil` where it is about the snapshot as a whole.
    package var provider: String?
}

extension SnapshotFolder {
    /// Paths of all files in the folder, relative to it and sorted, of links too.
    func files() -> [String] {
        var found: [String] = []
        var open = [""]
        while let below = open.popLast() {
            for name in (try? Folder.names(below.isEmpty ? path : "\(path)/\(below)")) ?? [] {
                let file = below.isEmpty ? name : "\(below)/\(name)"
                if FileKind("\(path)/\(file)") == .folder { open.append(file) } else { found.append(file) }
            }
        }
        return found.sorted()
    }

    /// SHA-256 of a file, hexadecimal; `nil` where it cannot be read.
    package func digest(_ name: String) -> String? {
        guard FileKind("\(path)/\(name)") == .regular else { return nil }
        return (try? bytes(name)).map(Digest.sha256Text)
    }

    /// The same; of the bytes that were read already, where they were.
    private func digest(_ name: String, read loaded: LoadedSnapshot) -> String? {
        guard let known = loaded.digests[name], FileKind("\(path)/\(name)") == .regular else { return digest(name) }
        return known
    }

    /// Whether the snapshot has evidence of its own for a provider.
    package func hasEvidence(of provider: String) -> Bool {
        Provider.isID(provider) && FileKind("\(path)/evidence/\(provider).ndjson.gz") != nil
    }

    /// Where the signature of `snapshot.json` is, or would be.
    package var signaturePath: String { "\(path)/\(SnapshotSeal.signatureName)" }

    /// What in the folder is not what its `snapshot.json` says: files that are missing, others, changed or too many, and
    /// what in `snapshot.json` contradicts itself.
    package func faults(_ loaded: LoadedSnapshot, date: Day) -> [SnapshotFault] {
        let snapshot = loaded.snapshot
        var found: [SnapshotFault] = []
        func report(_ rule: Diagnostic.Rule, _ message: String) {
            found.append(fault(rule, message))
        }
        if snapshot.date != date {
            report(.dateContradiction, "the snapshot's date is \(snapshot.date), but its directory is named \(date)")
        }
        if Set(snapshot.providers).count != snapshot.providers.count {
            report(.wrongProvider, "a provider is listed twice")
        }
        for message in Self.originFaults(loaded) { report(.wrongOrigin, message) }
        return found + fileFaults(loaded)
    }

    /// What of them is about files: those that are missing, others, changed or too many.
    package func fileFaults(_ loaded: LoadedSnapshot) -> [SnapshotFault] {
        let present = Set(files())
        let unlisted = present.subtracting(listed(loaded.snapshot)).sorted().map { name in
            fault(.unlistedFile, "the file is not part of the snapshot", in: name)
        }
        return unlisted + digestFaults(loaded, present)
    }

    private static let restore = "restore the snapshot from version control; snapshots are never edited"

    /// - Parameter provider: whose file it is.
    private func fault(
        _ rule: Diagnostic.Rule, _ message: String, in name: String = SnapshotSeal.name, of provider: String? = nil
    ) -> SnapshotFault {
        SnapshotFault(
            diagnostic: Diagnostic(
                file: "\(displayPath)/\(name)", rule: rule, message: message, hint: Self.restore), provider: provider)
    }

    /// All files that the snapshot may have.
    private func listed(_ snapshot: Snapshot) -> Set<String> {
        var names: Set<String> = [SnapshotSeal.name]
        if snapshot.signer != nil { names.insert(SnapshotSeal.signatureName) }
        if let files = snapshot.files { return names.union(files.keys) }
        for id in snapshot.providers { names.formUnion(["\(id).json", "evidence/\(id).ndjson.gz"]) }
        return names
    }

    private func digestFaults(_ loaded: LoadedSnapshot, _ present: Set<String>) -> [SnapshotFault] {
        let snapshot = loaded.snapshot
        var found: [SnapshotFault] = []
        func report(
            _ rule: Diagnostic.Rule, _ message: String, in name: String = SnapshotSeal.name, of provider: String? = nil
        ) {
            found.append(fault(rule, message, in: name, of: provider))
        }
        guard let files = snapshot.files, let stated = snapshot.digest else {
            // Old snapshots have neither.
            if snapshot.files != nil || snapshot.digest != nil || snapshot.unchanged != nil || snapshot.signer != nil {
                report(.wrongDigest, "the digests are incomplete")
            }
            return found
        }
        if let bytes = try? bytes(SnapshotSeal.name), SnapshotSeal.digest(of: bytes, stating: stated) != stated {
            report(.wrongDigest, "the file differs from its own digest")
        }
        /// The files that there may be, each with its provider.
        var allowed: [String: String] = [:]
        for id in snapshot.providers {
            let (findings, evidence) = ("\(id).json", "evidence/\(id).ndjson.gz")
            (allowed[findings], allowed[evidence]) = (id, id)
            if snapshot.schema > 1 {
                let proofs = ProofsFile.name(id)
                allowed[proofs] = id
                if (files[evidence] == nil) != (files[proofs] == nil) {
                    report(.missingEvidence, "'\(id)' has evidence without proofs, or proofs without evidence")
                }
            }
            if files[findings] == nil { report(.wrongDigest, "there is no digest of \(findings)") }
            let stands = snapshot.unchanged?[id] != nil
            if snapshot.origin == .measured, (files[evidence] != nil) == stands {
                report(
                    .missingEvidence,
                    stands ? "'\(id)' has evidence and names another snapshot's" : "'\(id)' has no evidence")
            }
        }
        for name in files.keys.sorted() where allowed[name] == nil {
            report(.wrongDigest, "'\(name)' belongs to no listed provider")
        }
        for id in (snapshot.unchanged ?? [:]).keys.sorted() where !snapshot.providers.contains(id) {
            report(.missingEvidence, "'\(id)' is not among the providers")
        }
        for (name, digest) in files.sorted(by: { $0.key < $1.key }) {
            guard let provider = allowed[name] else { continue }
            if !present.contains(name) {
                report(
                    name.hasPrefix("evidence/") ? .missingEvidence : .unreadableFile, "the file is missing", in: name,
                    of: provider)
            } else if self.digest(name, read: loaded) != digest {
                report(
                    .wrongDigest, "the file differs from the digest in \(SnapshotSeal.name)", in: name, of: provider)
            }
        }
        return found
    }

    /// A measured snapshot has times and rate limits and no source; a transcribed one has a source, and nothing in it that
    /// only a measurement gives.
    private static func originFaults(_ loaded: LoadedSnapshot) -> [String] {
        let snapshot = loaded.snapshot
        var faults: [String] = []
        switch snapshot.origin {
        case .measured:
            if snapshot.source != nil { faults.append("a measured snapshot names a publication as its source") }
            if snapshot.started == nil || snapshot.finished == nil || snapshot.manners == nil {
                faults.append("a measured snapshot lacks its times or its rate limits")
            }
            if let started = snapshot.started, let finished = snapshot.finished, started > finished {
                faults.append("the measurement ends before it begins")
            }
            for provider in loaded.providers where provider.transcription != nil {
                faults.append(
                    "the findings of '\(provider.provider)' are transcribed, but the snapshot is called measured")
            }
        case .transcribed:
            if snapshot.source == nil { faults.append("a transcribed snapshot names no publication as its source") }
            if snapshot.started != nil || snapshot.finished != nil || snapshot.manners != nil
                || snapshot.connections != 0
                || snapshot.unchanged != nil
                || snapshot.files?.keys.contains(where: { $0.hasPrefix("evidence/") }) == true
            {
                faults.append("a transcribed snapshot has times, rate limits, connections or evidence of a measurement")
            }
            for provider in loaded.providers
            where provider.transcription == nil || !provider.services.isEmpty || !provider.domains.isEmpty
                || provider.aliases != nil
            {
                faults.append(
                    "the findings of '\(provider.provider)' are measured, but the snapshot is called transcribed")
            }
        }
        return faults
    }
}
