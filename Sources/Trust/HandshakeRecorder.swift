import COpenSSL

/// Sees every message before OpenSSL takes it apart, so that a chain is known even where OpenSSL refuses it.
final class HandshakeRecorder {
    /// DER forms as sent, the leaf first; the first `TLSSession.chainLimit`.
    private(set) var chain: [[UInt8]] = []
    private(set) var sawCertificateMessage = false
    /// The description of the fatal alert that the peer sent (RFC 8446 §6).
    private(set) var alert: UInt8?

    /// Makes OpenSSL report here. The connection must not outlive this object.
    func listen(to ssl: OpaquePointer) {
        copenssl_set_message_argument(ssl, Unmanaged.passUnretained(self).toOpaque())
        SSL_set_msg_callback(ssl) { isWritten, version, contentType, bytes, count, _, argument in
            guard isWritten == 0, let bytes, let argument else { return }
            let recorder = Unmanaged<HandshakeRecorder>.fromOpaque(argument).takeUnretainedValue()
            recorder.take(version, contentType, UnsafeRawBufferPointer(start: bytes, count: count))
        }
    }

    private func take(_ version: Int32, _ contentType: Int32, _ message: UnsafeRawBufferPointer) {
        switch contentType {
        case SSL3_RT_ALERT where message.count == 2 && message[0] == 2:
            alert = alert ?? message[1]
        case SSL3_RT_HANDSHAKE where message.first == UInt8(SSL3_MT_CERTIFICATE) && !sawCertificateMessage:
            sawCertificateMessage = true
            chain = CertificateMessage.certificates(in: message, isTLS13: version == TLS1_3_VERSION)
        default: return
        }
    }
}

/// The body of a Certificate message (RFC 5246 §7.4.2, RFC 8446 §4.4.2).
enum CertificateMessage {
    /// What is whole in it, up to `TLSSession.chainLimit` certificates.
    ///
    /// - Parameter message: With the four bytes of the handshake header.
    static func certificates(in message: UnsafeRawBufferPointer, isTLS13: Bool) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var rest = message.dropFirst(4)
        if isTLS13 {
            guard let contextLength = rest.popFirst() else { return [] }
            rest = rest.dropFirst(Int(contextLength))
        }
        guard let listLength = number(&rest, bytes: 3) else { return [] }
        rest = rest.prefix(listLength)
        while found.count < TLSSession.chainLimit, let length = number(&rest, bytes: 3), length <= rest.count {
            found.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
            if isTLS13 {
                guard let extensionsLength = number(&rest, bytes: 2) else { break }
                rest = rest.dropFirst(extensionsLength)
            }
        }
        return found
    }

    private static func number(_ rest: inout Slice<UnsafeRawBufferPointer>, bytes count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}
