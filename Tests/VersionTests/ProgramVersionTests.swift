import Foundation
import TestSupport
import Testing
import Version

@Suite struct ProgramVersionTests {
    @Test(arguments: [
        ("v0.1.0", false, "0.1.0"), ("v0.1.0", true, "0.1.0+dirty"),
        ("v0.1.0-12-g1a2b3c4d5e", false, "0.1.0-12-g1a2b3c4d5e"),
        ("v0.1.0-12-g1a2b3c4d5e", true, "0.1.0-12-g1a2b3c4d5e+dirty"),
        ("1a2b3c4d5e", false, "9.9.9+g1a2b3c4d5e"), ("1a2b3c4d5e", true, "9.9.9+g1a2b3c4d5e.dirty"),
        ("", false, "9.9.9+unknown"),
    ])
    func form(_ described: String, _ isChanged: Bool, _ version: String) {
        #expect(
            ProgramVersion(release: "9.9.9", described: described, isChanged: isChanged).description == version)
    }

    /// The newest release in the changelog is the one that the sources name.
    @Test func changelogNamesTheRelease() throws {
        let text = try String(contentsOfFile: "\(Repository.root)/CHANGELOG.md", encoding: .utf8)
        let newest = try #require(text.firstMatch(of: /(?m)^## \[(\d+\.\d+\.\d+)\]/))
        #expect(newest.1 == ProgramVersion.release)
    }

    /// `describe` in repositories in every state, by its one shell script: what git says, and whether the file is
    /// written again.
    @Test func describe() throws {
        let folder = try TemporaryFolder("version")
        let output = try shell(
            """
            set -eu
            cd "$1"
            # Nothing of whoever runs the tests.
            export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null HOME="$1"
            export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
            unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
            state() {
                sh "$2" "$PWD" "$3"
                sed -n 's/.*{ "\\(.*\\)" }/\\1/p; s/.*Bool { \\(.*\\) }/\\1/p' "$3" | paste -sd' ' |
                    sed "s/^$(git rev-parse --short=10 HEAD 2>/dev/null || echo none) /HEAD /; s/-g$(
                    git rev-parse --short=10 HEAD 2>/dev/null || echo none)/-gHEAD/; s/^/$1: /"
            }
            out=$1/Commit.swift
            mkdir -p p/Sources p/content && cd p
            touch Package.swift Sources/a content/b
            state 'no git' "$2" "$out"
            git init -q && git add . && git commit -qm one
            state committed "$2" "$out"
            before=$(stat -c %i-%y "$out")
            state again "$2" "$out"
            [ "$before" = "$(stat -c %i-%y "$out")" ] && echo 'not written again'
            echo x >>content/b
            state 'content edited' "$2" "$out"
            echo x >>Sources/a
            state 'sources edited' "$2" "$out"
            git commit -qam two
            touch Sources/new
            state 'new source' "$2" "$out"
            rm Sources/new
            mkdir templates && touch templates/page
            state 'new template' "$2" "$out"
            rm templates/page
            git tag release-7 && git tag v1.2.3
            state tagged "$2" "$out"
            git commit -q --allow-empty -m three
            state later "$2" "$out"
            git tag 'v9"+evil+"'
            state 'odd tag' "$2" "$out"
            mkdir -p inner/Sources && cd inner && touch Package.swift
            state 'inside another repository' "$2" "$out"
            # As `git archive` leaves it.
            sed "s/[$]Format:%H[$]/0123456789abcdef0123456789abcdef01234567/" "$2" >"$1/archived"
            state archived "$1/archived" "$out"
            """, folder.path, "\(Repository.root)/Plugins/DescribeCommit/describe")
        #expect(
            output == """
                no git:  false
                committed: HEAD false
                again: HEAD false
                not written again
                content edited: HEAD false
                sources edited: HEAD true
                new source: HEAD true
                new template: HEAD true
                tagged: v1.2.3 false
                later: v1.2.3-1-gHEAD false
                odd tag:  false
                inside another repository:  false
                archived: 0123456789 false

                """)
    }

    /// What the build depends on: sources, and where git notes that the commit or the tags changed.
    @Test func inputs() throws {
        let script = "\(Repository.root)/Plugins/DescribeCommit/describe"
        let inputs = Set(
            try shell("exec sh \"$1\" \"$2\"", script, Repository.root).split(separator: "\n").map(String.init))
        for path in [
            "Package.swift", "Sources/Version/ProgramVersion.swift", "Plugins/DescribeCommit/describe",
            "Plugins/EmbedDefaults/embed", "Sources/Defaults/templates/page.mustache",
        ] {
            #expect(inputs.contains("\(Repository.root)/\(path)"))
        }
        for input in inputs { #expect(FileManager.default.fileExists(atPath: input)) }
        guard FileManager.default.fileExists(atPath: "\(Repository.root)/.git") else { return }
        #expect(inputs.contains { $0.hasSuffix("/refs/tags") })
    }

    /// `--version` prints it, on one line.
    @Test func printed() throws {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let built = URL(filePath: program).deletingLastPathComponent().appending(path: "pruefstand")
        let output = try shell("exec \"$1\" --version", built.path)
        #expect(output == "pruefstand \(ProgramVersion.current)\n")
        #expect(
            output.wholeMatch(of: /pruefstand \d+\.\d+\.\d+(-\d+-g[0-9a-f]{10,})?(\+[0-9a-z]+(\.dirty)?)?\n/) != nil)
    }

    /// What a script prints; its errors go to those of the tests.
    private func shell(_ script: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: bytes, as: UTF8.self)
    }
}
