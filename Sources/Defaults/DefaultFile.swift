import FoundationEssentials

/// A file inside the program: the default templates, texts and assets, the recipes for publishing, and the JSON Schemas.
/// `Plugins/EmbedDefaults` puts in what the links in this folder lead to.
package struct DefaultFile: Sendable {
    /// `templates/page.mustache`, `schema/findings-1.json`.
    package let path: String
    /// Whether it is a script.
    package let isExecutable: Bool
    private let base64: StaticString

    init(_ path: String, _ isExecutable: Bool, _ base64: StaticString) {
        self.path = path
        self.isExecutable = isExecutable
        self.base64 = base64
    }

    package var bytes: [UInt8] {
        base64.withUTF8Buffer { Data(base64Encoded: Data($0)).map(Array.init) ?? [] }
    }

    /// All of them, sorted by path.
    package static let all = embedded()

    /// The files below a folder: `templates`, `schema`.
    package static func below(_ folder: String) -> [DefaultFile] { all.filter { $0.path.hasPrefix("\(folder)/") } }

    /// - Parameter path: as in `templates/content.md`.
    package static func named(_ path: String) -> DefaultFile? { all.first { $0.path == path } }

    /// What pages are made of, by its path below `templates`: templates, texts and assets.
    package static let templates: [String: [UInt8]] = {
        let files = below("templates").map { (path: String($0.path.dropFirst("templates/".count)), file: $0) }
        let needed = files.filter { path, _ in
            path.hasPrefix("assets/") || !path.contains("/") && !path.hasSuffix(".md")
        }
        return Dictionary(uniqueKeysWithValues: needed.map { ($0.path, $0.file.bytes) })
    }()
}
