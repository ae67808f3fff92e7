import Foundation
import Testing

/// A directory that something is mounted on cannot be exchanged for another.
@Suite struct MountPointTests {
    @Test func anOutputFolderThatIsAMountPoint() async throws {
        let site = FileManager.default.temporaryDirectory.appending(path: "mounted-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: site) }
        #expect(try await run(Tree.pruefstand, ["new", site, "--date", "2026-01-02"]).status == 0)
        let script = """
            set -eu
            mkdir "$1/site"
            mount -t tmpfs tmpfs "$1/site"
            if "$2" build --site "$1"; then exit 71; fi
            ls -A "$1/site" "$1" > "$1/left"
            "$2" build --site "$1" --out "$1/site/below"
            test -f "$1/site/below/index.html"
            """
        let result = try await run("unshare", ["--mount", "sh", "-c", script, "sh", site, Tree.pruefstand])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("Device or resource busy [cannot-write]"), "\(result.errors)")
        #expect(
            result.errors.contains(
                "a mount point cannot be replaced in one step: use --out with a directory below it, and serve that one"),
            "\(result.errors)")
        let left = try String(contentsOfFile: "\(site)/left", encoding: .utf8)
        #expect(left.hasPrefix("\(site):") || left.hasPrefix("\(site)/site:"))
        #expect(!left.contains(".site."), "\(left)")
        #expect(!left.contains("index.html"), "\(left)")
    }
}
