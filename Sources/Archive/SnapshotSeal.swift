import Model
import Text

/// `snapshot.json` holds the digests of all other files of its snapshot, and one of itself. Whoever wants to check that
/// without this program empties the value of `digest` and takes the SHA-256 of what is left.
enum SnapshotSeal {
    static let name = "snapshot.json"
    static let signatureName = "snapshot.json.sig"

    /// The file of a snapshot, sealed.
    static func bytes(of snapshot: SnapshotManifest) throws -> [UInt8] {
        var sealed = snapshot
        sealed.digest = ""
        sealed.digest = Digest.sha256Text(try JSONText.encode(sealed))
        return try JSONText.encode(sealed)
    }

    /// The digest that a file should name.
    /// - Parameter stated: the one that it does name.
    static func digest(of bytes: [UInt8], stating stated: String) -> String {
        let value = Array("\"digest\" : \"\(stated)\"".utf8)
        guard let place = bytes.firstRange(of: value) else { return Digest.sha256Text(bytes) }
        var emptied = bytes
        emptied.replaceSubrange(place, with: Array("\"digest\" : \"\"".utf8))
        return Digest.sha256Text(emptied)
    }
}
