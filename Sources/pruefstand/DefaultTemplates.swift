import Foundation

/// Where the program's own templates are: beside an installed program in `../share/pruefstand/templates`, and in the
/// source tree for one that was built there. They are the one source; a site's own files come before them.
enum DefaultTemplates {
    /// `nil` where the program was copied away without them.
    static let folder: String? = {
        // The link is read, so that a link to the program in another folder finds them too.
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return nil
        }
        var place = URL(filePath: program).deletingLastPathComponent()
        var candidates = [place.deletingLastPathComponent().appending(path: "share/pruefstand/templates")]
        // .build/debug leads to .build/TRIPLE/debug, three folders below the tree.
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
