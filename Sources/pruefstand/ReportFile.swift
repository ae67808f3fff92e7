import Files
import Model

/// A file that an option names.
enum ReportFile {
    static func write(_ bytes: [UInt8], to path: String) throws(Diagnostics) {
        do throws(FileError) {
            try OutputFile.replace(bytes, at: path)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: path, rule: .cannotWrite, message: "the report cannot be written: \(error.reason)",
                    hint: "specify a file in an existing, writable directory")
            ])
        }
    }
}
