import Files
import Model

/// The dates that the texts of a site name, wherever they stand in them: claims, `snapshots:` of tables, errata. Rather
/// one too many than one too few.
enum NamedDates {
    /// Folders of `content` that no editor writes texts in.
    private static let others: Set<String> = ["files", "rounds", "schema", "snapshots"]
    private static let largest = 64 << 20

    /// - Parameter root: the site's folder.
    static func days(in root: String) throws(Diagnostics) -> Set<Day> {
        var days: Set<Day> = []
        var open = ["content"]
        while let folder = open.popLast() {
            do throws(FileError) {
                for name in try Folder.names("\(root)/\(folder)") where folder != "content" || !others.contains(name) {
                    let file = "\(folder)/\(name)"
                    switch FileKind("\(root)/\(file)") {
                    case .folder: open.append(file)
                    case .regular:
                        guard let bytes = try? InputFile.bytes("\(root)/\(file)", limit: largest) else {
                            throw FileError("read", file, code: 0)
                        }
                        days.formUnion(Day.named(in: bytes))
                    default: break
                    }
                }
            } catch {
                throw Diagnostics([
                    Diagnostic(
                        file: error.path.hasPrefix(root) ? folder : error.path, rule: .unreadableFile,
                        message: "it cannot be read, so it is unknown which dates it refers to",
                        hint: "check its permissions")
                ])
            }
        }
        return days
    }
}
