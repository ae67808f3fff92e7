import Files
import Model
import Text

/// Reads files below a site's root; errors are diagnostics.
struct SiteFolder {
    /// The root's path.
    let root: String

    /// The largest Markdown or YAML file (bytes).
    static let textLimit = 4 << 20
    /// The largest file that is published unchanged (bytes).
    static let fileLimit = 32 << 20

    /// The sorted names in a folder with a suffix; empty if there is no such folder. Hidden files and backups of editors
    /// (`name~`) are ignored.
    func names(in folder: String, ending: String) -> [String] {
        ((try? Folder.names("\(root)/\(folder)")) ?? [])
            .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") && !$0.hasSuffix("~") }
            .sorted()
    }

    /// Every file below a folder, as paths relative to it, sorted. Symbolic links are ignored: they could lead out of it.
    func filesBelow(_ folder: String) -> [String] {
        var found: [String] = []
        var open = [""]
        while let below = open.popLast() {
            for name in names(in: folder + (below.isEmpty ? "" : "/\(below)"), ending: "") {
                let path = below.isEmpty ? name : "\(below)/\(name)"
                switch FileKind("\(root)/\(folder)/\(path)") {
                case .folder: open.append(path)
                case .regular: found.append(path)
                case .other, nil: break
                }
            }
        }
        return found.sorted()
    }

    func exists(_ path: String) -> Bool { InputFile.exists("\(root)/\(path)") }

    /// A file's bytes.
    func bytes(_ path: String, limit: Int = SiteFolder.fileLimit) throws(Diagnostics) -> [UInt8] {
        let bytes: [UInt8]?
        do {
            bytes = try InputFile.bytes("\(root)/\(path)", limit: limit)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: path, rule: .tooLarge,
                    message: "the file is \(error.size) bytes long, the limit is \(limit)",
                    hint: "split or remove the file")
            ])
        }
        guard let bytes else {
            throw Diagnostics([
                Diagnostic(
                    file: path, rule: .unreadableFile, message: "the file is missing or cannot be read",
                    hint: exists(path) ? "check its permissions" : "create the file")
            ])
        }
        return bytes
    }

    /// A text file.
    func text(_ path: String) throws(Diagnostics) -> SourceText {
        try SourceText(file: path, bytes: try bytes(path, limit: Self.textLimit), limit: Self.textLimit)
    }
}
