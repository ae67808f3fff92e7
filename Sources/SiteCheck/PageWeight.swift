import Model

/// What a page weighs for whoever opens it: itself, its style, its script and its images, uncompressed. Images that are
/// loaded later count too, since a reader who reads to the end has loaded them.
struct PageWeight {
    /// In kilobytes (1000 bytes).
    let limit: Int
    let files: [String: [UInt8]]

    /// - Parameter parts: paths of the files that the page loads.
    /// - Returns: a warning where the page weighs more than the limit, with what weighs most.
    func diagnostic(_ page: String, loading parts: Set<String>) -> Diagnostic? {
        let sizes = parts.union([page]).compactMap { path in files[path].map { (path: path, bytes: $0.count) } }
            .sorted { ($1.bytes, $0.path) < ($0.bytes, $1.path) }
        let weight = sizes.reduce(0) { $0 + $1.bytes }
        guard weight > limit * 1_000 else { return nil }
        let heaviest = sizes.prefix(3).filter { kilobytes($0.bytes) > 0 }.map { part in
            "\(kilobytes(part.bytes)) kB \(part.path == page ? "the page itself" : part.path)"
        }
        let rest = sizes.count > 3 ? ", and \(sizes.count - 3) more" : ""
        return Diagnostic(
            file: "site/\(page)", level: .warning, rule: .heavyPage,
            message: "the page weighs \(kilobytes(weight)) kB, more than \(limit) kB: "
                + heaviest.joined(separator: ", ") + rest,
            hint: "make its images smaller, or split it; 'page-weight' in content/site.yaml sets the limit")
    }

    private func kilobytes(_ bytes: Int) -> Int { (bytes + 500) / 1_000 }
}
