import Foundation

/// A program's end: what it printed and how it left.
struct CommandResult: Sendable {
    var status: Int32
    var output: String
    var errors: String
}

/// The repository's root and the built program.
enum Tree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let pruefstand = "\(root)/.build/debug/pruefstand"

    /// Set by the lab for whatever runs inside it.
    static func lab(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else { throw OutsideTheLab(variable: name) }
        return value
    }

    struct OutsideTheLab: Error, CustomStringConvertible {
        var variable: String
        var description: String { "\(variable) is not set: run Tests/Lab/lab run -- swift test --filter LabTests" }
    }

    /// What `scan` and `probe` need to find the lab's DNS and to trust its certificates.
    static func labOptions() throws -> [String] {
        [
            "--root-hints", try lab("LAB_ROOT_HINTS"), "--trust-anchor", try lab("LAB_TRUST_ANCHOR"), "--ca-file",
            try lab("LAB_CA_FILE"),
        ]
    }

    /// An empty folder that nothing else uses.
    static func temporaryFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pruefstand-lab-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// The lab's content and the default templates as a site of its own.
    static func labSite() throws -> String {
        let folder = try temporaryFolder()
        try FileManager.default.copyItem(atPath: "\(root)/Tests/Lab/content", toPath: "\(folder)/content")
        try FileManager.default.copyItem(atPath: "\(root)/templates", toPath: "\(folder)/templates")
        return folder
    }
}

/// Foundation's `Process.run` copies what the process has open and its environment without a lock of its own: two at
/// once have been seen to crash.
let starting = NSLock()

/// Runs a program to its end, or to `seconds` (then it is killed, and the status is not 0).
@discardableResult
func run(_ command: String, _ arguments: [String], seconds: Int = 120) async throws -> CommandResult {
    let folder = try Tree.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Files, not pipes: nobody has to empty them while the program runs.
    for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "--kill-after=2", "\(seconds)", command] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "\(folder)/out"))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: "\(folder)/err"))
    let status: Int32 = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do { try starting.withLock { try process.run() } } catch { continuation.resume(throwing: error) }
    }
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
    }
    return CommandResult(status: status, output: try text("out"), errors: try text("err"))
}
