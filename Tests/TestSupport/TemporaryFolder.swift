import Foundation

/// An empty folder of its own, which is removed together with the value.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// - Parameters:
    ///   - name: how the folder's name begins, so that a forgotten one says where it came from.
    ///   - parent: the folder to create it in.
    package init(_ name: String, in parent: URL = FileManager.default.temporaryDirectory) throws {
        path = parent.appending(path: "\(name)-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, and the folders above it where they are missing.
    /// - Parameters:
    ///   - file: the file's path below the folder.
    ///   - options: `.atomic` replaces a file by a new one, as editors do.
    package func write(_ bytes: [UInt8], to file: String, options: Data.WritingOptions = []) throws {
        let file = URL(filePath: "\(path)/\(file)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file, options: options)
    }
}
