import Model
import Text

/// One of the places that templates come from. Paths are relative to the `templates` folder.
enum TemplateLayer {
    /// The site's own folder, which may lack any file.
    case folder(SiteFolder)
    /// The files that come with the program.
    case defaults([String: [UInt8]])

    /// The sorted names of the files in the folder itself that have a suffix.
    func names(ending suffix: String) -> [String] {
        switch self {
        case .folder(let folder): folder.names(in: "templates", ending: suffix)
        case .defaults(let files): files.keys.filter { !$0.contains("/") && $0.hasSuffix(suffix) }.sorted()
        }
    }

    /// The files below a folder, as sorted paths relative to it.
    func filesBelow(_ folder: String) -> [String] {
        switch self {
        case .folder(let own): own.filesBelow("templates/\(folder)")
        case .defaults(let files):
            files.keys.filter { $0.hasPrefix("\(folder)/") }.map { String($0.dropFirst(folder.count + 1)) }.sorted()
        }
    }

    func exists(_ path: String) -> Bool {
        switch self {
        case .folder(let own): own.exists("templates/\(path)")
        case .defaults(let files): files[path] != nil
        }
    }

    func bytes(_ path: String) throws(Diagnostics) -> [UInt8] {
        switch self {
        case .folder(let own): try own.bytes("templates/\(path)")
        case .defaults(let files): files[path] ?? []
        }
    }

    func text(_ path: String) throws(Diagnostics) -> SourceText {
        switch self {
        case .folder(let own): try own.text("templates/\(path)")
        case .defaults:
            try SourceText(file: "templates/\(path)", bytes: bytes(path), limit: SiteFolder.textLimit)
        }
    }
}
