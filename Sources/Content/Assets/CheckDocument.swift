import Model
import Text

/// Checks documents among the files: what a browser shows as a page of the site's own address must not run anything. The
/// policy of the site's pages does not cover it where the host sends no headers.
enum CheckDocument {
    /// File names with these endings are served as documents; those of images are checked by `CheckImage`.
    private static let endings: Set<String> = [
        "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt", "mht", "mhtml", "svgz",
    ]
    /// These are served as text, or to be saved, whatever is in them.
    private static let textEndings: Set<String> = ["txt", "md", "csv", "tsv", "json", "ndjson", "eml", "log"]

    static func diagnostics(_ bytes: [UInt8], file: String) -> [Diagnostic] {
        let ending = file.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
        // Of the many other names of XML, hosts serve some as what browsers show.
        let isOther = !textEndings.contains(ending) && ImageFacts.promised(file) == nil
        guard endings.contains(ending) || isOther && beginsWithMarkup(bytes) else { return [] }
        func fault(_ message: String, _ hint: String, at place: Diagnostic.Place = .start) -> Diagnostic {
            Diagnostic(file: file, place: place, rule: .scriptInFile, message: message, hint: hint)
        }
        guard ending != "svgz" else {
            return [
                fault(
                    "a compressed document cannot be checked for scripts", "use an SVG file that is not compressed")
            ]
        }
        // Where a byte order mark says so, browsers read it as UTF-16, whatever else is said of it (WHATWG Encoding §6).
        guard !bytes.contains(0), !bytes.starts(with: [0xFE, 0xFF]), !bytes.starts(with: [0xFF, 0xFE]) else {
            return [fault("the document is not UTF-8 and cannot be checked for scripts", "save it as UTF-8")]
        }
        let isHTML = ["html", "htm", "shtml"].contains(ending)
        return ActiveContent.tags(in: bytes, mayBeXML: !isHTML).map { tag in
            fault(
                "the document contains active content: \(ActiveContent.shown(tag))",
                "remove it, or publish the document elsewhere: it would run under the site's own address",
                at: tag.place)
        }
    }

    /// A tag, a comment or a declaration is the first that is not white space, after a byte order mark.
    private static func beginsWithMarkup(_ bytes: [UInt8]) -> Bool {
        let marks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0]
        return bytes.first { !marks.contains($0) && $0 > 0x20 } == UInt8(ascii: "<")
    }
}
