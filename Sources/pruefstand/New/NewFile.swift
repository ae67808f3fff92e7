import Defaults
import Files
import Glibc
import Model

/// Writes new files; an existing file is an error.
enum NewFile {
    /// Writes out a file of the program; a script stays executable.
    static func write(_ file: DefaultFile, to path: String, below root: String) throws(Diagnostics) {
        try write(file.bytes, to: path, below: root, isExecutable: file.isExecutable)
    }

    static func write(
        _ text: String, to path: String, below root: String, quiet: Bool = false
    ) throws(Diagnostics) {
        try write(Array(text.utf8), to: path, below: root)
        if !quiet { Terminal.print("\(root)/\(path)") }
    }

    static func write(
        _ bytes: [UInt8], to path: String, below root: String, isExecutable: Bool = false
    ) throws(Diagnostics) {
        let file = "\(root)/\(path)"
        let exists = fault(path, .fileExists, "the file already exists", "edit it, or choose another name")
        if InputFile.exists(file) { throw exists }
        var isBegun = false
        do throws(FileError) {
            if let slash = file.lastIndex(of: "/") { try Folder.create(String(file[..<slash])) }
            isBegun = true
            try OutputFile.create(bytes, at: file, mode: isExecutable ? 0o755 : 0o644)
        } catch {
            // A link that leads nowhere.
            if isBegun, error.code == EEXIST { throw exists }
            // A partial file would make the next attempt fail.
            if isBegun { unlink(file) }
            throw fault(path, .cannotWrite, "the file cannot be written", error.message)
        }
    }

    static func fault(_ file: String, _ rule: Diagnostic.Rule, _ message: String, _ hint: String) -> Diagnostics {
        Diagnostics([Diagnostic(file: file, rule: rule, message: message, hint: hint)])
    }

    /// Runs `body`; prints the diagnostics it throws and exits with their exit code.
    static func saying(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as Diagnostics {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }
}
