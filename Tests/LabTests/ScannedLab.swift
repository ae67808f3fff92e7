import Foundation
import Testing

/// The lab, scanned once for all tests that look at the result.
actor ScannedLab {
    static let shared = ScannedLab()
    static let date = "2026-11-23"
    private var scanning: Task<String, any Error>?

    /// The folder of a site with a snapshot of the lab in it, built into `site/`.
    func site() async throws -> String {
        if let scanning { return try await scanning.value }
        let task = Task {
            let folder = try Tree.labSite()
            let scan = try await run(
                Tree.pruefstand, ["scan", "--site", folder, "--date", Self.date] + Tree.labOptions(), seconds: 400)
            guard scan.status == 0 else { throw Failed(what: "scan", errors: scan.errors) }
            let build = try await run(Tree.pruefstand, ["build", "--site", folder])
            guard build.status == 0 else { throw Failed(what: "build", errors: build.errors) }
            return folder
        }
        scanning = task
        return try await task.value
    }

    struct Failed: Error, CustomStringConvertible {
        var what: String
        var errors: String
        var description: String { "\(what): \(errors)" }
    }
}

/// Holds a suite back until the whole lab is scanned. The scan gives each answer a few seconds; the servers, on the same
/// cores and some of them in Python, have used those up when suites that put all of them to work ran beside it.
struct AfterTheScan: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        _ = try await ScannedLab.shared.site()
        try await function()
    }
}

extension Trait where Self == AfterTheScan {
    static var afterTheScan: Self { AfterTheScan() }
}

/// Every file below a folder with its bytes, and with what tells whether it was written anew.
func files(below folder: String) throws -> [String: FileState] {
    var states: [String: FileState] = [:]
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [:] }
    for case let name as String in names {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
        states[name] = FileState(
            bytes: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")),
            inode: (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0,
            modified: attributes[.modificationDate] as? Date ?? .distantPast)
    }
    return states
}

struct FileState: Equatable {
    var bytes: Data
    var inode: Int
    var modified: Date
}
