import Files
import Glibc
import Model
import Survey
import Text

/// Merges what the shards of a pass found into one file, sorted by line: the same bytes whatever the number of shards was,
/// and however often it is done. From the domains come the targets of the probe pass, and its results are joined to them.
package struct SurveyMerge: Sendable {
    /// What a survey's shards are merged to.
    package enum File: String, Sendable {
        case domains, targets, servers, joined

        package var name: String { "\(rawValue).ndjson.gz" }
    }

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
        do {
            let merged = try pass == .resolve ? resolved(set) : probed(set)
            try OutputFile.replace(try JSONText.encode(merged), at: folder.path(ofMerged: pass))
            DurableFile.sync(folder: folder.path)
            return (merged, faults)
        } catch {
            throw ShardDraft.cannotWrite(error)
        }
    }

    private func resolved(_ set: ShardSet) throws -> MergedSurvey {
        var targets = TargetCollection()
        let domains = try write(.domains) { writer in
            try forEachLine(of: set) { line, file in
                let domain = try JSONText.decode(Named.self, from: line, file: file)
                targets.add(domain.servers, of: domain.domain)
                try writer.add(line)
            }
        }
        let data = try write(.targets) { writer in
            for target in targets.targets() { try writer.add(try JSONText.encodeLine(target)) }
        }
        return MergedSurvey(set, data: domains, targets: data)
    }

    private func probed(_ set: ShardSet) throws -> MergedSurvey {
        guard try folder.targets(ofList: set.terms.list).sha256 == set.terms.targets else {
            throw Diagnostics([
                Diagnostic(
                    file: folder.path, rule: .otherSettings,
                    message: "the servers that were probed are not those that the domains name by now",
                    hint: "the resolve pass was merged anew with other results; run the probe pass again")
            ])
        }
        var known: [SurveyServer: (line: Int, facts: ServerFacts)] = [:]
        let servers = try write(.servers) { writer in
            try forEachLine(of: set) { line, file in
                let server = try JSONText.decode(SurveyedServer.self, from: line, file: file)
                known[SurveyServer(server.findings.endpoint)] = (server.line, ServerFacts(server.findings))
                try writer.add(line)
            }
        }
        let domains = "\(folder.path)/\(File.domains.name)"
        _ = try write(.joined) { writer in
            let source = try ShardSource(domains)
            while try source.advance() != nil {
                let domain = try JSONText.decode(SurveyedDomain.self, from: source.line, file: domains)
                try writer.add(try JSONText.encodeLine(JoinedDomain(domain) { known[$0] }))
            }
        }
        return MergedSurvey(set, data: servers)
    }

    /// What of a domain's line its targets come from.
    private struct Named: Decodable {
        var domain: String
        var servers: [SurveyServer]
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
        let what = set.terms.pass == .resolve ? "domains are" : "servers are"
        return set.missing.map { shard in
            Diagnostic(
                file: folder.path, rule: .missingShard,
                message: "shard \(shard) of \(set.terms.shards) is missing; its \(what) not measured here",
                hint: "run it with --pass \(set.terms.pass.rawValue) --shards \(set.terms.shards) --shard \(shard), "
                    + "or copy its files here; then merge again")
        }
    }

    /// Writes a file whole, and leaves the one that is there where that fails.
    private func write(
        _ file: File, _ body: (inout GzipLineWriter) throws -> Void
    ) throws -> SurveyManifest.Data {
        let (target, draft) = ("\(folder.path)/\(file.name)", "\(folder.path)/\(file.name).part")
        do {
            var writer = try GzipLineWriter(draft)
            try body(&writer)
            try writer.flush()
            guard let (size, digest) = FileDigest.sha256(draft) else { throw FileError("read", draft) }
            guard rename(draft, target) == 0 else { throw FileError("create", target) }
            return SurveyManifest.Data(size: size, sha256: digest)
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// All lines of all shards in order, each with the file that it is from.
    private func forEachLine(of set: ShardSet, _ body: ([UInt8], String) throws -> Void) throws {
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
            try body(sources[next].line, sources[next].file)
            if let head = try sources[next].advance() { order.add(head, of: next) }
        }
    }
}

/// The lines of one shard, one at a time. A class, as an array cannot hold readers.
private final class ShardSource {
    let file: String
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
