import Foundation
import Glibc

/// A directory as it lies there.
package struct Directory {
    package var bytes: [String: [UInt8]] = [:]
    /// Inode and modification time in nanoseconds.
    package var marks: [String: [Int]] = [:]

    package init(_ root: String) throws {
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
            var status = stat()
            guard lstat("\(root)/\(path)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            bytes[path] = Array(try Data(contentsOf: URL(filePath: "\(root)/\(path)")))
            marks[path] = [Int(status.st_ino), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
        }
    }
}
