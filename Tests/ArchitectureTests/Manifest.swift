import Foundation
import TestSupport
import Testing

/// The package's manifest as the package manager understands it (`swift package dump-package`).
struct Manifest: Decodable {
    var targets: [Target]

    struct Target: Decodable {
        var name: String
        /// `regular`, `executable`, `system`, `test`, `plugin`.
        var type: String
        var path: String?
        private var dependencies: [Dependency]

        /// Of targets and products.
        var names: Set<String> { Set(dependencies.compactMap(\.name)) }
    }

    /// `{"byName": ["Model", null]}` or `{"product": ["NIOCore", "swift-nio", null, null]}`.
    private struct Dependency: Decodable {
        var byName: [String?]?
        var product: [String?]?
        var target: [String?]?

        /// The fields that are not strings are conditions; nobody here has any.
        var name: String? { (byName ?? product ?? target)?.first ?? nil }
    }

    static let root = URL(filePath: Repository.root)

    private static let cached = Result { try dump() }

    static func read() throws -> Manifest { try cached.get() }

    private static func dump() throws -> Manifest {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // A scratch folder of its own: the one of the build is locked while tests run.
        let scratch = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        process.arguments = [
            "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let json = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(Manifest.self, from: json)
    }
}
