import Content
import Defaults
import Model
import Text

/// The texts inside the program, for what it says without a site.
enum DefaultTexts {
    /// The texts of a language.
    static func read(language: String) throws(Diagnostics) -> Localization {
        let file = "templates/texts.\(language).yaml"
        let bytes = DefaultFile.named(file)?.bytes ?? []
        let (texts, diagnostics) = Localization.read(
            try SourceText(file: file, bytes: bytes, limit: 1 << 20), language: language)
        guard let texts else { throw Diagnostics(diagnostics) }
        return texts
    }
}
