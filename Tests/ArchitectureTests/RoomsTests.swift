import Foundation
import Testing

/// Arrows between rooms run one way, downward. The compiler holds that no file imports what the manifest does not allow;
/// these tests hold the manifest against the table below, and what no compiler sees: sockets, files and clocks.
@Suite struct RoomsTests {
    /// Room → the rooms, C modules and libraries it may depend on.
    static let mayUse: [String: Set<String>] = [
        "Model": [],
        "Files": ["Model"],
        "Names": ["CIDN2"],
        "Text": ["COpenSSL", "Model"],
        "YAML": ["CYAML", "Model", "Text"],
        "Version": [],
        "Defaults": [],
        "DNS": ["CUnbound", "Model", "Names"],
        "MailPolicy": ["DNS", "Model", "Names"],
        "TLSWire": ["Model"],
        "Dialogues": ["CExpat", "Model"],
        "Trust": ["COpenSSL", "DNS", "Model", "Names", "Text"],
        "Derive": ["DNS", "Dialogues", "MailPolicy", "Model", "Names", "TLSWire", "Trust"],
        "Scan": [
            "DNS", "Derive", "Dialogues", "Model", "NIOCore", "NIOPosix", "Names", "TLSWire", "Text", "Trust", "Watch",
        ],
        "Watch": ["Model", "YAML"],
        "Survey": ["Model", "Names", "Text"],
        "Archive": ["CZlib", "Files", "Model", "Survey", "Text", "Watch"],
        "StatusPages": ["Archive", "CExpat", "Model"],
        "Grading": ["Model"],
        "Advice": ["Grading", "Model"],
        "Markdown": ["CCMark", "Model", "Text"],
        "Content": ["Archive", "Files", "Grading", "Model", "Names", "Text", "Watch", "YAML"],
        "Templates": ["Model", "Text"],
        "Comparison": ["Content", "Grading", "Model", "Text"],
        "Pages": [
            "Advice", "CZlib", "Comparison", "Content", "Grading", "Markdown", "Model", "Names", "Templates", "Text",
            "Watch",
            "YAML",
        ],
        "Report": ["Advice", "Comparison", "Content", "Grading", "Model", "Names", "Text"],
        "Publish": ["CLinux", "Files", "Model", "Text"],
        "SiteCheck": ["CExpat", "Content", "Model", "Pages", "Text"],
        "Preview": ["Content", "Files", "Model", "NIOCore", "NIOHTTP1", "NIOPosix", "Pages", "Publish", "Text"],
    ]

    /// What only tests are built with.
    static let testing: Set<String> = ["FuzzTargets", "SiteTestSupport", "TestSupport"]
    /// Programs put rooms together and may use all of them.
    static let programs: Set<String> = ["pruefstand", "AtOnce"]

    /// Rooms that read or write files; all others are given bytes. libunbound takes the names of files, and `DNS` says
    /// what is wrong with them.
    static let files: Set<String> = ["Archive", "Content", "DNS", "Files", "Preview", "Publish"]
    /// Rooms that open sockets: `Scan` to providers, `Preview` to listen.
    static let sockets: Set<String> = ["Preview", "Scan"]
    /// Rooms that wait, and so need a clock. All others are told what time it is.
    static let clocks: Set<String> = ["DNS", "Preview", "Scan"]

