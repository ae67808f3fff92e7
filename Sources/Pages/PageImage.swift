import Content
import Model
import Text

/// The image of an article or page, as others see it: with its address as a whole.
struct PageImage: Sendable {
    /// Below the published directory, `files/…`.
    var path: String
    var url: String
    var alternative: String
    /// In pixels, where the file says so.
    var size: (width: Int, height: Int)?
    /// `image/png`; `nil` where the format is not known.
    var mediaType: String?
    /// The file's size in bytes.
    var bytes: Int
}

extension PageComposer {
    /// The image that the front matter of a text names; `nil` where there is none, or no such file.
    func image(_ presentation: Presentation) -> PageImage? {
        guard let image = presentation.image, let path = content.fileName(image.path) else { return nil }
        let bytes = content.files[path] ?? []
        let facts = ImageFacts(bytes)
        return PageImage(
            path: path, url: settings.baseURL + PercentEncoding.encoded(path), alternative: image.alternative,
            size: facts?.size.map { ($0.width, $0.height) }, mediaType: facts?.mediaType, bytes: bytes.count)
    }

    /// What typists wrote in a title or summary, where that is asked for.
    func typographyFaults(_ texts: [String], file: String) -> [Diagnostic] {
        guard let check = edition.titleTypography else { return [] }
        return texts.flatMap { text in
            check.findings(text).map { found in
                Diagnostic(
                    file: file, level: .warning, rule: .typography, message: "'\(found.text)' in '\(text.prefix(60))'",
                    hint: found.hint)
            }
        }
    }

    /// What of a text's presentation does not exist: its image, its layout.
    /// - Parameter template: of its kind.
    func faults(of presentation: Presentation, file: String, template: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if let image = presentation.image, content.fileName(image.path) == nil {
            found.append(
                Diagnostic(
                    file: file, place: image.place, rule: .noSuchImage, message: "image '\(image.path)' not found",
                    hint: Suggestion.closest(to: image.path, among: content.files.keys).map { "did you mean '\($0)'?" }
                        ?? "put it into content/files, and write 'image: files/name.png'"))
        }
        if let layout = presentation.layout, self.template(layout, of: template) == nil,
            !content.broken.contains("templates/\(template)-\(layout.name).mustache")
        {
            let names = content.templates.keys.filter { $0.hasPrefix("\(template)-") }
                .map { String($0.dropFirst(template.utf8.count + 1)) }
            found.append(
                Diagnostic(
                    file: file, place: layout.place, rule: .noSuchTemplate, message: "unknown layout '\(layout.name)'",
                    hint: Suggestion.closest(to: layout.name, among: names).map { "did you mean '\($0)'?" }
                        ?? "create templates/\(template)-\(layout.name).mustache"))
        }
        return found
    }

    /// The template of a layout; `nil` where there is none.
    func template(_ layout: Presentation.Layout, of template: String) -> String? {
        let name = "\(template)-\(layout.name)"
        return content.templates[name] == nil ? nil : name
    }
}

extension SiteContent {
    /// A file of the site, as it is called or as an address writes that: Markdown has no spaces in one. The name is
    /// that of the file in bytes, whichever Unicode form the text has it in.
    func fileName(_ target: String) -> String? {
        [target, PercentEncoding.decoded(target)].lazy.compactMap { files.index(forKey: $0) }.first
            .map { files[$0].key }
    }
}
