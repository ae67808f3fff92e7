import Files
import Model
import Text

/// What in a snapshot is not what its `snapshot.json` says.
package struct SnapshotFault: Hashable, Sendable {
    package var diagnostic: Diagnostic
    /// The provider whose file it is in; `nil` where it is about the snapshot as a whole.
    package var provider: String?
}

extension Snapshot {
    fileprivate var sortedProviders: [ProviderFindings] { providers.values.sorted { $0.provider < $1.provider } }
}

extension SnapshotFolder {
    /// Paths of all files in the folder, relative to it and sorted, of links too.
    package func files() -> [String] {
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
    private func digest(_ name: String, read snapshot: Snapshot) -> String? {
        guard let known = snapshot.digests[name], FileKind("\(path)/\(name)") == .regular else { return digest(name) }
        return known
    }

    /// Adds the digests of a provider's evidence and proofs to those of a snapshot.
    /// - Returns: false where the snapshot is not sealed, or of a format whose findings hold the proofs: nothing is added.
    package func noteDigests(ofEvidence id: String, in snapshot: inout Snapshot, _ cache: FileCache) -> Bool {
        let manifest = snapshot.manifest
        guard manifest.schema > 1, manifest.digest != nil, let files = manifest.files else { return false }
        for name in ["evidence/\(id).ndjson.gz", ProofsFile.name(id)] where files[name] != nil {
            snapshot.digests[name] = cache.digest(name, in: self)
        }
        return true
    }

    /// Whether the snapshot has evidence of its own for a provider.
    package func hasEvidence(of provider: String) -> Bool {
        Provider.isID(provider) && FileKind("\(path)/evidence/\(provider).ndjson.gz") != nil
    }

    /// Where the signature of `snapshot.json` is, or would be.
    package var signaturePath: String { "\(path)/\(SnapshotSeal.signatureName)" }

    /// What in the folder is not what its `snapshot.json` says: files that are missing, others, changed or too many, and
    /// what in `snapshot.json` contradicts itself.
    package func faults(_ snapshot: Snapshot, date: Day) -> [SnapshotFault] {
        let manifest = snapshot.manifest
        var found: [SnapshotFault] = []
        func report(_ rule: Diagnostic.Rule, _ message: String) {
            found.append(fault(rule, message))
        }
        if manifest.date != date {
            report(.dateContradiction, "the snapshot's date is \(manifest.date), but its directory is named \(date)")
        }
        if Set(manifest.providers).count != manifest.providers.count {
            report(.wrongProvider, "a provider is listed twice")
        }
        for message in Self.originFaults(snapshot) { report(.wrongOrigin, message) }
        return found + fileFaults(snapshot)
    }

    /// What of them is about files: those that are missing, others, changed or too many.
    package func fileFaults(_ snapshot: Snapshot) -> [SnapshotFault] {
        let present = Set(files())
        let unlisted = present.subtracting(listed(snapshot)).sorted().map { name in
            fault(.unlistedFile, "the file is not part of the snapshot", in: name)
        }
        return unlisted + digestFaults(snapshot, present)
    }

    static let restore = "restore the snapshot from version control; snapshots are never edited"

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
        let manifest = snapshot.manifest
        var names: Set<String> = [SnapshotSeal.name]
        if !snapshot.pruned.isEmpty { names.insert(PrunedEvidence.name) }
        if manifest.signer != nil { names.insert(SnapshotSeal.signatureName) }
        if let files = manifest.files { return names.union(files.keys) }
        for id in manifest.providers { names.formUnion(["\(id).json", "evidence/\(id).ndjson.gz"]) }
        return names
    }

