import Foundation

/// Locates the default templates: `../share/pruefstand/templates` relative to an installed program, or `templates` in the
/// source tree that the program was built in. A site's own files take precedence over them.
enum DefaultTemplates {
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
