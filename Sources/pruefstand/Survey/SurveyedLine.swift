import Archive
import Model

/// A line of a survey's results.
enum SurveyedLine {
    /// - Parameter subject: what to name in a diagnostic.
    static func encode(_ value: some Encodable, of subject: String) -> Result<[UInt8], Diagnostics> {
        do {
            return .success(try JSONText.encodeLine(value))
        } catch {
            return .failure(Diagnostics([unencodable(subject, "\(error)")]))
        }
    }

    static func unencodable(_ subject: String, _ why: String) -> Diagnostic {
        Diagnostic(
            file: "", rule: .cannotWrite, message: "the findings of \(subject) cannot be encoded: \(why)",
            hint: "report this, with the name")
    }
}
