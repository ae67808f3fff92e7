import Archive
import ArgumentParser
import Derive
import Findings

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Derive a snapshot's findings again from its evidence and compare.")

    @Argument(help: "The snapshot's date.") var date: Day
    @OptionGroup var options: SiteOptions

    func run() throws {
        let folder = SnapshotFolder(
            path: "\(options.snapshots)/\(date)", shownAs: "\(SiteOptions.snapshotsShownAs)/\(date)")
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
            let file = "\(folder.shownAs)/evidence/\(published.provider).ndjson.gz"
            do throws(Diagnostics) {
                let records = try folder.evidence(of: published.provider)
                if records.isEmpty {
                    without += 1
                } else if let difference = Self.difference(try deriveFindings(from: records, file: file), published) {
                    diagnostics.append(
                        Diagnostic(
                            file: "\(folder.shownAs)/\(published.provider).json", rule: "not-derivable",
                            message: "the evidence gives other findings: \(difference)",
                            hint: "one of the two files was changed, or was written by another version of the program"))
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
