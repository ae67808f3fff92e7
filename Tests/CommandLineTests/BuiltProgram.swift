import Foundation

/// The program of this build, which lies beside the tests.
enum BuiltProgram {
    static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "pruefstand").path

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs the program to its end, with lines of 80 characters and without colours.
    static func run(_ arguments: [String], program: String = path, in folder: String? = nil) throws -> Result {
        let files = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ["COLUMNS": "80", "NO_COLOR": "1", "PATH": "/usr/bin:/bin"]
        process.currentDirectoryURL = URL(filePath: folder ?? files.path)
        process.standardInput = FileHandle.nullDevice
        // Files rather than pipes, which would have to be emptied meanwhile.
        process.standardOutput = try files.handle("out")
        process.standardError = try files.handle("err")
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try files.text("out"), errors: try files.text("err"))
    }
}

/// A directory that is removed with this value.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "pruefstand-cli-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func handle(_ name: String) throws -> FileHandle {
        try write([], to: name)
        return try FileHandle(forWritingTo: URL(filePath: "\(path)/\(name)"))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
    }
}
