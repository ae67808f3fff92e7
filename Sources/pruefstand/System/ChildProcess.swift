import Files
import Glibc

/// A program that is run to its end.
struct ChildProcess {
    /// The exit status, or 128 and the number of the signal that ended it.
    var status: Int32
    var output: String
    var errors: String

    /// Runs the program that the PATH has under the first word, in the C locale.
    ///
    /// What it prints has to be short: standard output is read to its end before standard error is.
    /// - Parameter input: the path of the file that it reads as standard input.
    /// - Throws: `FileError` if the input cannot be read, or the program not be started; `ENOENT` and the operation `run` if
    ///   there is no such program.
    static func run(_ words: [String], input: String) throws(FileError) -> ChildProcess {
        let reading = open(input, O_RDONLY | O_CLOEXEC)
        guard reading >= 0 else { throw FileError("read", input) }
        defer { close(reading) }
        let output = try Pipe()
        let errors = try Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [reading, output.writing, errors.writing].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(number))
        }
        var arguments = words.map { strdup($0) } + [nil]
        var environment = Self.environment().map { strdup($0) } + [nil]
        defer { for word in arguments + environment { free(word) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, words[0], &actions, nil, &arguments, &environment)
        output.endWriting()
        errors.endWriting()
        guard code == 0 else { throw FileError("run", words[0], code: code) }
        let (printed, said) = (output.text(), errors.text())
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return ChildProcess(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: printed, errors: said)
    }

    /// This process's own, but for the language of messages.
    private static func environment() -> [String] {
        var entries: [String] = []
        var next = environ
        while let entry = next.pointee {
            entries.append(String(cString: entry))
            next += 1
        }
        return entries.filter { !$0.hasPrefix("LC_ALL=") } + ["LC_ALL=C"]
    }

    /// What one end writes, the other reads.
    private final class Pipe {
        private let reading: CInt
        private(set) var writing: CInt

        init() throws(FileError) {
            var ends: [CInt] = [-1, -1]
            guard pipe(&ends) == 0 else { throw FileError("open", "a pipe") }
            (reading, writing) = (ends[0], ends[1])
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }

        deinit {
            close(reading)
            endWriting()
        }

        /// The reader sees the end once nobody else writes.
        func endWriting() {
            if writing >= 0 { close(writing) }
            writing = -1
        }

        /// Everything up to the end.
        func text() -> String {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = read(reading, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                bytes += buffer.prefix(count)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
