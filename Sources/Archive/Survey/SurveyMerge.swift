import Files
import Glibc
import Model
import Survey
import Text

/// Merges what the shards of a survey found into one file, sorted by the list's lines: the same bytes whatever the
/// number of shards was, and however often it is done.
package struct SurveyMerge: Sendable {
    /// What all shards found, and what they were merged from.
    package static let domains = "domains.ndjson.gz"
    package static let summary = "survey.json"

    private let folder: SurveyFolder

    package init(_ folder: SurveyFolder) { self.folder = folder }

    /// Merges all results of a pass that are there.
    /// - Returns: what came of it, and what was wrong: shards that are missing, and results that are broken.
    /// - Throws: where there is no result, where results do not belong together, or where nothing can be written. What
    ///   was merged before stays then.
    package func run(_ pass: SurveyPass) throws(Diagnostics) -> (merged: MergedSurvey, faults: [Diagnostic]) {
        var (found, faults) = try folder.manifests()
        found = found.filter { $0.key.pass == pass }
        for (name, manifest) in found {
            guard let fault = folder.check(name, manifest) else { continue }
            faults.append(fault)
            found[name] = nil
        }
        guard let set = try join(found) else {
            throw Diagnostics(
                faults + [
                    Diagnostic(
                        file: folder.path, rule: .missingShard, message: "no shard has a complete result here",
                        hint: "run pruefstand survey LIST --out \(folder.path), or give another directory")
                ])
        }
        faults += missing(set)
        let data = try write(set)
        let merged = MergedSurvey(set, data: data)
        do {
            try OutputFile.replace(try JSONText.encode(merged), at: "\(folder.path)/\(Self.summary)")
            DurableFile.sync(folder: folder.path)
        } catch {
            throw ShardDraft.cannotWrite(error)
        }
        return (merged, faults)
    }

    /// - Returns: `nil` where there are none.
    private func join(_ found: [ShardName: SurveyManifest]) throws(Diagnostics) -> ShardSet? {
        var set: ShardSet?
        var strangers: [Diagnostic] = []
        for (name, manifest) in found.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            do throws(ShardSet.Mismatch) {
                set = try set?.joined(with: ShardSet(manifest)) ?? ShardSet(manifest)
            } catch {
                strangers.append(
                    Diagnostic(
                        file: folder.path(of: name, .manifest), rule: .otherSettings,
                        message: "the shard does not belong to the others: "
                            + error.differences.joined(separator: "; "),
                        hint: "move the files of one survey to a directory of their own; nothing was merged"))
            }
        }
        guard strangers.isEmpty else { throw Diagnostics(strangers) }
        return set
    }

    private func missing(_ set: ShardSet) -> [Diagnostic] {
        set.missing.map { shard in
            Diagnostic(
                file: folder.path, rule: .missingShard,
                message: "shard \(shard) of \(set.terms.shards) is missing; its domains are not in \(Self.domains)",
                hint: "run it with --shards \(set.terms.shards) --shard \(shard), or copy its files here; "
                    + "then merge again")
        }
    }

    private func write(_ set: ShardSet) throws(Diagnostics) -> SurveyManifest.Data {
        let (target, draft) = ("\(folder.path)/\(Self.domains)", "\(folder.path)/\(Self.domains).part")
        do {
            try copy(set, to: draft)
            guard let (size, digest) = FileDigest.sha256(draft) else { throw FileError("read", draft) }
            guard rename(draft, target) == 0 else { throw FileError("create", target) }
            return SurveyManifest.Data(size: size, sha256: digest)
        } catch {
            unlink(draft)
            throw ShardDraft.cannotWrite(error)
        }
    }

    private func copy(_ set: ShardSet, to draft: String) throws {
        var writer = try GzipLineWriter(draft)
        var sources: [ShardSource] = []
        var order = MergeOrder()
        for manifest in set.manifests {
            let name = ShardName(
                pass: manifest.terms.pass, shard: manifest.shard, shards: manifest.terms.shards,
                restart: manifest.restart)
            let source = try ShardSource(folder.path(of: name, .data))
            if let head = try source.advance() { order.add(head, of: sources.count) }
            sources.append(source)
        }
        while let next = order.next() {
            try writer.add(sources[next].line)
            if let head = try sources[next].advance() { order.add(head, of: next) }
        }
        try writer.flush()
    }
}

/// The lines of one shard, one at a time. A class, as an array cannot hold readers.
private final class ShardSource {
    private let file: String
    private var reader: GzipLineReader
    private(set) var line: [UInt8] = []
    private var number = 0
    private var last = 0

    init(_ file: String) throws(Diagnostics) {
        self.file = file
        do throws(GzipLineReader.Fault) {
            reader = try GzipLineReader(file)
        } catch {
            throw Diagnostics([Self.fault(error, file)])
        }
    }

    /// Goes on to the next line.
    /// - Returns: its line in the list; `nil` where there is none.
    func advance() throws(Diagnostics) -> Int? {
        do throws(GzipLineReader.Fault) {
            guard let next = try reader.next() else { return nil }
            line = next
        } catch {
            throw Diagnostics([Self.fault(error, file)])
        }
        number += 1
        let position = try JSONText.decode(Position.self, from: line, file: file, firstLine: number).line
        guard position > last else {
            throw Diagnostics([SurveyFolder.broken(file, "line \(number) is not behind the one before it")])
        }
        last = position
        return position
    }

    private struct Position: Decodable { var line: Int }

    private static func fault(_ fault: GzipLineReader.Fault, _ file: String) -> Diagnostic {
        switch fault {
        case .file(let error): SurveyFolder.broken(file, "the file cannot be read: \(error.reason)")
        case .corrupt(let why): SurveyFolder.broken(file, "the file is broken: \(why)")
        }
    }
}
