import ArgumentParser
import Testing

@testable import pruefstand

/// Which shard a run is, by its options and by what a scheduler sets.
@Suite struct ShardOptionsTests {
    private typealias Choice = ShardOptions.Choice

    private func choice(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Choice {
        var options = ShardOptions()
        options.shards = nil
        options.shard = nil
        options.restart = nil
        var words = arguments[...]
        while let word = words.popFirst(), let value = words.popFirst() {
            switch word {
            case "--shards": options.shards = Int(value)
            case "--shard": options.shard = Int(value)
            default: options.restart = Int(value)
            }
        }
        return try options.choice { environment[$0] }
    }

    @Test func optionsAndSchedulers() throws {
        #expect(try choice([]) == Choice(shards: 1, shard: 0, restart: 0))
        #expect(try choice(["--shards", "1"]) == Choice(shards: 1, shard: 0, restart: 0))
        #expect(try choice(["--shards", "8", "--shard", "3"]) == Choice(shards: 8, shard: 3, restart: 0))
        // sbatch --array=2,5,6, the task started once more: the count is not the number of shards.
        let slurm = ["SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_RESTART_COUNT": "1"]
        #expect(try choice(["--shards", "8"], slurm) == Choice(shards: 8, shard: 5, restart: 1))
        #expect(try choice(["--shards", "8", "--shard", "0", "--restart", "4"], slurm).restart == 4)
        #expect(
            try choice(["--shards", "8"], ["JOB_COMPLETION_INDEX": "7"]) == Choice(shards: 8, shard: 7, restart: 0))
    }

    private static let contradictions: [([String], [String: String])] = [
        (["--shard", "1"], [:]), (["--shards", "0"], [:]), (["--shards", "1001", "--shard", "0"], [:]),
        (["--shards", "3"], [:]), (["--shards", "3", "--shard", "3"], [:]), (["--shards", "3", "--shard", "-1"], [:]),
        // A task that does not know how many there are must not do all of them.
        ([], ["SLURM_ARRAY_TASK_ID": "0"]), ([], ["JOB_COMPLETION_INDEX": "0"]),
        (["--shards", "3"], ["SLURM_ARRAY_TASK_ID": "3"]), (["--shards", "3"], ["SLURM_ARRAY_TASK_ID": "x"]),
        (["--restart", "-1"], [:]),
    ]

    @Test(arguments: contradictions)
    func theyContradictEachOther(_ arguments: [String], _ environment: [String: String]) {
        #expect(throws: ValidationError.self) { try choice(arguments, environment) }
    }
}
