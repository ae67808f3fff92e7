import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// A program's end: what it printed and how it left.
struct CommandResult: Sendable {
    var status: Int32
    var output: String
    var errors: String
}

/// The repository's root and the built program.
enum Tree {
    static let root = Repository.root
    static let pruefstand = "\(root)/.build/debug/pruefstand"

    /// Set by the lab for whatever runs inside it.
    static func lab(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else { throw OutsideTheLab(variable: name) }
        return value
    }

    struct OutsideTheLab: Error, CustomStringConvertible {
        var variable: String
        var description: String { "\(variable) is not set: run `make lab-test`, or with FILTER=NAME some of the tests" }
    }

    /// What `scan` and `probe` need to find the lab's DNS and to trust its certificates.
    static func labOptions() throws -> [String] {
        [
            "--root-hints", try lab("LAB_ROOT_HINTS"), "--trust-anchor", try lab("LAB_TRUST_ANCHOR"), "--ca-file",
            try lab("LAB_CA_FILE"),
        ]
    }

    /// An empty folder that nothing else uses.
    static func temporaryFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pruefstand-lab-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// The lab's content and the default templates as a site of its own.
    static func labSite() throws -> String {
        let folder = try temporaryFolder()
        try FileManager.default.copyItem(atPath: "\(root)/Tests/Lab/content", toPath: "\(folder)/content")
        try FileManager.default.copyItem(atPath: "\(root)/templates", toPath: "\(folder)/templates")
        return folder
    }
}

/// Runs a program to its end, or to `seconds` (then it is killed, and the status is not 0): so many that only what hangs
/// takes them, on a slow and busy machine too.
@discardableResult
func run(_ command: String, _ arguments: [String], seconds: Int = 900) async throws -> CommandResult {
    let folder = try Tree.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Files, not pipes: nobody has to empty them while the program runs.
    let program = try Program.start(
        "timeout", ["--kill-after=2", "\(seconds)", command] + arguments, output: "\(folder)/out",
        errors: "\(folder)/err")
    let status = await program.end()
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
    }
    return CommandResult(status: status, output: try text("out"), errors: try text("err"))
}

/// A program that runs beside the test. Not Foundation's `Process`: that one keeps descriptors of every program it ran,
/// and crashes once there are more than a thousand of them.
struct Program: Sendable {
    var process: pid_t

    struct NotStarted: Error, CustomStringConvertible {
        var name: String
        var code: Int32
        var description: String { "\(name) could not be started: \(String(cString: strerror(code)))" }
    }

    /// Starts the program that the PATH has under this name, with nothing to read; what it prints goes into the files.
    static func start(
        _ name: String, _ arguments: [String], output: String = "/dev/null", errors: String = "/dev/null"
    ) throws -> Program {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600)
        // A file that another test is just writing must not stay open in here: nobody could run it.
        for descriptor in Int32(3)..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var words: [UnsafeMutablePointer<CChar>?] = ([name] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var process: pid_t = 0
        let code = posix_spawnp(&process, name, &actions, nil, words, environ)
        guard code == 0 else { throw NotStarted(name: name, code: code) }
        return Program(process: process)
    }

    /// Whether it has ended; it keeps its number until `end()` is called.
    var hasEnded: Bool {
        var told = siginfo_t()
        return waitid(P_PID, id_t(process), &told, WEXITED | WNOHANG | WNOWAIT) == 0 && told.si_signo == SIGCHLD
    }

    /// Waits until it has ended: its exit status, or 128 and the signal that ended it, as a shell says it.
    func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7f
                continuation.resume(returning: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
            }
        }
    }
}

/// Does something with every element, a few of them at the same time; the results come as they are done.
@discardableResult
func concurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element], width: Int = 4, _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: Result.self) { tasks in
        var results: [Result] = []
        for (index, element) in elements.enumerated() {
            if index >= width, let result = try await tasks.next() { results.append(result) }
            tasks.addTask { try await body(element) }
        }
        for try await result in tasks { results.append(result) }
        return results
    }
}

/// Waits until something is so, or so many seconds, on a thread of its own: the few that tasks have may all be busy for
/// longer than what is waited for lasts.
func wait(seconds: Double, until isSo: @escaping @Sendable () throws -> Bool = { false }) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread {
            continuation.resume(
                with: Result {
                    let end = ContinuousClock.now + .seconds(seconds)
                    while ContinuousClock.now < end, try !isSo() {
                        Thread.sleep(forTimeInterval: min(0.02, max(0, (end - .now) / .seconds(1))))
                    }
                })
        }
    }
}
