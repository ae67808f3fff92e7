import Archive
import Files
import Model

/// `DIR/stop`: a file that halts all runs of a survey, on whichever machines they are, as long as it is there.
struct SurveyStop: Sendable {
    private let path: String

    init(_ folder: SurveyFolder) { path = "\(folder.path)/stop" }

    /// How often it is looked for.
    static let interval: Duration = .seconds(2)

    /// Says that the file is there; `nil` where it is not.
    var diagnostic: Diagnostic? {
        guard InputFile.exists(path) else { return nil }
        return Diagnostic(
            file: path, rule: .localFault, message: "the survey is stopped by this file",
            hint: "delete it and repeat the command to go on")
    }

    /// Calls `halt` once the file is there. Cancel the task when the run is over.
    func watch(_ halt: @escaping @Sendable (Diagnostic) -> Void) -> Task<Void, Never> {
        Task {
            while !Task.isCancelled {
                if let diagnostic { return halt(diagnostic) }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
