import DNS
import Model

/// A TXT record at `_validation-persist` below a domain, by which it lets an account of an authority have certificates
/// for it again and again (draft-ietf-acme-dns-persist-02, “Challenge Response and Verification”). It has the form of a
/// CAA value (RFC 8659 §4.2).
package struct PersistentValidation: Hashable, Sendable {
    /// The authority's domain, in lower case; empty where the record is malformed.
    package let issuer: String
    /// The account (RFC 8657 §3); empty where the record names none, so that no authority takes it.
    package let account: String
    /// `policy=wildcard`: it holds for all names below the domain, and for wildcards, as well.
    package let includesSubdomains: Bool
    /// Until when it is taken; `nil` where it does not end, or does not say so by a number.
    package let until: Instant?
    /// Whether an authority that it names may take it.
    package let isUsable: Bool

    /// `nil` where a TXT record is of another kind, as a wildcard in the zone may bring: nothing in it stands where the
    /// name of an authority would.
    package init?(_ bytes: [UInt8]) {
        guard
            let name = bytes.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false).first,
            bytes.contains(UInt8(ascii: ";")), name.contains(UInt8(ascii: ".")), !name.contains(UInt8(ascii: "="))
        else { return nil }
        let permission = CAAPermission(bytes)
        issuer = RecordText.shown(permission.issuer.utf8, limit: 253)
        account = RecordText.shown((permission.parameters["accounturi"] ?? "").utf8, limit: 200)
        includesSubdomains = permission.parameters["policy"]?.lowercased() == "wildcard"
        let end = permission.parameters["persistuntil"]
        let seconds = end.flatMap { Int64($0) }.flatMap { (0...253_402_300_799).contains($0) ? $0 : nil }
        until = seconds.map { Instant(milliseconds: $0 * 1_000) }
        isUsable = !issuer.isEmpty && !account.isEmpty && (end == nil || seconds != nil)
    }
}
