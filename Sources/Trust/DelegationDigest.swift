import DNS
import Text

/// Whether a DS record is that of one of the zone keys (RFC 4034 §5.1.4); `nil` where its digest cannot be computed here.
///
/// - Parameter zone: the owner of the keys.
package func isOfAny(_ delegation: DSRecord, _ keys: [DNSKEYRecord], zone: String) -> Bool? {
    guard let owner = wireName(zone) else { return nil }
    var isOfOne = false
    for key in keys {
        guard let digest = digest(owner + key.wireData, type: delegation.digestType) else { return nil }
        if key.keyTag == delegation.keyTag, key.algorithm == delegation.algorithm, digest == delegation.digest {
            isOfOne = true
        }
    }
    return isOfOne
}

/// By the registry's number: SHA-1, SHA-256 (RFC 4509) or SHA-384 (RFC 6605).
private func digest(_ bytes: [UInt8], type: UInt8) -> [UInt8]? {
    switch type {
    case 1: Digest.sha1(bytes)
    case 2: Digest.sha256(bytes)
    case 4: Digest.sha384(bytes)
    default: nil
    }
}
