import Model
import SiteTestSupport
import Testing

@testable import Content
@testable import Pages

/// The warnings before a site is too large for the host that `publish` names.
struct HostLimitTests {
    private static let place = Diagnostic.Place(line: 7, column: 10)

    private func host(_ name: String) throws -> PublishingHost {
        try #require(PublishingHost.known.first { $0.name == name })
    }

    /// `level rule: message` of what is said about files of these sizes.
    private func found(_ name: String, _ files: [(path: String, bytes: Int)]) throws -> [String] {
        let target = SiteSettings.PublishingTarget(host: try host(name), place: Self.place)
        return HostLimitCheck(target: target).diagnostics(files).map { diagnostic in
            #expect(diagnostic.file == "content/site.yaml" && diagnostic.place == Self.place)
            #expect(diagnostic.hint.contains("https://"), "\(diagnostic)")
            return "\(diagnostic.level) \(diagnostic.rule): \(diagnostic.message)"
        }
    }

    private func files(_ count: Int, in folder: String = "a/b", bytes: Int = 1) -> [(path: String, bytes: Int)] {
        (0..<count).map { ("\(folder)/\($0).html", bytes) }
    }

    @Test func filesOfTheSite() throws {
        // 79.995 %
        #expect(try found("cloudflare-pages", files(15_999)) == [])
        #expect(
            try found("cloudflare-pages", files(16_000)) == [
                "warning host-limit-near: the site has 16,000 files, 80 % of the 20,000 that cloudflare-pages allows"
            ])
        #expect(
            try found("cloudflare-pages", files(20_000)) == [
                "warning host-limit-near: the site has 20,000 files, 100 % of the 20,000 that cloudflare-pages allows"
            ])
        #expect(
            try found("cloudflare-pages", files(20_001)) == [
                "warning host-limit-exceeded: the site has 20,001 files, more than the 20,000 that cloudflare-pages allows"
            ])
    }

    @Test(arguments: ["github-pages", "gitlab-pages"]) func bytesOfTheSite(_ name: String) throws {
        func two(_ bytes: Int) -> [(path: String, bytes: Int)] { [("a", 100_000_000), ("b/c", bytes - 100_000_000)] }
        #expect(try found(name, two(790_000_000)) == [])
        #expect(try found(name, two(799_999_999)) == [])
        #expect(
            try found(name, two(800_000_000)) == [
                "warning host-limit-near: the site has 800,000,000 bytes, 80 % of the 1,000,000,000 that \(name) allows"
            ])
        #expect(
            try found(name, two(1_000_000_001)) == [
                "warning host-limit-exceeded: the site has 1,000,000,001 bytes, more than the 1,000,000,000 that \(name) allows"
            ])
    }

    @Test func bytesOfOneFile() throws {
        let limit = 26_214_400
        #expect(try found("cloudflare-pages", [("a", limit * 79 / 100), ("b", limit * 79 / 100)]) == [])
        #expect(
            try found("cloudflare-pages", [("d/c", limit + 1), ("b", limit), ("a", limit * 8 / 10), ("e", 5)]) == [
                "warning host-limit-near: 'a' has 20,971,520 bytes, 80 % of the 26,214,400 that cloudflare-pages allows",
                "warning host-limit-near: 'b' has 26,214,400 bytes, 100 % of the 26,214,400 that cloudflare-pages allows",
                "warning host-limit-exceeded: 'd/c' has 26,214,401 bytes, more than the 26,214,400 that cloudflare-pages allows",
            ])
    }

    /// GitLab counts folders too, each once; those of `a/b/` are two.
    @Test func entriesOfTheSite() throws {
        #expect(try found("gitlab-pages", files(159_997)) == [])
        #expect(
            try found("gitlab-pages", files(159_998)) == [
                "warning host-limit-near: the site has 160,000 files and folders, 80 % of the 200,000 that gitlab-pages allows"
            ])
    }

    /// Netlify counts each folder for itself: what is below it does not count, and nor does the whole site.
    @Test func filesOfOneFolder() throws {
        let below = files(43_199) + files(43_199, in: "a/b/c") + files(43_199, in: "d")
        #expect(try found("netlify", below) == [])
        #expect(
            try found("netlify", below + [("a/b/x", 1), ("y", 1)]) == [
                "warning host-limit-near: the folder 'a/b' has 43,200 files, 80 % of the 54,000 that netlify allows"
            ])
        #expect(
            try found("netlify", (0..<54_001).map { ("\($0)", 1) }) == [
                "warning host-limit-exceeded: the folder '/' has 54,001 files, more than the 54,000 that netlify allows"
            ])
    }

    /// What is compared is what the build publishes, the manifest too.
    @Test func theWholeSiteIsCounted() throws {
        let site = try SiteInAString(SiteInAString.settings + "\npublish: cloudflare-pages")
        let (most, name) = (26_214_400, "content/files/big.bin")
        try site.write([UInt8](repeating: 0, count: most + 1), to: name)
        let rendered = site.render()
        #expect(
            rendered.diagnostics.map(\.description) == [
                "content/site.yaml:7:10: warning: 'files/big.bin' has 26,214,401 bytes, more than the 26,214,400 that "
                    + "cloudflare-pages allows [host-limit-exceeded]\n    make the file smaller, or publish it elsewhere "
                    + "and link to it; the limit is explained at https://developers.cloudflare.com/pages/platform/limits/"
            ])
        #expect(rendered.files["files/big.bin"]?.count == most + 1)
        let manifest = Manifest()
        for (path, bytes) in rendered.files where path != Manifest.path { manifest.note(path, bytes) }
        #expect(
            manifest.sizes.reduce(0) { $0 + $1.bytes } + manifest.bytes.count
                == rendered.files.values.reduce(0) { $0 + $1.count })
        // Without the key nothing is said, and the files are the same.
        try site.write(SiteInAString.settings)
        let without = site.render()
        #expect(without.diagnostics.isEmpty)
        #expect(without.files == rendered.files)
    }

    /// The number of files at which the warning begins includes `manifest.sha256`.
    @Test func theManifestCounts() throws {
        let site = try SiteInAString()
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let count = Site.render(content).files.count
        for (most, rules) in [(count - 1, ["host-limit-exceeded"]), (count, ["host-limit-near"]), (count * 2, [])] {
            var limited = content
            limited.settings.publish = SiteSettings.PublishingTarget(
                host: PublishingHost(
                    name: "small", limits: [PublishingHost.Limit(.files, most, source: "https://small.example/")]),
                place: Self.place)
            #expect(Site.render(limited).diagnostics.map(\.rule.rawValue) == rules, "\(most)")
        }
    }

    @Test(arguments: [
        ("github-page", "did you mean 'github-pages'?"), ("Netlify", "did you mean 'netlify'?"),
        ("geocities", "valid values: cloudflare-pages, github-pages, gitlab-pages, netlify"),
    ]) func unknownHost(_ name: String, _ hint: String) throws {
        let site = try SiteInAString(SiteInAString.settings + "\npublish: \(name)")
        #expect(
            site.render().diagnostics.map(\.description) == [
                "content/site.yaml:7:10: error: invalid value '\(name)' for 'publish' [unknown-value]\n    \(hint)"
            ])
    }
}
