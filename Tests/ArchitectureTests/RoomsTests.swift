import Foundation
import Testing

/// Imports run one way, downward. The table below is the design's; the manifest and every import in the sources are
/// held against it.
@Suite struct RoomsTests {
    /// Room → the rooms and C doors it may use.
    static let mayUse: [String: Set<String>] = [
        "Model": [],
        "Archive": ["CZlib", "Model"],
        "DNS": ["CUnbound", "Model"],
        "TLSWire": ["Model"],
        "Dialogues": ["CExpat", "Model"],
        "Trust": ["COpenSSL", "DNS", "Model"],
        "MailPolicy": ["DNS", "Model"],
        "Derive": ["DNS", "Dialogues", "MailPolicy", "Model", "TLSWire", "Trust"],
        "Scan": ["Archive", "DNS", "Derive", "Model", "Dialogues", "TLSWire", "Trust"],
        "Grading": ["Model"],
        "Markdown": ["CCMark", "CYAML", "Model"],
        "Site": ["Archive", "CExpat", "CLinux", "COpenSSL", "Model", "Grading", "Markdown"],
        "Preview": ["Model", "Site"],
        "pruefstand": [
            "Archive", "CLinux", "DNS", "Derive", "Model", "Grading", "Markdown", "Preview", "Scan", "Site",
            "Dialogues",
            "TLSWire", "Trust",
        ],
    ]

    /// Programs that are no room of the product and stand elsewhere; they measure rooms.
    static let beside: [String: Set<String>] = [
        "AtOnce": ["CLinux", "DNS", "Derive", "Model", "Scan", "Dialogues", "TLSWire", "Trust"]
    ]

    /// Room → the libraries of others it may use. What is not listed may use none.
    static let libraries: [String: Set<String>] = [
        "Scan": ["NIOCore", "NIOPosix"],
        "Site": ["Mustache"],
        "Preview": ["NIOCore", "NIOPosix", "NIOHTTP1"],
        "pruefstand": ["ArgumentParser", "NIOCore", "NIOPosix"],
        "AtOnce": ["NIOPosix"],
    ]

    static let system: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch"]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func everyImportIsAllowed() throws {
        let sources = Self.root.appending(path: "Sources")
        var seen = 0
        for room in try FileManager.default.contentsOfDirectory(atPath: sources.path) where !isDoor(room) {
            let allowed = try #require(Self.mayUse[room], "Sources/\(room) is not in the design's table")
                .union(Self.libraries[room] ?? []).union(Self.system)
            let files = try #require(FileManager.default.enumerator(atPath: sources.appending(path: room).path))
            for case let file as String in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: sources.appending(path: "\(room)/\(file)"), encoding: .utf8)
                for module in imports(in: text) {
                    seen += 1
                    #expect(allowed.contains(module), "Sources/\(room)/\(file) imports \(module)")
                }
            }
        }
        #expect(seen > 20)
    }

    @Test func manifestHasNoOtherArrow() throws {
        let manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let target =
            /\.(?:executableTarget|target)\(\s*name: "(\w+)"(?:,\s*dependencies: \[((?:[^\[\]]|\[[^\]]*\])*)\])?/
        var seen: Set<String> = []
        for match in manifest.matches(of: target) {
            let room = String(match.1)
            seen.insert(room)
            let allowed = try #require(
                Self.mayUse[room] ?? Self.beside[room], "target \(room) is not in the design's table"
            )
            .union(Self.libraries[room] ?? [])
            var dependencies = match.2.map(String.init) ?? ""
            // `.product(name: "NIOCore", package: "swift-nio")` counts as NIOCore.
            dependencies.replace(/package: "[^"]*"/, with: "")
            for dependency in dependencies.matches(of: /"(\w+)"/) {
                #expect(allowed.contains(String(dependency.1)), "target \(room) depends on \(dependency.1)")
            }
        }
        #expect(seen == Set(Self.mayUse.keys).union(Self.beside.keys))
    }

    /// Only `Scan` opens sockets to providers, and only `Preview` listens.
    @Test func socketsOnlyInScanAndPreview() throws {
        let sources = Self.root.appending(path: "Sources")
        for room in Self.mayUse.keys where !["Scan", "Preview"].contains(room) {
            let files = try #require(FileManager.default.enumerator(atPath: sources.appending(path: room).path))
            for case let file as String in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: sources.appending(path: "\(room)/\(file)"), encoding: .utf8)
                #expect(!text.contains("ClientBootstrap"), "Sources/\(room)/\(file) opens a socket")
                #expect(!text.contains(/\bsocket\(/), "Sources/\(room)/\(file) opens a socket")
            }
        }
    }

    private func isDoor(_ room: String) -> Bool { room.wholeMatch(of: /C[A-Z]\w+/) != nil && room != "Content" }

    private func imports(in text: String) -> [String] {
        text.matches(
            of:
                /(?m)^\s*(?:@\w+(?:\(\w+\))?\s+)?(?:public |package |internal )?import (?:struct |class |enum |func |var )?(\w+)/
        )
        .map { String($0.1) }
    }
}
