import Names

/// What is asked: a name and a type, always in class IN.
package struct Question: Hashable, Sendable {
    /// Lower case, without the final dot.
    package let name: String
    package let type: RecordType

    package init(_ name: String, _ type: RecordType) {
        self.name = DomainName.normalised(name)
        self.type = type
    }
}

extension Question: CustomStringConvertible {
    /// `_xmpp-client._tcp.example.org SRV`
    package var description: String { "\(name) \(type)" }
}
