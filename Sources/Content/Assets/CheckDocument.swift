import Model
import Text

/// Checks documents among the files: what a browser shows as a page of the site's own address must not run anything. The
/// policy of the site's pages does not cover it where the host sends no headers.
enum CheckDocument {
    /// File names with these endings are served as documents; those of images are checked by `CheckImage`.
    private static let endings: Set<String> = [
        "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt", "mht", "mhtml", "svgz",
    ]

    static func diagnostics(_ bytes: [UInt8], file: String) -> [Diagnostic] {
        guard let ending = file.split(separator: ".").last?.lowercased(), endings.contains(ending) else { return [] }
        guard ending != "svgz" else {
            return [
                Diagnostic(
                    file: file, rule: .scriptInFile, message: "a compressed document cannot be checked for scripts",
                    hint: "use an SVG file that is not compressed")
            ]
        }
        return ActiveContent.tags(in: bytes).map { tag in
            Diagnostic(
                file: file, place: tag.place, rule: .scriptInFile,
                message: "the document contains active content: <\(tag.name)>",
                hint: "remove it, or publish the document elsewhere: it would run under the site's own address")
        }
    }
}