    /// What uses the file system.
    nonisolated(unsafe) static let fileCalls =
        /\b(FileManager|FileHandle|contentsOfFile|opendir|readdir|fopen|mkstemp|inotify_init1?|O_(RDONLY|WRONLY|RDWR))\b|\bURL\((fileURLWithPath|filePath):/
    /// What opens a socket.
    nonisolated(unsafe) static let socketCalls = /\b(ClientBootstrap|ServerBootstrap|DatagramBootstrap)\b|\bsocket\(/
    /// What reads a clock or waits for one.
    nonisolated(unsafe) static let clockCalls =
        /\b(ContinuousClock|SuspendingClock|NIODeadline|clock_gettime|gettimeofday)\b|\bDate\(\)|\bDate\.now\b|\btime\(nil\)|\bTask\.sleep\b/
    /// What gives another value each time.
    nonisolated(unsafe) static let randomCalls =
        /\b(SystemRandomNumberGenerator|UUID\(\)|getrandom|arc4random\w*)\b|\b(Bool|Double|U?Int\d*)\.random\(|\.(shuffled|randomElement)\(/

    @Test func theManifestHasNoOtherArrow() throws {
        let targets = try Manifest.read().targets.filter {
            $0.type == "regular" && !Self.testing.contains($0.name)
        }
        #expect(Set(targets.map(\.name)) == Set(Self.mayUse.keys))
        for target in targets {
            let allowed = Self.mayUse[target.name] ?? []
            for dependency in target.names where !allowed.contains(dependency) {
                Issue.record("\(target.name) must not depend on \(dependency)")
            }
        }
    }

    /// An arrow that nobody uses is one that somebody will use.
    @Test func everyArrowIsUsed() throws {
        for target in try Manifest.read().targets where ["regular", "executable"].contains(target.type) {
            let imports = try Set(Self.sources(of: target).flatMap { Self.imports(in: $0.text) })
            for dependency in target.names where !imports.contains(dependency) {
                Issue.record("\(target.name) depends on \(dependency) and never imports it")
            }
            // A build may find a module that the manifest does not name, when another target happened to be built.
            let named = target.names.union(Self.system)
            for module in imports where !named.contains(module) {
                Issue.record("\(target.name) imports \(module), which its manifest entry does not name")
            }
        }
    }

    @Test func onlyTheEdgesTouchFilesSocketsClocksAndRandomness() throws {
        for target in try Manifest.read().targets where Self.mayUse.keys.contains(target.name) {
            for source in try Self.sources(of: target) {
                let code = Self.withoutComments(source.text)
                if !Self.files.contains(target.name), let match = code.firstMatch(of: Self.fileCalls) {
                    Issue.record("\(source.path) uses the file system: \(match.0)")
                }
                if !Self.sockets.contains(target.name), let match = code.firstMatch(of: Self.socketCalls) {
                    Issue.record("\(source.path) opens a socket: \(match.0)")
                }
                if !Self.clocks.contains(target.name), let match = code.firstMatch(of: Self.clockCalls) {
                    Issue.record("\(source.path) uses a clock: \(match.0)")
                }
                if let match = code.firstMatch(of: Self.randomCalls) {
                    Issue.record("\(source.path) uses randomness: \(match.0)")
                }
            }
        }
    }

    /// Foundation has ICU's tables in it, which are larger than all the rest of the program.
    @Test func noRoomImportsAllOfFoundation() throws {
        for target in try Manifest.read().targets
        where Self.mayUse.keys.contains(target.name) || target.name == "pruefstand" {
            for source in try Self.sources(of: target) where Self.imports(in: source.text).contains("Foundation") {
                Issue.record("\(source.path) imports Foundation; FoundationEssentials and Glibc have to do")
            }
        }
    }

    /// A folder is small enough to be read as a list.
    @Test func noFolderHasMoreThan25Files() throws {
        for target in try Manifest.read().targets where ["regular", "executable"].contains(target.type) {
            let folders = Dictionary(grouping: try Self.sources(of: target)) {
                $0.path.split(separator: "/").dropLast().joined(separator: "/")
            }
            for (folder, files) in folders { #expect(files.count <= 25, "\(folder)") }
        }
    }

    static let system: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch"]

    private static func sources(of target: Manifest.Target) throws -> [(path: String, text: String)] {
        let folder = target.path ?? "Sources/\(target.name)"
        let files = try #require(FileManager.default.enumerator(atPath: Manifest.root.appending(path: folder).path))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map {
            let url = Manifest.root.appending(path: "\(folder)/\($0)")
            return ("\(folder)/\($0)", try String(contentsOf: url, encoding: .utf8))
        }
    }

    private static func withoutComments(_ text: String) -> String { text.replacing(/(?m)\/\/.*$/, with: "") }

    private static func imports(in text: String) -> [String] {
        text.matches(
            of: /(?m)^\s*(?:@\w+(?:\(\w+\))?\s+)?(?:package )?import (?:struct |class |enum |func |var )?(\w+)/
        )
        .map { String($0.1) }
    }
}
