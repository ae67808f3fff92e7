/// Files that a publisher can take one by one.
package protocol FileSource: Sendable {
    /// Makes every file and hands it over, then returns all diagnostics, sorted. Where there are errors among them, the
    /// files must not be published.
    /// - Parameter take: gets a file's path and bytes; called from several threads, in no order. Where two files claim
    ///   one path, it may be called twice for it, and an error among the diagnostics says so.
    func produce(_ take: @Sendable (_ path: String, _ bytes: [UInt8]) -> Void) -> [Diagnostic]

    /// The same for who knows what the pages of the present site were made of: those that would be the same need not be
    /// made.
    func produce(into output: some FileOutput) -> [Diagnostic]
}

extension FileSource {
    package func produce(into output: some FileOutput) -> [Diagnostic] { produce { output.take($0, $1) } }
}

/// Who takes the files of a source; from several threads.
package protocol FileOutput: Sendable {
    /// Takes a file.
    func take(_ path: String, _ bytes: [UInt8])

    /// Keeps the files of a page of the present site, if it was made of the same things and nobody has touched it since.
    /// - Parameters:
    ///   - page: its path.
    ///   - key: stands for all that it is made of.
    /// - Returns: its files; `nil` where the page must be made.
    func keep(_ page: String, madeOf key: String) -> [FileDigest]?

    /// Remembers what a page that was taken is made of.
    /// - Parameter files: all that came with it, the page too.
    func note(_ page: String, madeOf key: String, files: [FileDigest])
}

/// A published file.
package struct FileDigest: Hashable, Sendable {
    package var path: String
    /// Bytes.
    package var size: Int
    /// SHA-256.
    package var digest: [UInt8]

    package init(path: String, size: Int, digest: [UInt8]) {
        self.path = path
        self.size = size
        self.digest = digest
    }
}
