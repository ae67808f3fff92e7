import Model

/// Checks images among the files: that the format is that of the name, that nothing in them can run, and their size.
package enum CheckImage {
    /// The largest recommended size of an image (bytes), for readers on slow connections.
    package static let bytesAtMost = 1 << 20
    /// The largest recommended width and height (pixels); no page shows more.
    package static let pixelsAtMost = 4_000

    package static func diagnostics(_ bytes: [UInt8], file: String) -> [Diagnostic] {
        guard let promised = ImageFacts.promised(file) else { return [] }
        func fault(
            _ rule: Diagnostic.Rule, _ message: String, _ hint: String, _ level: Diagnostic.Level = .error,
            at place: Diagnostic.Place = .start
        ) -> Diagnostic {
            Diagnostic(file: file, place: place, level: level, rule: rule, message: message, hint: hint)
        }
        guard let facts = ImageFacts(bytes) else {
            return [
                fault(
                    .noImage, "not a valid \(promised.rawValue.uppercased()) image",
                    "export the image again")
            ]
        }
        var found: [Diagnostic] = []
        if facts.format != promised {
            found.append(
                fault(
                    .wrongImageFormat,
                    "the file is in \(facts.format.rawValue.uppercased()) format, but its name ends in .\(promised.rawValue)",
                    "rename the file"))
        }
        if bytes.count > bytesAtMost {
            found.append(
                fault(
                    .largeImage,
                    "the image is \(bytes.count >> 10) KiB in size; the recommended maximum is \(bytesAtMost >> 10) KiB",
                    "reduce its dimensions or quality", .warning))
        }
        if let width = facts.width, let height = facts.height, max(width, height) > pixelsAtMost {
            found.append(
                fault(
                    .largeImage,
                    "the image measures \(width) × \(height) pixels; the recommended maximum is \(pixelsAtMost)",
                    "reduce its dimensions", .warning))
        }
        return found + (facts.format == .svg ? scripts(bytes, fault) : [])
    }

    /// An SVG file that is opened directly is a document: scripts in it would run.
    private static func scripts(
        _ bytes: [UInt8],
        _ fault: (Diagnostic.Rule, String, String, Diagnostic.Level, Diagnostic.Place) -> Diagnostic
    ) -> [Diagnostic] {
        ActiveContent.tags(in: bytes, mayBeXML: true).map { tag in
            fault(
                .scriptInImage, "the SVG contains active content: \(ActiveContent.shown(tag))",
                "remove it; many programs can export plain SVG", .error, tag.place)
        }
    }
}
