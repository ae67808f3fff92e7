/// An extension that a hello can do without: what a server may stumble over before it looks at the suites.
enum OptionalExtension: String, CaseIterable, Hashable, Sendable {
    // By the names of the registry (IANA "TLS ExtensionType Values"), those that are known to be trouble first.
    case statusRequest = "status_request"
    case certificateTimestamps = "signed_certificate_timestamp"
    case sessionTicket = "session_ticket"
    case extendedMasterSecret = "extended_master_secret"
    case encryptThenMAC = "encrypt_then_mac"
    case applicationProtocols = "application_layer_protocol_negotiation"

    private var flag: ClientHello.Flags {
        switch self {
        case .statusRequest: .statusRequest
        case .certificateTimestamps: .certificateTimestamps
        case .sessionTicket: .sessionTicket
        case .extendedMasterSecret: .extendedMasterSecret
        case .encryptThenMAC: .encryptThenMAC
        case .applicationProtocols: []
        }
    }

    func isIn(_ hello: ClientHello) -> Bool {
        self == .applicationProtocols ? !hello.applicationProtocols.isEmpty : hello.flags.contains(flag)
    }

    /// The hello without it.
    func removed(from hello: ClientHello) -> ClientHello {
        var hello = hello
        if self == .applicationProtocols { hello.applicationProtocols = [] } else { hello.flags.remove(flag) }
        return hello
    }
}
