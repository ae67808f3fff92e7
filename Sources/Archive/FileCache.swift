import Model
import Text

/// What files hold that several snapshots refer to, so that each is read once, however many do.
package final class FileCache: Sendable {
    /// A findings file with its digest.
    struct Stated: Sendable {
        var content: FindingsFile.Content
        /// SHA-256, hexadecimal.
        var sha256: String
    }

    private let findings = Memo<String, Result<Stated, Diagnostics>>()
    private let digests = Memo<String, String?>()

    package init() {}

    /// The findings in a folder's file.
    func findings(_ name: String, in folder: SnapshotFolder) throws(Diagnostics) -> Stated {
        try findings.value("\(folder.path)/\(name)") {
            Result { () throws(Diagnostics) -> Stated in
                let bytes = try folder.bytes(name)
                return Stated(
                    content: try FindingsFile.decode(bytes, file: "\(folder.displayPath)/\(name)"),
                    sha256: Digest.sha256Text(bytes))
            }
        }.get()
    }

    /// SHA-256 of a folder's file, hexadecimal; `nil` where it cannot be read.
    func digest(_ name: String, in folder: SnapshotFolder) -> String? {
        digests.value("\(folder.path)/\(name)") { folder.digest(name) }
    }
}
