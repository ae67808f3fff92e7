import Content
import Model
import Text

extension FuzzTarget {
    /// Any bytes as an image under each name, and as the text of a table. Sizes are those of an image, and places are in
    /// the text.
    static let contentFiles = FuzzTarget("ContentFiles") { bytes throws(FuzzViolation) in
        if let size = ImageFacts(bytes)?.size, size.width < 1 || size.height < 1 {
            throw FuzzViolation("a size of \(size)")
        }
        let lines = 1 + bytes.count { $0 == 10 || $0 == 13 }
        for ending in ImageFacts.endings.keys {
            for diagnostic in CheckImage.diagnostics(bytes, file: "content/files/a.\(ending)")
            where !(1...lines).contains(diagnostic.place.line) || diagnostic.hint.isEmpty {
                throw FuzzViolation("a place that is not in the file: \(diagnostic)")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        do throws(Diagnostics) {
            let rows = try CSVText.rows(text, file: "a.md", firstLine: 1)
            guard Set(rows.map(\.count)).count <= 1, rows.reduce(0, { $0 + $1.count }) <= CSVText.fieldsAtMost else {
                throw Diagnostics([Diagnostic(file: "", rule: .brokenCSV, message: "rows of different lengths")])
            }
        } catch {
            for diagnostic in error.all where !(1...lines).contains(diagnostic.place.line) || diagnostic.hint.isEmpty {
                throw FuzzViolation("a place that is not in the text: \(diagnostic)")
            }
        }
    }
}
