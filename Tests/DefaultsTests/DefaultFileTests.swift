import Defaults
import Foundation
import TestSupport
import Testing

/// The program has in it what the tree has.
@Suite struct DefaultFileTests {
    private static let sources = ["templates": Repository.templates, "schema": "\(Repository.root)/content/schema"]

    @Test(arguments: sources.keys) func theTreesFiles(_ folder: String) throws {
        let source = try #require(Self.sources[folder])
        let paths = try #require(FileManager.default.subpaths(atPath: source)).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(source)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue && !$0.hasSuffix("~")
        }
        let files = DefaultFile.below(folder)
        #expect(files.map(\.path) == files.map(\.path).sorted())
        #expect(Set(files.map(\.path)) == Set(paths.map { "\(folder)/\($0)" }))
        for file in files {
            let original = "\(source)/\(file.path.dropFirst(folder.count + 1))"
            #expect(try Data(file.bytes) == Data(contentsOf: URL(filePath: original)), "\(file.path)")
            #expect(file.isExecutable == FileManager.default.isExecutableFile(atPath: original), "\(file.path)")
        }
    }

    @Test func pagesAreMadeOf() {
        let templates = DefaultFile.templates
        #expect(templates["page.mustache"].map { String(decoding: $0, as: UTF8.self).hasPrefix("<!") } == true)
        #expect(templates["texts.de.yaml"] != nil && templates["assets/style.css"] != nil)
        #expect(templates["README.md"] == nil && templates["publishing/README.md"] == nil)
        #expect(DefaultFile.named("templates/nothing") == nil)
    }

    /// `embed` with files of every kind: what it lists, what it writes, and when it writes nothing.
    @Test func embed() throws {
        let folder = try TemporaryFolder("embed")
        try folder.write(Array("a\n".utf8), to: "tree/b.txt")
        try folder.write([], to: "tree/assets/empty")
        try folder.write([0, 0xFF, 0x22, 0x5C, 0x0D, 0x0A], to: "tree/assets/odd")
        try folder.write([1], to: "tree/.hidden")
        try folder.write([1], to: "tree/.git/config")
        try folder.write([1], to: "tree/b.txt~")
        try folder.write(Array("#!/bin/sh\n".utf8), to: "tree/run")
        let output = try shell(
            """
            set -eu
            cd "$1"
            chmod +x tree/run
            mkdir room && ln -s ../tree room/files && cd room
            sh "$2" . | sed "s|^$PWD/||"
            sh "$2" . ../out
            cat ../out
            before=$(stat -c %i ../out)
            sh "$2" . ../out
            [ "$before" = "$(stat -c %i ../out)" ] && echo 'not written again'
            echo more >>files/b.txt
            sh "$2" . ../out
            [ "$before" = "$(stat -c %i ../out)" ] || echo 'written again'
            """, folder.path, "\(Repository.root)/Plugins/EmbedDefaults/embed")
        #expect(
            output == """
                files/
                files/assets
                files/assets/empty
                files/assets/odd
                files/b.txt
                files/run
                // Written by Plugins/EmbedDefaults.
                extension DefaultFile {
                    static func embedded() -> [DefaultFile] {
                        [
                            DefaultFile("files/assets/empty", false, ""),
                            DefaultFile("files/assets/odd", false, "AP8iXA0K"),
                            DefaultFile("files/b.txt", false, "YQo="),
                            DefaultFile("files/run", true, "IyEvYmluL3NoCg=="),
                        ]
                    }
                }
                not written again
                written again

                """)
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
