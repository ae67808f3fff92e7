import FoundationEssentials
import Names

/// Which names a file of trust anchors speaks for. libunbound reads the file itself; this is for telling
/// "insecure" from "no anchor covers it", which libunbound does not.
struct TrustAnchorFile {
    /// The owners of DS and DNSKEY records, normalised.
    let owners: Set<String>

    /// `nil` where the text has no such record. Owners relative to `$ORIGIN` are not resolved; where such a
    /// directive is used, the file counts as covering everything.
    init?(_ text: String) {
        var owners: Set<String> = []
        var owner = "."
        for line in text.split(whereSeparator: \.isNewline) {
            let content = line.prefix { $0 != ";" }
            if content.hasPrefix("$") { owners.insert(".") }
            let words = content.split { $0 == " " || $0 == "\t" }
            if let first = words.first, line.first != " ", line.first != "\t" { owner = DomainName.normalised(first) }
            if words.contains(where: { ["DS", "DNSKEY"].contains($0.uppercased()) }) { owners.insert(owner) }
        }
        guard text.uppercased().contains("DS") || text.uppercased().contains("DNSKEY"), !owners.isEmpty else {
            return nil
        }
        self.owners = owners
    }

    /// An anchor stands at the name or above it.
    func covers(_ name: String) -> Bool {
        if owners.contains(".") || owners.contains(name) { return true }
        return owners.contains { name.hasSuffix("." + $0) }
    }
}
