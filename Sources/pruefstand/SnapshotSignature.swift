import Files
import Glibc
import Model

/// Signatures of `snapshot.json`, made and checked by ssh-keygen(1): most who publish have a key for it already, and
/// forges show whose keys they are.
struct SnapshotSignature {
    /// The keys that are accepted.
    struct Signers {
        /// In the format of ALLOWED SIGNERS in ssh-keygen(1).
        var file: String
        /// Snapshots without a signature are errors.
        var isRequired: Bool
    }

    /// Why a signature cannot be made, or is not accepted.
    struct Failure: Error {
        /// One sentence.
        var message: String
    }

    /// Where a site lists the keys that its snapshots are signed with, below its root.
    static let signersOfSite = "content/allowed_signers"
    /// Keeps signatures made for something else from being taken for those of snapshots.
    private static let namespace = "pruefstand"

    private let file: String
    private let signature: String
    private let time: Instant?

    /// - Parameters:
    ///   - file: the path of what was signed.
    ///   - signature: the path of its signature.
    ///   - time: when it was signed; keys may be limited in time.
    init(of file: String, in signature: String, at time: Instant?) {
        self.file = file
        self.signature = signature
        self.time = time
    }

    /// The fingerprint of the key that signed.
    func key() throws(Failure) -> String {
        let result = try Self.run(
            ["-Y", "check-novalidate", "-n", Self.namespace, "-s", signature], input: file)
        guard result.status == 0, let key = Self.fingerprint(in: result.output) else {
            throw Failure(message: "the signature is not valid: \(result.words)")
        }
        return key
    }

    /// The name that an allowed key goes by.
    func signer(among signers: String) throws(Failure) -> String {
        let options = time.map { ["-O", "verify-time=\(Self.text($0))"] } ?? []
        let found = try Self.run(["-Y", "find-principals", "-f", signers, "-s", signature] + options)
        for name in found.output.split(separator: "\n") where found.status == 0 {
            let result = try Self.run(
                ["-Y", "verify", "-f", signers, "-I", String(name), "-n", Self.namespace, "-s", signature] + options,
                input: file)
            if result.status == 0 { return String(name) }
        }
        throw Failure(message: "\(signers) does not allow the key that signed")
    }

    // MARK: signing

    /// The fingerprint of a key, after it has signed something: a missing key or a wrong passphrase is to be known before
    /// hours of measuring, not after them.
    static func tried(_ key: String) throws(Failure) -> String {
        let result = try run(["-l", "-f", key])
        guard result.status == 0, let fingerprint = fingerprint(in: result.output) else {
            throw Failure(message: "not a usable key: \(result.words)")
        }
        _ = try sign("/dev/null", with: key)
        return fingerprint
    }

    /// The signature of a file.
    static func sign(_ file: String, with key: String) throws(Failure) -> [UInt8] {
        let result = try run(["-Y", "sign", "-f", key, "-n", namespace], input: file)
        guard result.status == 0, result.output.hasPrefix("-----BEGIN SSH SIGNATURE-----") else {
            throw Failure(message: "the key cannot sign: \(result.words)")
        }
        return Array(result.output.utf8)
    }

    // MARK: ssh-keygen

    private static func run(_ arguments: [String], input: String = "/dev/null") throws(Failure) -> ChildProcess {
        do throws(FileError) {
            return try ChildProcess.run(["ssh-keygen"] + arguments, input: input)
        } catch  where error.operation == "run" && error.code == ENOENT {
            throw Failure(message: "ssh-keygen is missing; install openssh-client")
        } catch {
            throw Failure(message: error.message)
        }
    }

    /// `Good "pruefstand" signature with ED25519 key SHA256:…`, `256 SHA256:… a comment (ED25519)`
    private static func fingerprint(in text: String) -> String? {
        text.split { $0 == " " || $0 == "\n" }.first { $0.hasPrefix("SHA256:") }.map(String.init)
    }

    /// `20261123040000Z`
    private static func text(_ time: Instant) -> String {
        String(time.description.prefix(19).filter(\.isNumber)) + "Z"
    }
}

extension ChildProcess {
    /// What it said, in one line.
    fileprivate var words: String {
        (errors + output).split(separator: "\n").first.map { String($0.prefix(200)) } ?? "exit status \(status)"
    }
}
