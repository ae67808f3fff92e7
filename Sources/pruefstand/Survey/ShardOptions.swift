import ArgumentParser
import Glibc
import Survey

/// Which part of a survey a run does.
struct ShardOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Number of shards that the list is divided into (default: 1)", valueName: "count"))
    var shards: Int?

    @Option(
        help: ArgumentHelp(
            "Shard to do, from 0 (default with --shards: SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX)",
            valueName: "number"))
    var shard: Int?

    @Option(
        help: ArgumentHelp(
            "How often the shard was started again before, part of the names of its files (default: SLURM_RESTART_COUNT, or 0)",
            valueName: "count"))
    var restart: Int?

    @Option(help: ArgumentHelp("Text that decides how the list is divided; the same for all shards", valueName: "text"))
    var seed = "0"

    func validate() throws {
        _ = try choice(Self.environment)
    }

    /// What the options and the environment come to.
    struct Choice: Hashable {
        var shards: Int
        var shard: Int
        var restart: Int
    }

    /// - Parameter environment: a variable's value.
    /// - Throws: `ValidationError` where they contradict each other.
    func choice(_ environment: (String) -> String?) throws -> Choice {
        let task = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"].compactMap { name in
            environment(name).map { (name: name, value: $0) }
        }.first
        guard let shards else {
            // The scheduler's own count is not the number of shards: --array=2,5,6 says 3.
            if shard != nil { throw ValidationError("--shard needs --shards, the number of all shards") }
            if let task {
                throw ValidationError(
                    "\(task.name) is set, and --shards is not: give the number of all shards, or --shards 1 --shard 0")
            }
            return Choice(shards: 1, shard: 0, restart: try restarts(environment))
        }
        guard (1...Sharding.limit).contains(shards) else {
            throw ValidationError("invalid --shards \(shards): valid values are 1 to \(Sharding.limit)")
        }
        let chosen: Int
        if let shard {
            chosen = shard
        } else if let task {
            guard let number = Int(task.value) else {
                throw ValidationError("\(task.name) is '\(task.value)', not a number; give --shard")
            }
            chosen = number
        } else if shards == 1 {
            chosen = 0
        } else {
            throw ValidationError("--shards needs --shard, a number from 0 to \(shards - 1)")
        }
        guard (0..<shards).contains(chosen) else {
            throw ValidationError("there is no shard \(chosen) of \(shards): valid numbers are 0 to \(shards - 1)")
        }
        return Choice(shards: shards, shard: chosen, restart: try restarts(environment))
    }

    private func restarts(_ environment: (String) -> String?) throws -> Int {
        let count = restart ?? environment("SLURM_RESTART_COUNT").flatMap { Int($0) } ?? 0
        guard (0...1_000_000).contains(count) else { throw ValidationError("invalid --restart \(count)") }
        return count
    }

    static let environment: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
}
