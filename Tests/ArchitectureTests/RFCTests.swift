import Foundation
import TestSupport
import Testing

/// RFCs that are cited are current, or named as historical. `docs/RFCS.md` lists those that are obsolete.
@Suite struct RFCTests {
    /// What people read, and what is published: sources, tests, texts and documents.
    private static let places = [
        "Sources", "Tests", "Benchmarks", "templates", "docs", "findings", "content", "README.md", "ARCHITECTURE.md",
        "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
    ]
    /// Recorded data, and the table itself.
    private static let left = [
        "content/snapshots/", "Tests/Replay/evidence/", "Tests/Replay/expected/", "Tests/Fuzz/corpus/", "docs/RFCS.md",
        "Tests/ArchitectureTests/RFCTests.swift",
    ]
    private static let endings = [
        "swift", "h", "md", "yaml", "json", "py", "sh", "mustache", "lua", "txt",
    ]

    private static func obsolete() throws -> Set<Int> {
        let table = try String(contentsOfFile: "\(Repository.root)/docs/RFCS.md", encoding: .utf8)
        return Set(
            table.split(separator: "\n").compactMap { line in
                line.hasPrefix("| ") ? Int(line.dropFirst(2).prefix { $0.isNumber }) : nil
            })
    }

    private static func files() -> [String] {
        places.flatMap { place -> [String] in
            let path = "\(Repository.root)/\(place)"
            guard let below = FileManager.default.enumerator(atPath: path)?.allObjects as? [String], !below.isEmpty
            else { return [place] }
            return below.map { "\(place)/\($0)" }
        }.filter { file in
            !left.contains { file.hasPrefix($0) }
                && endings.contains { file.hasSuffix(".\($0)") }
        }
    }

    @Test func obsoleteOnesAreNamedAsHistorical() throws {
        let obsolete = try Self.obsolete()
        #expect(obsolete.isSuperset(of: [5246, 8446, 7489]))
        var cited: Set<Int> = []
        for file in Self.files() {
            guard let text = try? String(contentsOfFile: "\(Repository.root)/\(file)", encoding: .utf8) else {
                continue
            }
            // Two lines are one context: comments wrap.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where line.contains("RFC ") {
                for match in line.matches(of: /RFC ([0-9]{3,5})/) {
                    guard let number = Int(match.output.1) else { continue }
                    cited.insert(number)
                    guard obsolete.contains(number) else { continue }
                    let context = lines[max(0, index - 1)...min(lines.count - 1, index + 1)].joined(separator: " ")
                    #expect(
                        context.contains(/[Hh]istori|historisch|replaces|obsolete/),
                        "\(file):\(index + 1): RFC \(number) is obsolete (docs/RFCS.md): cite what replaces it, or say that it is historical"
                    )
                }
            }
        }
        #expect(cited.count > 80)
    }
}
