import Files
import Glibc
import Model
import Survey
import Text

/// The results of one shard while they are written, in the order of the list. A run that is killed leaves them; the next
/// run of the shard goes on behind the last gzip member that is whole.
package struct ShardDraft: ~Copyable {
    /// Lines that an earlier run had written.
    package let kept: Int
    /// When the first run of the shard began.
    package let started: Instant

    private let folder: SurveyFolder
    private let name: ShardName
    private let lock: FileLock
    private var writer: GzipLineWriter

    /// Begins a shard's results, or goes on with those that a killed run left: this run's own or, where it is the first
    /// after a restart, a copy of those that the last run before has.
    /// - Returns: `nil` where the shard is complete already, by whichever run.
    /// - Throws: where the folder has results of another survey, or another program writes these.
    package static func begin(
        in folder: SurveyFolder, terms: SurveyManifest.Terms, shard: Int, restart: Int, now: Instant
    ) throws(Diagnostics) -> ShardDraft? {
        let name = ShardName(pass: terms.pass, shard: shard, shards: terms.shards, restart: restart)
        do {
            try Folder.create(folder.path)
        } catch {
            throw cannotWrite(error)
        }
        let (complete, faults) = try folder.manifests()
        let (begun, otherFaults) = try folder.beginnings()
        let strangers = complete.mapValues(\.terms).merging(begun.mapValues(\.terms)) { one, _ in one }
            .filter { $0.key.pass == terms.pass }.sorted { "\($0.key)" < "\($1.key)" }
            .compactMap { name, found -> Diagnostic? in
                let differences = found.differences(to: terms)
                guard !differences.isEmpty else { return nil }
                return Diagnostic(
                    file: folder.path, rule: .otherSettings,
                    message: "\(name) is of another survey: \(differences.joined(separator: "; "))",
                    hint: "choose another --out, or repeat the command that began it")
            }
        guard strangers.isEmpty else { throw Diagnostics(strangers) }
        let own = (faults + otherFaults).filter { fault in
            ShardName.Ending.allCases.contains { fault.file == folder.path(of: name, $0) }
        }
        guard own.isEmpty else { throw Diagnostics(own) }
        func isOwn(_ other: ShardName) -> Bool { other.pass == terms.pass && other.shard == shard }
        if complete.contains(where: { isOwn($0.key) && folder.check($0.key, $0.value) == nil }) { return nil }
        let earlier = begun.filter { isOwn($0.key) && $0.key.restart <= restart }
            .max { $0.key.restart < $1.key.restart }
        return try go(on: earlier?.key, name, folder, terms, started: earlier?.value.started ?? now)
    }

    private static func go(
        on earlier: ShardName?, _ name: ShardName, _ folder: SurveyFolder, _ terms: SurveyManifest.Terms,
        started: Instant
    ) throws(Diagnostics) -> ShardDraft {
        let draft = folder.path(of: name, .draft)
        let lock = try take(draft)
        do {
            var whole = (bytes: 0, lines: 0)
            if let earlier {
                let source = folder.path(of: earlier, .draft)
                whole = wholeMembers(of: source)
                if earlier != name { try FileCopy.prefix(of: source, bytes: whole.bytes, to: draft) }
            }
            // Lines without what they are of do not count.
            let writer = try GzipLineWriter(draft, keeping: whole.bytes)
            let encoded = try JSONText.encode(SurveyManifest.Beginning(terms: terms, started: started))
            try OutputFile.replace(encoded, at: folder.path(of: name, .beginning))
            DurableFile.sync(folder: folder.path)
            return ShardDraft(
                kept: whole.lines, started: started, folder: folder, name: name, lock: lock, writer: writer)
        } catch {
            lock.release()
            throw cannotWrite(error)
        }
    }

    private init(
        kept: Int, started: Instant, folder: SurveyFolder, name: ShardName, lock: FileLock,
        writer: consuming GzipLineWriter
    ) {
        self.kept = kept
        self.started = started
        self.folder = folder
        self.name = name
        self.lock = lock
        self.writer = writer
    }

    deinit { lock.release() }

    /// Adds a line; it is on the disk after some more.
    package mutating func add(_ line: [UInt8]) throws(Diagnostics) {
        do {
            try writer.add(line)
        } catch {
            throw Self.cannotWrite(error)
        }
    }

    /// Puts all lines on the disk.
    package mutating func flush() throws(Diagnostics) {
        do {
            try writer.flush()
        } catch {
            throw Self.cannotWrite(error)
        }
    }

    /// Makes the lines the shard's result.
    /// - Parameter manifest: is given the size and the digest of the lines.
    package mutating func publish(
        _ manifest: (SurveyManifest.Data) -> SurveyManifest
    ) throws(Diagnostics) {
        try flush()
        let (draft, beginning) = (folder.path(of: name, .draft), folder.path(of: name, .beginning))
        do {
            guard let (size, digest) = FileDigest.sha256(draft) else { throw FileError("read", draft) }
            let encoded = try JSONText.encode(manifest(SurveyManifest.Data(size: size, sha256: digest)))
            let data = folder.path(of: name, .data)
            guard rename(draft, data) == 0 else { throw FileError("create", data) }
            DurableFile.sync(folder: folder.path)
            // Whoever sees the manifest sees the lines.
            try OutputFile.replace(encoded, at: folder.path(of: name, .manifest))
            unlink(beginning)
            DurableFile.sync(folder: folder.path)
        } catch {
            throw Self.cannotWrite(error)
        }
    }

    // MARK: -

    private static func take(_ draft: String) throws(Diagnostics) -> FileLock {
        let descriptor = open(draft, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw cannotWrite(FileError("create", draft)) }
        do throws(FileLock.Failure) {
            return try FileLock(descriptor)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: draft, rule: .scanRunning, message: "another run is writing this shard",
                    hint: "wait until it has finished")
            ])
        }
    }

    /// Of a file that may be cut off.
    private static func wholeMembers(of draft: String) -> (bytes: Int, lines: Int) {
        do throws(GzipLineReader.Fault) {
            var reader = try GzipLineReader(draft)
            do throws(GzipLineReader.Fault) {
                while try reader.next() != nil {}
            } catch {
                // Where it is cut off, or broken: what is before that counts.
            }
            return reader.whole
        } catch {
            return (0, 0)
        }
    }

    static func cannotWrite(_ error: any Error) -> Diagnostics {
        if let error = error as? Diagnostics { return error }
        let (file, reason) = (error as? FileError).map { ($0.path, $0.reason) } ?? ("", "\(error)")
        return Diagnostics([
            Diagnostic(
                file: file, rule: .cannotWrite, message: "cannot be written: \(reason)",
                hint: "check the permissions and the free space, then repeat the command to go on")
        ])
    }
}
