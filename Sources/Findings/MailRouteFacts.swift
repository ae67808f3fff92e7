/// Where a domain's mail goes (RFC 5321 §5.1), and what the DNS promises of these hosts.
public struct MailRouteFacts: Hashable, Codable, Sendable {
    /// How far DANE reaches (RFC 7672), as the DNS promises it.
    public enum Reach: String, Codable, Sendable {
        /// The way to the hosts is signed, and every primary host has usable TLSA records.
        case full
        /// The hosts have them, but the domain's MX records are not signed: the hop is safe, the way to it is not.
        case hostsOnly = "hosts-only"
        case none
    }

    /// A mail exchanger.
    public struct Exchanger: Hashable, Codable, Sendable {
        public var host: String
        public var preference: Int
        /// The worse of its A and AAAA answers.
        public var addresses: Finding<DNSSECState>
        /// `notOffered`: no TLSA record that counts.
        public var tlsa: Finding<TLSASet>

        public init(
            host: String, preference: Int, addresses: Finding<DNSSECState>, tlsa: Finding<TLSASet>
        ) {
            self.host = host
            self.preference = preference
            self.addresses = addresses
            self.tlsa = tlsa
        }
    }

    /// TLSA records in a signed answer.
    public struct TLSASet: Hashable, Codable, Sendable {
        /// Where they stand.
        public var name: String
        public var records: Int
        /// How many of them SMTP may use: usages 2 and 3 with a known selector and digest (RFC 7672 §3.1).
        public var usable: Int

        public init(name: String, records: Int, usable: Int) {
            self.name = name
            self.records = records
            self.usable = usable
        }
    }

    /// By preference, the first 32.
    public var exchangers: [Exchanger]
    /// How many MX records there are.
    public var total: Int
    /// The MX records (or their absence) came in a signed answer.
    public var isSecure: Bool
    /// There are no MX records; the domain itself takes mail (RFC 5321 §5.1).
    public var isImplicit: Bool
    /// `alias-exchanger` (RFC 2181 §10.3), `address-exchanger`, `null-beside-others` (RFC 7505 §3).
    public var problems: [String]
    public var dane: Finding<Reach>

    public init(
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
