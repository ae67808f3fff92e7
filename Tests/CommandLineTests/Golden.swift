import Foundation
import Testing

/// Files beside the tests that hold the expected texts. `RECORD_GOLDEN=1` writes them again.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().path
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

    static func check(_ text: String, _ name: String) throws {
        let file = "\(folder)/\(name)"
        if isRecording { try text.write(toFile: file, atomically: true, encoding: .utf8) }
        let expected = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let difference = lines.difference(from: expected.split(separator: "\n", omittingEmptySubsequences: false))
        #expect(difference.isEmpty, "\(name) differs; RECORD_GOLDEN=1 records it anew:\n\(described(difference))")
    }

    private static func described(_ difference: CollectionDifference<Substring>) -> String {
        difference.map { change in
            switch change {
            case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
            case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
            }
        }.joined(separator: "\n")
    }
}
