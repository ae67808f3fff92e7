import Files
import Model
import Watch

/// `content/incidents` while a watch writes there.
struct IncidentFiles {
    let root: String
    static let shown = "content/incidents"

    /// What became of writing one.
    enum Outcome {
        case written
        /// It says that it is over, has everything already, or was removed by somebody: it is left alone.
        case kept
        case failed(Diagnostic)
    }

    /// The names of all files, without their endings.
    var names: Set<String> {
        Set(((try? Folder.names(root)) ?? []).filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) })
    }

    /// Writes what is new of an incident.
    /// - Parameter filed: how many of its stages were written before.
    func write(_ incident: Incident, filed: Int) -> Outcome {
        let (path, file) = ("\(root)/\(incident.id).md", "\(Self.shown)/\(incident.id).md")
        do throws(FileError) {
            guard InputFile.exists(path) else {
                // Who removed it had a reason.
                if filed > 0 { return .kept }
                try Folder.create(root)
                try OutputFile.replace(IncidentText.file(incident), at: path)
                DurableFile.sync(folder: root)
                return .written
            }
            guard let bytes = (try? InputFile.bytes(path, limit: 4 << 20, followsLinks: false)).flatMap(\.self) else {
                return .failed(
                    Diagnostic(
                        file: file, rule: .unreadableFile, message: "the file cannot be read",
                        hint: "check what it is, and its permissions"))
            }
            do throws(IncidentText.Fault) {
                guard let edited = try IncidentText.edited(bytes, incident, filed: filed) else { return .kept }
                return write(edited, path)
            } catch {
                return .failed(
                    Diagnostic(
                        file: file, place: Diagnostic.Place(line: error.line, column: 1), rule: .brokenIncident,
                        message: "the incident cannot be brought up to date: \(error.message)", hint: error.hint))
            }
        } catch {
            return .failed(
                Diagnostic(
                    file: file, rule: .cannotWrite, message: error.message,
                    hint: "make room or correct the permissions; it is tried again with the next round"))
        }
    }
}

extension IncidentFiles {
    private func write(_ bytes: [UInt8], _ path: String) -> Outcome {
        do throws(FileError) {
            try OutputFile.replace(bytes, at: path)
            return .written
        } catch {
            return .failed(
                Diagnostic(
                    file: path, rule: .cannotWrite, message: error.message,
                    hint: "make room or correct the permissions; it is tried again with the next round"))
        }
    }
}
