import Archive
import ArgumentParser
import Derive
import Foundation
import Model

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Derive a snapshot's findings again from its evidence and compare.",
        discussion: "With --evidence and --findings: those of one probe, as probe wrote them, instead of a snapshot's.")

    @Argument(help: "The snapshot's date.") var date: Day?
    @Option(help: "The evidence of one probe (.ndjson.gz).", completion: .file()) var evidence: String?
    @Option(help: "The findings of one probe (.json).", completion: .file()) var findings: String?
    @OptionGroup var options: SiteOptions

    func validate() throws {
        if (evidence == nil) != (findings == nil) {
            throw ValidationError("--evidence and --findings belong together")
        }
        if (date == nil) == (evidence == nil) {
            throw ValidationError("give either a snapshot's date, or --evidence and --findings")
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
            if let difference = Self.difference(try deriveFindings(from: records, file: evidence), published) {
                throw Diagnostics([Self.notDerivable(findings, difference)])
            }
            Terminal.say("\(findings): derived again from \(evidence) and equal")
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
                    file: file, rule: "unreadable-file", message: "the file cannot be read",
                    hint: "probe --evidence FILE --findings FILE writes both")
            ])
        }
    }

    private static func notDerivable(_ file: String, _ difference: String) -> Diagnostic {
        Diagnostic(
            file: file, rule: "not-derivable", message: "the evidence gives other findings: \(difference)",
            hint: "one of the two files was changed, or was written by another version of the program")
    }

    private func verify(_ date: Day) throws {
        let folder = SnapshotFolder(
            path: "\(options.snapshots)/\(date)", displayPath: "\(SiteOptions.snapshotsShownAs)/\(date)")
        let loaded: LoadedSnapshot
        do throws(Diagnostics) {
            loaded = try folder.load()
        } catch {
            Terminal.say(error.all)
            throw Exit.diagnostics
        }
        guard loaded.snapshot.origin == .measured else {
            Terminal.say("\(date): transcribed from a publication, so there is no evidence to derive it from")
            return
        }
        var diagnostics: [Diagnostic] = []
        var equal = 0
        var without = 0
        for published in loaded.providers {
            let file = "\(folder.displayPath)/evidence/\(published.provider).ndjson.gz"
            do throws(Diagnostics) {
                let records = try folder.evidence(of: published.provider)
                if records.isEmpty {
                    without += 1
                } else if let difference = Self.difference(try deriveFindings(from: records, file: file), published) {
                    diagnostics.append(
                        Self.notDerivable("\(folder.displayPath)/\(published.provider).json", difference))
                } else {
                    equal += 1
                }
            } catch {
                diagnostics += error.all
            }
        }
        Terminal.say(diagnostics)
        Terminal.say(
            "\(date): \(equal) providers derived again and equal, \(diagnostics.count) not"
                + (without > 0 ? ", \(without) without evidence of their own" : ""))
        if !diagnostics.isEmpty { throw Exit.diagnostics }
    }

    /// Where two sets of findings part first; `nil` where they are equal.
    private static func difference(_ derived: ProviderFindings, _ published: ProviderFindings) -> String? {
        if derived == published { return nil }
        for (one, other) in zip(derived.services, published.services) where one != other {
            for (left, right) in zip(one.endpoints, other.endpoints) where left != right {
                return "at \(left.endpoint)"
            }
            return "at \(one.service.rawValue) of \(one.domain)"
        }
        return "outside the services"
    }
}
