/// Files that a publisher can take one by one.
package protocol FileSource: Sendable {
    /// Makes every file and hands it over, then returns all diagnostics, sorted. Where there are errors among them, the
    /// files must not be published.
    /// - Parameter take: gets a file's path and bytes; called from several threads, in no order. Where two files claim
    ///   one path, it may be called twice for it, and an error among the diagnostics says so.
    func produce(_ take: @Sendable (_ path: String, _ bytes: [UInt8]) -> Void) -> [Diagnostic]
}
