/// What is asked: a name and a type, always in class IN.
public struct Question: Hashable, Sendable {
    /// Lower case, without the final dot.
    public let name: String
    public let type: RecordType

    public init(_ name: String, _ type: RecordType) {
        self.name = DomainName.normalised(name)
        self.type = type
    }
}

extension Question: CustomStringConvertible {
    /// `_xmpp-client._tcp.example.org SRV`
    public var description: String { "\(name) \(type)" }
}
