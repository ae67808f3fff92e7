import Foundation
import Testing

/// How large the pages of the scanned lab are.
@Suite struct PageSizeTests {
    /// The page that every cell links to stays light, however many servers a provider has; what it rests on is on a page
    /// of its own beside it.
    @Test(arguments: [("beleg", "aufzeichnungen"), ("en/evidence", "records")])
    func evidencePagesAreLight(_ folder: String, _ records: String) throws {
        let pages = "\(try ScannedLab.site)/site/\(folder)/\(ScannedLab.date)"
        // Beside them is the page of the whole measurement.
        let providers = try FileManager.default.contentsOfDirectory(atPath: pages).filter { $0 != "index.html" }
        #expect(providers.count > 30)
        for provider in providers {
            let size = try Data(contentsOf: URL(filePath: "\(pages)/\(provider)/index.html")).count
            #expect(size <= 60_000, "\(provider)")
            #expect(FileManager.default.fileExists(atPath: "\(pages)/\(provider)/\(records)/index.html"), "\(provider)")
        }
    }
}
