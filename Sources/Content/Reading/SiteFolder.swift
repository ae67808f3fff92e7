import Files
import Model
import Text

/// Reads files below a site's root; errors are diagnostics. Symbolic links below the root are not followed but reported: a
/// link to `.git` or to somebody's home would be published with all that is behind it.
struct SiteFolder {
    /// The root's path.
    let root: String

    /// The largest Markdown or YAML file (bytes).
    static let textLimit = 4 << 20
    /// The largest file that is published unchanged (bytes).
    static let fileLimit = 32 << 20

    /// The sorted names in a folder with a suffix; empty if there is no such folder. Hidden files and backups of editors
    /// (`name~`) are ignored. A folder that is a link, or behind one, has none; see `linkFault`.
    func names(in folder: String, ending: String) -> [String] {
        if link(in: folder) != nil { return [] }
        return ((try? Folder.names("\(root)/\(folder)")) ?? [])
            .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") && !$0.hasSuffix("~") }
            .sorted()
    }

    /// The first part of a path that is a symbolic link.
    private func link(in path: String) -> String? {
        var end = path.startIndex
        while end < path.endIndex {
            end = path[end...].firstIndex(of: "/") ?? path.endIndex
            if FileKind("\(root)/\(path[..<end])") == .other { return String(path[..<end]) }
            if end < path.endIndex { end = path.index(after: end) }
        }
        return nil
    }

    /// What is to be said of a path with a symbolic link in it.
    func linkFault(_ path: String) -> Diagnostic? {
        link(in: path).map { link in
            Diagnostic(
                file: link, rule: .symbolicLink,
                message: "not followed: a symbolic link, or another thing that is neither file nor directory",
                hint: "put the file or directory itself here; what a link leads to may not be meant for the site")
        }
    }

    /// Every file below a folder, as paths relative to it, sorted; links are among them, for reading to report.
    func filesBelow(_ folder: String) -> [String] {
        var found: [String] = []
        var open = [""]
        while let below = open.popLast() {
            for name in names(in: folder + (below.isEmpty ? "" : "/\(below)"), ending: "") {
                let path = below.isEmpty ? name : "\(below)/\(name)"
                switch FileKind("\(root)/\(folder)/\(path)") {
                case .folder: open.append(path)
                // What cannot be looked at is reported where it is read.
                case .regular, .other, nil: found.append(path)
                }
            }
        }
        return found.sorted()
    }

    func exists(_ path: String) -> Bool { InputFile.exists("\(root)/\(path)") }

    /// A file's bytes.
    func bytes(_ path: String, limit: Int = SiteFolder.fileLimit) throws(Diagnostics) -> [UInt8] {
        if let fault = linkFault(path) { throw Diagnostics([fault]) }
        let bytes: [UInt8]?
        do {
            bytes = try InputFile.bytes("\(root)/\(path)", limit: limit, followsLinks: false)
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
                    hint: path.unicodeScalars.contains("\u{FFFD}")
                        ? "rename it: its name is not UTF-8"
                        : exists(path) ? "check its permissions" : "create the file")
            ])
        }
        return bytes
    }

    /// A text file.
    func text(_ path: String) throws(Diagnostics) -> SourceText {
        try SourceText(file: path, bytes: try bytes(path, limit: Self.textLimit), limit: Self.textLimit)
    }
}
