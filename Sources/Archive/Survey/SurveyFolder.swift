import Files
import Model
import Survey
import Text

/// The folder of a survey: the shards' results, each with its manifest, and what they were merged to.
package struct SurveyFolder: Sendable {
    package let path: String
    /// Bytes of the longest manifest that is read.
    private static let manifestLimit = 1 << 20

    package init(_ path: String) { self.path = path }

    /// Manifests of complete results, those that are broken as diagnostics.
    package func manifests() throws(Diagnostics) -> (whole: [ShardName: SurveyManifest], faults: [Diagnostic]) {
        try read(SurveyManifest.self, .manifest) { name, manifest in
            let own = ShardName(
                pass: manifest.terms.pass, shard: manifest.shard, shards: manifest.terms.shards,
                restart: manifest.restart)
            return own == name ? nil : "it is the manifest of \(own)"
        }
    }

    /// What runs that are not complete began with.
    package func beginnings() throws(Diagnostics) -> (
        whole: [ShardName: SurveyManifest.Beginning], faults: [Diagnostic]
    ) {
        try read(SurveyManifest.Beginning.self, .beginning) { name, beginning in
            beginning.terms.pass == name.pass && beginning.terms.shards == name.shards
                ? nil : "it is of another pass or number of shards"
        }
    }

    package func path(of name: ShardName, _ ending: ShardName.Ending) -> String { "\(path)/\(name.file(ending))" }

    package func path(ofMerged pass: SurveyPass) -> String { "\(path)/merged-\(pass.rawValue).json" }

    /// What a pass was merged to; `nil` where it was not.
    package func merged(_ pass: SurveyPass) throws(Diagnostics) -> MergedSurvey? {
        let file = path(ofMerged: pass)
        guard InputFile.exists(file) else { return nil }
        // A manifest for each shard.
        guard let bytes = (try? InputFile.bytes(file, limit: Self.manifestLimit * Sharding.limit)) ?? nil else {
            throw Diagnostics([Self.broken(file, "the file cannot be read")])
        }
        return try JSONText.decode(MergedSurvey.self, from: bytes, file: file)
    }

    /// The targets of the probe pass, whose digest says which they are.
    /// - Parameter list: the digest of the list that the survey is of.
    /// - Throws: where the resolve pass was not merged, or not all of it, or is of another list.
    package func targets(ofList list: String) throws(Diagnostics) -> SurveyManifest.Data {
        let merged = try merged(.resolve)
        guard let merged, merged.missing.isEmpty, let targets = merged.targets else {
            throw Diagnostics([
                Diagnostic(
                    file: path(ofMerged: .resolve), rule: .missingShard,
                    message: merged.map {
                        "shards of the resolve pass are missing: \($0.missing.map(String.init).joined(separator: ", "))"
                    }
                        ?? "the resolve pass is not merged here",
                    hint: "finish it (--pass resolve), and then: pruefstand survey merge \(path)")
            ])
        }
        guard merged.terms.list == list else {
            throw Diagnostics([
                Diagnostic(
                    file: path(ofMerged: .resolve), rule: .otherSettings,
                    message: "the resolve pass is of another list",
                    hint: "give the list that it is of, or choose another --out")
            ])
        }
        let file = "\(path)/\(SurveyMerge.File.targets.name)"
        guard let (_, digest) = FileDigest.sha256(file), digest == targets.sha256 else {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .brokenShard, message: "the targets are not those that were merged",
                    hint: "merge again: pruefstand survey merge \(path)")
            ])
        }
        return targets
    }

    /// Whether a file of lines is the one that its manifest was written for.
    package func check(_ name: ShardName, _ manifest: SurveyManifest) -> Diagnostic? {
        let file = path(of: name, .data)
        guard let (size, digest) = FileDigest.sha256(file) else {
            return Self.broken(file, "the lines that the manifest is of are missing, or cannot be read")
        }
        guard size == manifest.data.size else {
            return Self.broken(file, "\(manifest.data.size) bytes were written, and \(size) are there")
        }
        guard digest == manifest.data.sha256 else {
            return Self.broken(file, "the digest is not the one in the manifest")
        }
        return nil
    }

    static func broken(_ file: String, _ message: String) -> Diagnostic {
        Diagnostic(
            file: file, rule: .brokenShard, message: message,
            hint: "copy the shard's files again, or delete them and run the shard again")
    }

    private func read<Value: Decodable>(
        _ type: Value.Type, _ ending: ShardName.Ending, isWrong: (ShardName, Value) -> String?
    ) throws(Diagnostics) -> (whole: [ShardName: Value], faults: [Diagnostic]) {
        let files: [String]
        do {
            files = try Folder.names(path)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: path, rule: .unreadableFile, message: "the directory cannot be read: \(error.reason)",
                    hint: "check the path and the permissions")
            ])
        }
        var whole: [ShardName: Value] = [:]
        var faults: [Diagnostic] = []
        for file in files.sorted() {
            guard let name = ShardName(file, ending: ending) else { continue }
            let place = "\(path)/\(file)"
            do throws(Diagnostics) {
                guard let bytes = (try? InputFile.bytes(place, limit: Self.manifestLimit)) ?? nil else {
                    throw Diagnostics([Self.broken(place, "the file cannot be read")])
                }
                let value = try JSONText.decode(Value.self, from: bytes, file: place)
                if let wrong = isWrong(name, value) { throw Diagnostics([Self.broken(place, wrong)]) }
                whole[name] = value
            } catch {
                faults += error.all.map { fault in
                    fault.rule == .brokenShard ? fault : Self.broken(place, fault.message)
                }
            }
        }
        return (whole, faults)
    }
}
