/// How the files of one run of one shard are named: `resolve-3-of-8.r1`, and an ending for each.
package struct ShardName: Hashable, Sendable, CustomStringConvertible {
    package var pass: SurveyPass
    /// From 0.
    package var shard: Int
    package var shards: Int
    /// How often a scheduler had started the shard again before this run.
    package var restart: Int

    package init(pass: SurveyPass, shard: Int, shards: Int, restart: Int) {
        self.pass = pass
        self.shard = shard
        self.shards = shards
        self.restart = restart
    }

    /// Reads a file's name.
    /// - Parameter ending: of the kind of file that is wanted; `nil` comes back for others.
    package init?(_ file: String, ending: Ending) {
        guard file.hasSuffix(ending.rawValue) else { return nil }
        let parts = file.dropLast(ending.rawValue.utf8.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasPrefix("r") else { return nil }
        let words = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 4, words[2] == "of", let pass = SurveyPass(rawValue: String(words[0])),
            let shard = Self.number(words[1]), let shards = Self.number(words[3]), shard < shards,
            let restart = Self.number(parts[1].dropFirst())
        else { return nil }
        self.init(pass: pass, shard: shard, shards: shards, restart: restart)
    }

    /// What a file holds.
    package enum Ending: String, CaseIterable, Sendable {
        /// The lines, complete.
        case data = ".ndjson.gz"
        /// `SurveyManifest`: there once the lines are complete.
        case manifest = ".json"
        /// The lines so far.
        case draft = ".ndjson.gz.part"
        /// `SurveyManifest.Beginning`: what the lines so far are of.
        case beginning = ".json.part"
    }

    package func file(_ ending: Ending) -> String { description + ending.rawValue }

    package var description: String { "\(pass.rawValue)-\(shard)-of-\(shards).r\(restart)" }

    /// A number as it is written here: no sign, no zero before it.
    private static func number(_ text: Substring) -> Int? {
        Int(text).flatMap { $0 >= 0 && String($0) == text ? $0 : nil }
    }
}