    private func digestFaults(_ snapshot: Snapshot, _ present: Set<String>) -> [SnapshotFault] {
        let manifest = snapshot.manifest
        var found: [SnapshotFault] = []
        func report(
            _ rule: Diagnostic.Rule, _ message: String, in name: String = SnapshotSeal.name, of provider: String? = nil
        ) {
            found.append(fault(rule, message, in: name, of: provider))
        }
        guard let files = manifest.files, let stated = manifest.digest else {
            // Old snapshots have neither.
            if manifest.files != nil || manifest.digest != nil || manifest.unchanged != nil || manifest.signer != nil
                || manifest.findings != nil
            {
                report(.wrongDigest, "the digests are incomplete")
            }
            return found
        }
        if let bytes = try? bytes(SnapshotSeal.name), SnapshotSeal.digest(of: bytes, stating: stated) != stated {
            report(.wrongDigest, "the file differs from its own digest")
        }
        /// The files that there may be, each with its provider.
        var allowed: [String: String] = [:]
        for id in manifest.providers {
            let (findings, evidence) = ("\(id).json", "evidence/\(id).ndjson.gz")
            (allowed[findings], allowed[evidence]) = (id, id)
            if manifest.schema > 1 {
                let proofs = ProofsFile.name(id)
                allowed[proofs] = id
                if (files[evidence] == nil) != (files[proofs] == nil) {
                    report(.missingEvidence, "'\(id)' has evidence without proofs, or proofs without evidence")
                }
            }
            let refers = manifest.findings?[id] != nil
            if (files[findings] == nil) != refers {
                report(
                    .wrongDigest,
                    refers
                        ? "'\(id)' has findings and refers to another snapshot's" : "there is no digest of \(findings)")
            }
            let stands = manifest.unchanged?[id] != nil
            if manifest.origin == .measured, (files[evidence] != nil) == stands {
                report(
                    .missingEvidence,
                    stands ? "'\(id)' has evidence and names another snapshot's" : "'\(id)' has no evidence")
            }
        }
        for name in files.keys.sorted() where allowed[name] == nil {
            report(.wrongDigest, "'\(name)' belongs to no listed provider")
        }
        let referring = Set((manifest.unchanged ?? [:]).keys).union((manifest.findings ?? [:]).keys)
        for id in referring.subtracting(manifest.providers).sorted() {
            report(.missingEvidence, "'\(id)' is not among the providers")
        }
        for (name, digest) in files.sorted(by: { $0.key < $1.key }) {
            guard let provider = allowed[name] else { continue }
            if !present.contains(name) {
                // Evidence that was pruned was not lost.
                if snapshot.pruned[provider] != nil, name == "evidence/\(provider).ndjson.gz" { continue }
                report(
                    name.hasPrefix("evidence/") ? .missingEvidence : .unreadableFile, "the file is missing", in: name,
                    of: provider)
            } else if self.digest(name, read: snapshot) != digest {
                report(
                    .wrongDigest, "the file differs from the digest in \(SnapshotSeal.name)", in: name, of: provider)
            }
        }
        return found
    }

    /// A measured snapshot has times and rate limits and no source; a transcribed one has a source, and nothing in it that
    /// only a measurement gives.
    private static func originFaults(_ snapshot: Snapshot) -> [String] {
        let manifest = snapshot.manifest
        var faults: [String] = []
        switch manifest.origin {
        case .measured:
            if manifest.source != nil { faults.append("a measured snapshot names a publication as its source") }
            if manifest.started == nil || manifest.finished == nil || manifest.manners == nil {
                faults.append("a measured snapshot lacks its times or its rate limits")
            }
            if let started = manifest.started, let finished = manifest.finished, started > finished {
                faults.append("the measurement ends before it begins")
            }
            for provider in snapshot.sortedProviders where provider.transcription != nil {
                faults.append(
                    "the findings of '\(provider.provider)' are transcribed, but the snapshot is called measured")
            }
        case .transcribed:
            if manifest.source == nil { faults.append("a transcribed snapshot names no publication as its source") }
            if manifest.started != nil || manifest.finished != nil || manifest.manners != nil
                || manifest.connections != 0
                || manifest.unchanged != nil || manifest.findings != nil
                || manifest.files?.keys.contains(where: { $0.hasPrefix("evidence/") }) == true
            {
                faults.append("a transcribed snapshot has times, rate limits, connections or evidence of a measurement")
            }
            for provider in snapshot.sortedProviders
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
