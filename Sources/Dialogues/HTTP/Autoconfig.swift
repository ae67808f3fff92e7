import Model

/// A server that an autoconfig file names, with TLS.
package struct AutoconfigServer: Hashable, Sendable {
    /// `imap`, `pop3` or `submission`.
    package var service: Service
    /// As written in the file: untrusted, to be validated by the caller.
    package var host: String
    package var port: UInt16
    package var mode: Endpoint.Mode
}

/// Why an autoconfig file could not be read.
package struct AutoconfigFault: Error, Hashable, Sendable {
    package var reason: Reason
}

/// The most servers that are taken from one file.
private let serverLimit = 32

/// Reads an autoconfig file (`clientConfig`, version 1.1). Servers without TLS, with a placeholder for a host or of
/// another kind are left out. A document type declaration, and with it every entity, ends the reading.
package func readAutoconfig(_ bytes: [UInt8]) -> Result<[AutoconfigServer], AutoconfigFault> {
    var limits = XMLStreamLimits()
    limits.bytes = 60_000
    let stream = XMLStream(limits: limits)
    var servers: [AutoconfigServer] = []
    do throws(XMLStream.Problem) {
        for byte in bytes {
            for event in try stream.read(byte) {
                switch event {
                case .opened(let root, _) where root.name.local != "clientConfig":
                    return .failure(
                        AutoconfigFault(
                            reason: Reason(
                                .malformed, "not an autoconfig file: root element \(root.name.local.prefix(60))"))
                    )
                case .element(let element) where element.name.local == "emailProvider":
                    servers += element.children.compactMap(server)
                case .closed: return .success(Array(servers.prefix(serverLimit)))
                case .opened, .element: break
                }
            }
        }
    } catch {
        switch error {
        case .malformed(let how): return .failure(AutoconfigFault(reason: Reason(.malformed, how)))
        case .tooLarge(let what): return .failure(AutoconfigFault(reason: Reason(.tooLarge, what)))
        }
    }
    return .failure(AutoconfigFault(reason: Reason(.malformed, "truncated file")))
}

private func server(_ element: XMLElement) -> AutoconfigServer? {
    let service: Service
    switch (element.name.local, element.attribute("type")?.lowercased()) {
    case ("incomingServer", "imap"): service = .imap
    case ("incomingServer", "pop3"): service = .pop3
    case ("outgoingServer", "smtp"): service = .submission
    default: return nil
    }
    func text(_ name: String) -> String? {
        element.children.first { $0.name.local == name }?.text.split(whereSeparator: \.isWhitespace).first.map(
            String.init)
    }
    guard let host = text("hostname"), !host.contains("%"), host.utf8.count <= 253,
        let port = text("port").flatMap({ UInt16($0) }), port > 0
    else { return nil }
    switch text("socketType")?.uppercased() {
    case "SSL", "TLS": return AutoconfigServer(service: service, host: host, port: port, mode: .direct)
    case "STARTTLS": return AutoconfigServer(service: service, host: host, port: port, mode: .startTLS)
    default: return nil
    }
}
