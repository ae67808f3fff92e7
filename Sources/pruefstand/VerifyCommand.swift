import Archive
import ArgumentParser
import Derive
import FoundationEssentials
import Model
import Text

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Derive the findings of a snapshot from its evidence and compare them with the published ones.",
        discussion: """
            The files of the snapshot are compared with the digests in its snapshot.json, and its signature, where it has \
            one, is checked with ssh-keygen. Use --evidence and --findings instead of DATE to verify the files written \
            by pruefstand probe.
            """)

    @Argument(help: ArgumentHelp("Date of the snapshot, YYYY-MM-DD", valueName: "date")) var date: Day?
    @Option(help: ArgumentHelp("Evidence of a probe (.ndjson.gz)", valueName: "file"), completion: .file())
    var evidence: String?
    @Option(help: ArgumentHelp("Findings of a probe (.json)", valueName: "file"), completion: .file()) var findings:
        String?
    @Option(
        help: ArgumentHelp(
            "Keys whose signatures are accepted, in the format of ALLOWED SIGNERS in ssh-keygen(1); unsigned snapshots "
                + "are then errors (default: content/allowed_signers, if present; unsigned snapshots from before the "
                + "first signed one are then accepted)", valueName: "file"),
        completion: .file())
    var signers: String?
    @OptionGroup var options: SiteOptions

    func validate() throws {
        if (evidence == nil) != (findings == nil) {
            throw ValidationError("--evidence and --findings must be used together")
        }
        if signers != nil, date == nil { throw ValidationError("--signers requires a snapshot date") }
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
            let stored = try FindingsFile.decode(try Self.bytes(of: findings), file: findings)
            let published = stored.findings
            let records = try EvidenceFile.decode(try Self.bytes(of: evidence), file: evidence)
            let derived = try SnapshotVerification.derive(records, of: published.provider, file: evidence)
            var comparison = FindingsComparison(derived: derived.findings, published: published)
            if let proofs = stored.proofs, comparison == .equal {
                comparison = FindingsComparison(derived: derived.proofs, published: proofs)
            }
            switch comparison {
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

    static func notDerivable(_ file: String, _ difference: String, evidence: String = "") -> Diagnostic {
        Diagnostic(
            file: file, rule: .notDerivable,
            message: "the findings differ from those derived from the evidence\(evidence): \(difference)",
            hint: "one of the files was edited, or was written by another version of pruefstand")
    }

    private func verify(_ date: Day) throws {
        let folder = SnapshotFolder(
            path: "\(options.snapshots)/\(date)", displayPath: "\(SiteOptions.snapshotsShownAs)/\(date)")
        guard FileManager.default.fileExists(atPath: folder.path) else {
            let dates = (try? FileManager.default.contentsOfDirectory(atPath: options.snapshots)) ?? []
            Terminal.say([
                Diagnostic(
                    file: folder.displayPath, rule: .noSuchSnapshot, message: "no snapshot of \(date)",
                    hint: Suggestion.hint(for: "\(date)", among: dates.filter { Day($0) != nil }))
            ])
            throw Exit.diagnostics
        }
        let verification = SnapshotVerification(of: date, in: folder, below: options.snapshots, signers: signersFile)
        Terminal.say(verification.diagnostics)
        for sentence in verification.conclusions { Terminal.say("\(date): \(sentence)") }
        if verification.diagnostics.contains(where: { $0.level == .error }) { throw Exit.diagnostics }
    }

    /// The file named, or that of the site where it has one.
    private var signersFile: SnapshotSignature.Signers? {
        if let signers { return SnapshotSignature.Signers(file: signers, isRequired: true) }
        let own = "\(options.root)/\(SnapshotSignature.signersOfSite)"
        return FileManager.default.fileExists(atPath: own)
            ? SnapshotSignature.Signers(file: own, isRequired: false) : nil
    }
}
