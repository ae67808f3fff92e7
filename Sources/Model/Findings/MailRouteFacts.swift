/// Where a domain's mail goes (RFC 5321 §5.1), and what the DNS promises of these hosts.
package struct MailRouteFacts: Hashable, Codable, Sendable {
    /// How far DANE reaches (RFC 7672), as the DNS promises it.
    package enum Reach: String, Codable, Sendable {
        /// The way to the hosts is signed, and every primary host has usable TLSA records.
        case full
        /// The hosts have them, but the domain's MX records are not signed: the hop is safe, the way to it is not.
        case hostsOnly = "hosts-only"
        case none
    }

    /// A mail exchanger.
    package struct Exchanger: Hashable, Codable, Sendable {
        package var host: String
        package var preference: Int
        /// The worse of its A and AAAA answers.
        package var addresses: Finding<DNSSECState>
        /// `notOffered`: no TLSA record that counts.
        package var tlsa: Finding<TLSASet>

        package init(
            host: String, preference: Int, addresses: Finding<DNSSECState>, tlsa: Finding<TLSASet>
        ) {
            self.host = host
            self.preference = preference
            self.addresses = addresses
            self.tlsa = tlsa
        }
    }

    /// TLSA records in a signed answer.
    package struct TLSASet: Hashable, Codable, Sendable {
        /// Where they stand.
        package var name: String
        package var records: Int
        /// How many of them SMTP may use: usages 2 and 3 with a known selector and digest (RFC 7672 §3.1).
        package var usable: Int

        package init(name: String, records: Int, usable: Int) {
            self.name = name
            self.records = records
            self.usable = usable
        }
    }

    /// By preference, the first 32.
    package var exchangers: [Exchanger]
    /// How many MX records there are.
    package var total: Int
    /// The MX records (or their absence) came in a signed answer.
    package var isSecure: Bool
    /// There are no MX records; the domain itself takes mail (RFC 5321 §5.1).
    package var isImplicit: Bool
    /// `alias-exchanger` (RFC 2181 §10.3), `address-exchanger`, `null-beside-others` (RFC 7505 §3).
    package var problems: [String]
    package var dane: Finding<Reach>

    package init(
        exchangers: [Exchanger], total: Int, isSecure: Bool, isImplicit: Bool, problems: [String],
        dane: Finding<Reach>
    ) {
        self.exchangers = exchangers
        self.total = total
        self.isSecure = isSecure
        self.isImplicit = isImplicit
        self.problems = problems
        self.dane = dane
    }
}
