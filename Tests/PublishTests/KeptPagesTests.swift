import Content
import Foundation
import Model
import Pages
import SiteTestSupport
import Testing

@testable import Publish

/// Pages that an earlier build made of the same things are kept, and what is published is the same as without that.
@Suite struct KeptPagesTests {
    /// Counts what is handed over as bytes.
    private struct Counting: FileSource {
        let site: SiteRendering
        let made = Locked<Set<String>>([])

        func produce(_ take: @Sendable (String, [UInt8]) -> Void) -> [Diagnostic] { site.produce(take) }

        func produce(into output: some FileOutput) -> [Diagnostic] {
            site.produce(into: Output(output: output, made: made))
        }

        private struct Output<Inner: FileOutput>: FileOutput {
            let output: Inner
            let made: Locked<Set<String>>

            func take(_ path: String, _ bytes: [UInt8]) {
                made.withLock { _ = $0.insert(path) }
                output.take(path, bytes)
            }
            func keep(_ page: String, madeOf key: String) -> [FileDigest]? { output.keep(page, madeOf: key) }
            func note(_ page: String, madeOf key: String, files: [FileDigest]) {
                output.note(page, madeOf: key, files: files)
            }
        }
    }

    private static func provider(_ id: String, modern: Bool = false) -> ProviderFindings {
        Fixture.measured(
            id, id.uppercased(),
            [Fixture.endpoint("x", host: "\(id).example", tls12: modern ? Finding.notOffered : nil)])
    }

    /// - Returns: the paths of what was made, and everything that is published.
    private func build(_ site: SiteInAString, basis: String? = "1") throws -> (
        made: Set<String>, files: [String: [UInt8]]
    ) {
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let source = Counting(site: SiteRendering(content, RenderOptions(basis: basis)))
        let publisher = Publisher(directory: "\(site.root)/site", keepsPages: basis != nil)
        _ = try publisher.publish(source)
        return (source.made.withLock { $0 }, try Directory("\(site.root)/site").bytes)
    }

    private func site() throws -> SiteInAString {
        let site = try SiteInAString(ThreeDates.tables)
        let (a, b) = (Self.provider("a"), Self.provider("b"))
        try site.scan("2026-05-01", [a, b])
        try site.scan("2026-05-02", [a, b])
        return site
    }

    /// What a build without any memory gives.
    private func fresh(_ site: SiteInAString) throws -> [String: [UInt8]] {
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        _ = try Publisher(directory: "\(site.root)/fresh").publish(SiteRendering(content))
        return try Directory("\(site.root)/fresh").bytes
    }

    @Test func onlyWhatIsNewIsMade() throws {
        let site = try site()
        let first = try build(site)
        #expect(first.made.contains("beleg/2026-05-01/a/index.html"))
        // Ended, changed and new pages are made; what nothing touched is not.
        try site.scan("2026-05-03", [Self.provider("a", modern: true), Self.provider("b")])
        let second = try build(site)
        #expect(second.files == (try fresh(site)))
        let old = second.made.filter { $0.contains("2026-05-01") || $0.contains("2026-05-02") }
        #expect(old == ["beleg/2026-05-01/a/index.html"])
        #expect(second.made.contains("beleg/2026-05-03/a/index.html"))
        let third = try build(site)
        #expect(third.files == second.files)
        #expect(third.made.filter { $0.contains("2026-05-0") && !$0.contains("/aenderungen/") }.isEmpty)
    }

    /// With only the last dates published whole, one that becomes older loses its pages, and those that led there are
    /// made again.
    @Test func whatIsNoLongerPublishedGoes() throws {
        let site = try site()
        try site.write(SiteInAString.settings + "\nhistory: 2\n")
        let (a, modern, b) = (Self.provider("a"), Self.provider("a", modern: true), Self.provider("b"))
        for (day, provider) in [(3, a), (4, modern), (5, modern), (6, modern), (7, a)] {
            try site.scan("2026-05-0\(day)", [provider, b])
            let built = try build(site)
            #expect(built.files == (try fresh(site)), "\(day)")
        }
        let files = try build(site).files
        #expect(files["tabelle/dane/2026-05-04/index.html"] == nil && files["beleg/2026-05-04/index.html"] != nil)
    }

    @Test(arguments: ["basis", "erratum", "edited page", "missing page", "broken record", "no record"])
    func whatMayBeDifferentIsMadeAgain(_ what: String) throws {
        let site = try site()
        _ = try build(site)
        let page = "beleg/2026-05-01/a/index.html"
        let record = "\(site.root)/.site.pages"
        var basis = "1"
        switch what {
        case "basis": basis = "2"
        case "erratum":
            try site.write(
                """
                -- content/errata.yaml --
                errata:
                  - {snapshot: 2026-05-02, provider: a, date: 2026-05-04, text: {de: Ein Fehler.}}
                """)
        case "edited page":
            // Of the same size.
            let path = "\(site.root)/site/\(page)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("2026", with: "2027").write(toFile: path, atomically: false, encoding: .utf8)
        case "missing page": try FileManager.default.removeItem(atPath: "\(site.root)/site/\(page)")
        case "broken record":
            let text = try String(contentsOfFile: record, encoding: .utf8)
            try text.replacing("\t", with: " ").write(toFile: record, atomically: true, encoding: .utf8)
        default: try FileManager.default.removeItem(atPath: record)
        }
        let again = try build(site, basis: basis)
        #expect(again.made.contains(page))
        #expect(again.files == (try fresh(site)))
    }

    /// A snapshot that was edited is known by its seal, and so are all pages behind it.
    @Test func anEditedSnapshotIsNotKept() throws {
        let site = try site()
        _ = try build(site)
        try FileManager.default.removeItem(atPath: "\(site.root)/content/snapshots/2026-05-02")
        try site.scan("2026-05-02", [Self.provider("a"), Self.provider("b", modern: true)])
        let again = try build(site)
        #expect(again.files == (try fresh(site)))
        #expect(again.made.contains("beleg/2026-05-02/index.html"))
        #expect(!again.made.contains("beleg/2026-05-01/a/index.html"))
    }

    @Test func withoutABasisNothingIsKept() throws {
        let site = try site()
        _ = try build(site, basis: nil)
        #expect(!FileManager.default.fileExists(atPath: "\(site.root)/.site.pages"))
        #expect(try build(site, basis: nil).made.contains("beleg/2026-05-01/a/index.html"))
    }
}
