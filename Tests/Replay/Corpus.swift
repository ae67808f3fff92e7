import Archive
import Foundation

/// The recorded evidence and what it must give, beside this file.
enum Corpus {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let ending = ".ndjson.gz"
    /// Findings are long, and a change of them is read where the test prints it.
    private static let findingsEnding = ".findings.json.gz"
    private static let proofsEnding = ".proofs.json.gz"
    private static let judgementEnding = ".json"

    /// Names of the evidence files without their ending, sorted.
    static let names: [String] = names(in: "evidence", ending)
    /// Names of the files with what is expected, likewise.
    static var expectedNames: [String] {
        Array(Set(names(in: "expected", findingsEnding)).union(names(in: "expected", proofsEnding))).sorted()
    }

    /// `RECORD_REPLAY=1`: what the evidence gives now becomes what is expected.
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_REPLAY"] == "1"

    static func evidence(_ name: String) throws -> [UInt8] { try bytes(evidencePath(name)) }
    static func readme() throws -> String { String(decoding: try bytes("README.md"), as: UTF8.self) }

    /// What the evidence must give: the findings out of one file, all else out of the other.
    static func expected(_ name: String) throws -> JSONTree {
        let packed = try [findingsEnding, proofsEnding].map { ending in
            try JSONTree(bytes: Gzip.decompress(try bytes(expectedPath(name, ending)), limit: 64 << 20))
        }
        return try JSONTree(bytes: bytes(expectedPath(name, judgementEnding)))
            .setting("findings", to: packed[0]).setting("proofs", to: packed[1])
    }

    static func write(_ expected: JSONTree, of name: String) throws {
        for (key, ending) in [("findings", findingsEnding), ("proofs", proofsEnding)] {
            let packed = try Gzip.compress((expected[key] ?? .null).file)
            try Data(packed).write(to: folder.appending(path: expectedPath(name, ending)))
        }
        try Data(expected.setting("findings", to: nil).setting("proofs", to: nil).file).write(
            to: folder.appending(path: expectedPath(name, judgementEnding)))
    }

    static func removeExpected(of name: String) throws {
        for ending in [findingsEnding, proofsEnding, judgementEnding] {
            try FileManager.default.removeItem(at: folder.appending(path: expectedPath(name, ending)))
        }
    }

    /// Bytes of the files of a recording.
    static func sizes(_ name: String) throws -> [Int] {
        let paths =
            [evidencePath(name)]
            + [findingsEnding, proofsEnding, judgementEnding].map { expectedPath(name, $0) }
        return try paths.map { try bytes($0).count }
    }

    /// Relative to `Tests/Replay`.
    static func evidencePath(_ name: String) -> String { "evidence/\(name)\(ending)" }
    private static func expectedPath(_ name: String, _ ending: String) -> String { "expected/\(name)\(ending)" }

    private static func names(in part: String, _ ending: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: part).path)) ?? [])
            .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: path)))
    }
}
