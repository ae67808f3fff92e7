import Model
import Survey
import Text

/// The targets of a survey's probe pass, read one at a time, and divided into shards.
package struct TargetFile: ~Copyable {
    private let file: String
    private var reader: GzipLineReader
    private var number = 0

    /// - Throws: where the file cannot be read.
    package init(_ folder: SurveyFolder) throws(Diagnostics) {
        file = "\(folder.path)/\(SurveyMerge.File.targets.name)"
        do throws(GzipLineReader.Fault) {
            reader = try GzipLineReader(file)
        } catch {
            throw Diagnostics([Self.diagnostic(error, "\(folder.path)/\(SurveyMerge.File.targets.name)")])
        }
    }

    /// The next target; `nil` at the end.
    package mutating func next() throws(Diagnostics) -> SurveyTarget? {
        let line: [UInt8]
        do throws(GzipLineReader.Fault) {
            guard let next = try reader.next() else { return nil }
            line = next
        } catch {
            throw Diagnostics([Self.diagnostic(error, file)])
        }
        number += 1
        return try JSONText.decode(SurveyTarget.self, from: line, file: file, firstLine: number)
    }

    /// How the targets are divided.
    /// - Returns: the shard of each group of servers, and how many servers each shard has.
    package static func divide(
        _ folder: SurveyFolder, _ sharding: Sharding
    ) throws(Diagnostics) -> (shards: [Int], servers: [Int]) {
        var weights: [Int] = []
        var targets = try TargetFile(folder)
        while let target = try targets.next() {
            while weights.count <= target.group { weights.append(0) }
            weights[target.group] += 1
        }
        let shards = sharding.shards(ofGroups: weights)
        var servers = [Int](repeating: 0, count: sharding.shards)
        for (group, shard) in shards.enumerated() { servers[shard] += weights[group] }
        return (shards, servers)
    }

    private static func diagnostic(_ fault: GzipLineReader.Fault, _ file: String) -> Diagnostic {
        let why =
            switch fault {
            case .file(let error): error.reason
            case .corrupt(let why): why
            }
        return Diagnostic(
            file: file, rule: .brokenShard, message: "the targets cannot be read: \(why)",
            hint: "merge the resolve pass again: pruefstand survey merge")
    }
}
