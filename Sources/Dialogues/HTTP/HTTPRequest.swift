import Model

/// A request of HTTP/1.1 without a body (RFC 9112 §3), for one connection.
package struct HTTPRequest: Hashable, Sendable {
    /// `GET`, `OPTIONS`, `PROPFIND`; a token.
    package var method: String
    package var host: String
    /// 443 is not said in the Host field.
    package var port: UInt16
    /// Path and query as they go over the wire, beginning with `/`.
    package var path: String
    package var userAgent: String

    package init(method: String = "GET", host: String, port: UInt16 = 443, path: String, userAgent: String) {
        self.method = method
        self.host = host
        self.port = port
        self.path = path
        self.userAgent = userAgent
    }

    /// What goes over the wire. White space and control characters end the text that they stand in, so that nothing of
    /// it can become a field of its own.
    package var encoded: [UInt8] {
        func clean(_ text: String) -> String {
            String(text.unicodeScalars.prefix { $0.value > 0x20 && $0.value < 0x7F })
        }
        let authority = port == 443 ? clean(host) : "\(clean(host)):\(port)"
        let agent = String(userAgent.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F })
        return Array(
            ("\(clean(method)) \(clean(path)) HTTP/1.1\r\nHost: \(authority)\r\nUser-Agent: \(agent)\r\n"
                + "Accept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n").utf8)
    }
}
