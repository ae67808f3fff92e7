import Archive
import ArgumentParser
import Derive
import Foundation
import Model
import Text

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Derive the findings of a snapshot from its evidence and compare them with the published ones.",
        discussion: "Use --evidence and --findings instead of DATE to verify the files written by pruefstand probe.")

    @Argument(help: ArgumentHelp("Date of the snapshot, YYYY-MM-DD", valueName: "date")) var date: Day?
    @Option(help: ArgumentHelp("Evidence of a probe (.ndjson.gz)", valueName: "file"), completion: .file())
    var evidence: String?
    @Option(help: ArgumentHelp("Findings of a probe (.json)", valueName: "file"), completion: .file()) var findings:
        String?
    @OptionGroup var options: SiteOptions

    func validate() throws {
        if (evidence == nil) != (findings == nil) {
            throw ValidationError("--evidence and --findings must be used together")
        }
        if (date == nil) == (evidence == nil) {
            throw ValidationError("specify either a snapshot date, or --evidence and --findings")
        }
    }

    func run() throws {
        if let date { try verify(date) }
        if let evidence, let findings { try verify(evidence: evidence, findings: findings) }
    }

    private func verify(evidence: String, findings: String) throws {
        do throws(Diagnostics) {
            let published = try JSONText.decode(
                ProviderFindings.self, from: try Self.bytes(of: findings), file: findings)
            let records = try EvidenceFile.decode(try Self.bytes(of: evidence), file: evidence)
            let derived = try deriveFindings(from: records, file: evidence)
            switch FindingsComparison(derived: derived, published: published) {
            case .equal: Terminal.say("\(findings): matches the evidence in \(evidence)")
            // A probe's files do not say which version wrote them.
            case .equalButForWording: throw Diagnostics([Self.notDerivable(findings, "in its wording")])
            case .different(let place): throw Diagnostics([Self.notDerivable(findings, place)])
            }
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
    }

    private static func bytes(of file: String) throws(Diagnostics) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: file)))
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .unreadableFile, message: "the file cannot be read",
                    hint: "create both files with pruefstand probe URL --evidence FILE --findings FILE")
            ])
        }
    }

    private static func notDerivable(_ file: String, _ difference: String) -> Diagnostic {
        Diagnostic(
            file: file, rule: .notDerivable,
            message: "the findings differ from those derived from the evidence: \(difference)",
            hint: "one of the files was edited, or was written by another version of pruefstand")
    }

    private func verify(_ date: Day) throws {
        let folder = SnapshotFolder(
            path: "\(options.snapshots)/\(date)", displayPath: "\(SiteOptions.snapshotsShownAs)/\(date)")
        let loaded: LoadedSnapshot
        do throws(Diagnostics) {
            guard FileManager.default.fileExists(atPath: folder.path) else {
                let dates = (try? FileManager.default.contentsOfDirectory(atPath: options.snapshots)) ?? []
                throw Diagnostics([
                    Diagnostic(
                        file: folder.displayPath, rule: .noSuchSnapshot, message: "no snapshot of \(date)",
                        hint: Suggestion.hint(for: "\(date)", among: dates.filter { Day($0) != nil }))
                ])
            }
            loaded = try folder.load()
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
        guard loaded.snapshot.origin == .measured else {
            Terminal.say("\(date): transcribed from a publication, without evidence")
            return
        }
        var diagnostics: [Diagnostic] = []
        var equal = 0
        var reworded = 0
        var without = 0
        for published in loaded.providers {
            let file = "\(folder.displayPath)/evidence/\(published.provider).ndjson.gz"
            do throws(Diagnostics) {
                let records = try folder.evidence(of: published.provider)
                if records.isEmpty {
                    without += 1
                    continue
                }
                let derived = try deriveFindings(from: records, file: file)
                let comparison = FindingsComparison(derived: derived, published: published)
                switch comparison {
                case .equal: equal += 1
                case .equalButForWording where !comparison.isVerified(writtenBy: loaded.snapshot.tool):
                    diagnostics.append(
                        Self.notDerivable("\(folder.displayPath)/\(published.provider).json", "in its wording"))
                case .equalButForWording: (equal, reworded) = (equal + 1, reworded + 1)
                case .different(let place):
                    diagnostics.append(
                        Self.notDerivable("\(folder.displayPath)/\(published.provider).json", place))
                }
            } catch {
                diagnostics += error.all
            }
        }
        Terminal.say(diagnostics)
        Terminal.say(
            "\(date): \(Terminal.count(equal, "provider")) verified, \(diagnostics.count) failed"
                + (without > 0 ? ", \(without) without evidence" : "")
                + (reworded > 0 ? ", \(reworded) in the wording of \(loaded.snapshot.tool)" : ""))
        if !diagnostics.isEmpty { throw Exit.diagnostics }
    }
}
