import Files
import Model

/// A file that an option names.
enum ReportFile {
    /// Whether files could be written, before anybody waits for what is to be in them.
    static func check(_ paths: [String?]) throws(Diagnostics) {
        for path in paths.compactMap(\.self) {
            do throws(FileError) {
                try OutputFile.check(path)
            } catch {
                throw failure(path, error)
            }
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Diagnostics) {
        do throws(FileError) {
            try OutputFile.replace(bytes, at: path)
        } catch {
            throw failure(path, error)
        }
    }

    private static func failure(_ path: String, _ error: FileError) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                file: path, rule: .cannotWrite, message: "the report cannot be written: \(error.reason)",
                hint: "specify a file in an existing, writable directory")
        ])
    }
}
