import Content
import Files
import Foundation
import Model
import Text

/// Locates the default templates: `../share/pruefstand/templates` relative to an installed program, or `templates` in the
/// source tree that the program was built in. A site's own files take precedence over them.
enum DefaultTemplates {
    /// The default texts of a language.
    static func texts(language: String) throws(Diagnostics) -> Localization {
        let name = "texts.\(language).yaml"
        guard let folder, let bytes = try? InputFile.bytes("\(folder)/\(name)", limit: 1 << 20) else {
            throw Diagnostics([
                Diagnostic(
                    file: "templates/\(name)", rule: .noTemplates, message: "the default texts were not found",
                    hint: "install the program together with its share directory")
            ])
        }
        let source = try SourceText(file: "templates/\(name)", bytes: bytes, limit: 1 << 20)
        let (texts, diagnostics) = Localization.read(source, language: language)
        guard let texts else { throw Diagnostics(diagnostics) }
        return texts
    }

    /// `nil` if the program was copied without its templates.
    static let folder: String? = {
        // Resolves the link, so that a symbolic link to the program works too.
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return nil
        }
        var place = URL(filePath: program).deletingLastPathComponent()
        var candidates = [place.deletingLastPathComponent().appending(path: "share/pruefstand/templates")]
        // .build/debug is a link to .build/TRIPLE/debug, three levels below the root of the tree.
        for _ in 0..<4 {
            if FileManager.default.fileExists(atPath: place.appending(path: "Package.swift").path) {
                candidates.append(place.appending(path: "templates"))
            }
            place.deleteLastPathComponent()
        }
        return candidates.first {
            FileManager.default.fileExists(atPath: $0.appending(path: "page.mustache").path)
        }?.path
    }()
}
