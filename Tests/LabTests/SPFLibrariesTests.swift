import Foundation
import TestSupport
import Testing

/// Both SPF libraries say of the cases what is expected of the policy checker (`SPFStrangersTests`).
@Suite struct SPFLibrariesTests {
    @Test(arguments: [
        ["\(Tree.root)/.build/lab/venv/bin/python", "-B", "\(Tree.root)/Tests/Lab/spf_pyspf.py"],
        ["perl", "\(Tree.root)/Tests/Lab/spf_mail_spf.pl"],
    ])
    func agree(_ command: [String]) async throws {
        let zones = try JSONEncoder().encode(SPFStrangers.cases.mapValues(\.zone))
        let cases = FileManager.default.temporaryDirectory.appending(path: "spf-\(UUID().uuidString).json")
        try zones.write(to: cases)
        defer { try? FileManager.default.removeItem(at: cases) }
        // The path is an argument, and not part of the script.
        let script = #"file=$1; shift; exec "$@" < "$file""#
        let result = try await run("/bin/sh", ["-c", script, "sh", cases.path] + command)
        #expect(result.status == 0, "\(result.errors)")
        let results = try JSONDecoder().decode([String: [String]].self, from: Data(result.output.utf8))
        #expect(results.count == SPFStrangers.cases.count)
        for (name, one) in SPFStrangers.cases {
            #expect(results[name] == [one.results.0, one.results.1], "\(name)")
        }
    }
}
