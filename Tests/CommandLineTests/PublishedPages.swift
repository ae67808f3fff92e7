import Foundation

/// The pages of a site that was built.
struct PublishedPages {
    private let root: String

    /// - Parameter root: of the site, whose pages are in `site/`.
    init(_ root: String) { self.root = "\(root)/site" }

    /// Whether the page of a date leads to a page of evidence for a provider.
    func lead(to id: String, on date: String) -> Bool {
        let folder = "\(root)/beleg/\(date)"
        guard let page = try? String(contentsOfFile: "\(folder)/index.html", encoding: .utf8),
            let entry = page.range(of: "<li id=\"p-\(id)\"><a href=\""),
            let end = page[entry.upperBound...].firstIndex(of: "\"")
        else { return false }
        return FileManager.default.fileExists(atPath: "\(folder)/\(page[entry.upperBound..<end])")
    }
}
