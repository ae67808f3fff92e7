import Foundation
import FuzzTargets
import TestSupport
import Testing

/// Every input that fuzzing has found worth keeping, tried again. `make fuzz` looks for more.
@Suite struct CorpusTests {
    private static let corpus = "\(Repository.root)/Tests/Fuzz/corpus"
    private static let names = FuzzTarget.all.map(\.name)

    @Test func everyTargetHasACorpusAndEveryCorpusATarget() throws {
        #expect(try FileManager.default.contentsOfDirectory(atPath: Self.corpus).sorted() == Self.names.sorted())
    }

    @Test(arguments: names) func holds(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let folder = "\(Self.corpus)/\(name)"
        let inputs = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(!inputs.isEmpty)
        for input in inputs {
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(input)"))
            do throws(FuzzViolation) {
                try target.check(Array(bytes))
            } catch {
                Issue.record("\(name)/\(input): \(error.message)")
            }
        }
    }

    /// The fuzzers run on no input too.
    @Test(arguments: names) func nothingAtAll(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        #expect(throws: Never.self) { try target.check([]) }
    }
}
