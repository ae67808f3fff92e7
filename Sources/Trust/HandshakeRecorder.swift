import COpenSSL
import Model

/// Sees every message before OpenSSL takes it apart, so that a chain is known even where OpenSSL refuses it.
final class HandshakeRecorder {
    /// DER forms as sent, the leaf first; the first `TLSSession.chainLimit`.
    private(set) var chain: [[UInt8]] = []
    private(set) var sawCertificateMessage = false
    /// The scheme of the CertificateVerify (RFC 9846 §4.4.3); TLS 1.2 has none from a server.
    private(set) var signatureScheme: UInt16?
    /// A CertificateRequest came.
    private(set) var requestsCertificate = false
    private(set) var hasStapledStatus = false
    private(set) var hasCertificateTimestamps = false
    /// The fatal alert that the peer sent.
    private(set) var alert: Alert?

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
            alert = alert ?? Alert(level: message[0], code: message[1])
        case SSL3_RT_HANDSHAKE where message.first == UInt8(SSL3_MT_CERTIFICATE) && !sawCertificateMessage:
            sawCertificateMessage = true
            let isTLS13 = version == TLS1_3_VERSION
            let content = CertificateMessage(message, isTLS13: isTLS13)
            chain = content.certificates
            hasStapledStatus = hasStapledStatus || content.leafExtensions.contains(5)
            hasCertificateTimestamps = content.leafExtensions.contains(18)
        case SSL3_RT_HANDSHAKE where message.first == UInt8(SSL3_MT_CERTIFICATE_REQUEST):
            requestsCertificate = true
        case SSL3_RT_HANDSHAKE where message.first == UInt8(SSL3_MT_CERTIFICATE_STATUS):
            hasStapledStatus = true
        case SSL3_RT_HANDSHAKE where message.first == UInt8(SSL3_MT_CERTIFICATE_VERIFY) && message.count >= 6:
            signatureScheme = signatureScheme ?? UInt16(message[4]) << 8 | UInt16(message[5])
        default: return
        }
    }
}

/// The body of a Certificate message (RFC 9846 §4.4.2, historical RFC 5246 §7.4.2): what is whole in it.
struct CertificateMessage {
    /// Up to `TLSSession.chainLimit` certificates, the leaf first.
    private(set) var certificates: [[UInt8]] = []
    /// Numbers of the extensions that came with the leaf; only TLS 1.3 has them here.
    private(set) var leafExtensions: [Int] = []

    /// - Parameter message: With the four bytes of the handshake header.
    init(_ message: UnsafeRawBufferPointer, isTLS13: Bool) {
        var rest = message.dropFirst(4)
        if isTLS13 {
            guard let contextLength = rest.popFirst() else { return }
            rest = rest.dropFirst(Int(contextLength))
        }
        guard let listLength = Self.number(&rest, bytes: 3) else { return }
        rest = rest.prefix(listLength)
        while certificates.count < TLSSession.chainLimit, let length = Self.number(&rest, bytes: 3),
            length <= rest.count
        {
            certificates.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
            if isTLS13 {
                guard let extensionsLength = Self.number(&rest, bytes: 2) else { break }
                if certificates.count == 1 { leafExtensions = Self.extensions(rest.prefix(extensionsLength)) }
                rest = rest.dropFirst(extensionsLength)
            }
        }
    }

    private static func extensions(_ block: Slice<UnsafeRawBufferPointer>) -> [Int] {
        var rest = block
        var numbers: [Int] = []
        while let type = number(&rest, bytes: 2), let length = number(&rest, bytes: 2), length <= rest.count {
            numbers.append(type)
            rest = rest.dropFirst(length)
        }
        return numbers
    }

    private static func number(_ rest: inout Slice<UnsafeRawBufferPointer>, bytes count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}
