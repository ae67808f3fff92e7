import Foundation
import Testing

/// A disk that is full and one that cannot be written: a diagnostic each, and the old site stays as it was. Both are
/// real file systems, mounted in a namespace of their own.
@Suite struct FullDiskTests {
    @Test func theOldSiteStays() async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try await run(Tree.pruefstand, ["new", "\(folder)/site", "--date", "2026-11-24"]).status == 0)
        let script = """
            set -eu
            cd "$1"
            mkdir out site/content/files
            mount -t tmpfs -o size=3m tmpfs out
            "$2" build --site site --out out/site
            (cd out && find site -type f -exec sha256sum {} + | sort) > before
            dd if=/dev/zero of=site/content/files/large.bin bs=1M count=6 2> dd.log
            if "$2" build --site site --out out/site 2> full; then exit 71; fi
            (cd out && find site -type f -exec sha256sum {} + | sort) > after-full
            rm site/content/files/large.bin
            echo '<p>anders</p>' > site/templates/404.mustache
            mount -o remount,ro out
            if "$2" build --site site --out out/site 2> read-only; then exit 72; fi
            (cd out && find site -type f -exec sha256sum {} + | sort) > after-read-only
            mount -o remount,rw out
            "$2" build --site site --out out/site
            # Beside a site its build's records may stand.
            ls -A out | grep -vxE '[.]site[.](seen|pages)' > left
            """
        let result = try await run("unshare", ["--mount", "sh", "-c", script, "sh", folder, Tree.pruefstand])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        #expect(try text("full").contains("[cannot-write]"))
        #expect(try text("full").contains("No space left"))
        #expect(try text("read-only").contains("[cannot-write]"))
        #expect(try text("read-only").contains("Read-only file system"))
        let before = try text("before")
        #expect(before.contains("index.html"))
        #expect(try text("after-full") == before)
        #expect(try text("after-read-only") == before)
        // What the failed builds left is gone with the next one.
        #expect(try text("left") == "site\n")
    }

    /// A new site that there is no room for: what was begun does not stand in the way of the next attempt.
    @Test func aNewSiteBeginsAgain() async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = """
            set -eu
            cd "$1"
            mkdir disk
            mount -t tmpfs -o size=1m tmpfs disk
            dd if=/dev/zero of=disk/large bs=1k count=1024 2> dd.log || true
            if "$2" new disk/site 2> full; then exit 71; fi
            find disk -path '*site*' > left
            rm disk/large
            "$2" new disk/site
            "$2" build --site disk/site
            # What is there and no folder to be looked into is left as it is.
            ln -s nowhere link
            echo text > file
            for name in link file; do if "$2" new $name 2>> others; then exit 72; fi; done
            [ -L link ] && [ "$(cat file)" = text ]
            """
        let result = try await run("unshare", ["--mount", "sh", "-c", script, "sh", folder, Tree.pruefstand])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try String(contentsOfFile: "\(folder)/full", encoding: .utf8).contains("[cannot-write]"))
        #expect(try String(contentsOfFile: "\(folder)/left", encoding: .utf8).isEmpty)
        let others = try String(contentsOfFile: "\(folder)/others", encoding: .utf8)
        #expect(others.matches(of: #/\[unreadable-file\]/#).count == 2)
    }
}
