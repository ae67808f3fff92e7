import COpenSSL
import DNS
import Model
import Names

/// A TLS client without a transport: ciphertext in, ciphertext out. It accepts any certificate and offers everything
/// that the library has; judging is done apart, over what it recorded.
///
/// Use it from one thread at a time, as an event loop does. After each `receive` or `write`, send what `output()` has.
package final class TLSSession {
    /// The most certificates of a chain that are kept.
    package static let chainLimit = 100
    /// The most bytes of ciphertext that wait here to be read.
    package static let inputLimit = 4 * 1_024 * 1_024

    /// How far it is.
    package enum State: Hashable, Sendable {
        case handshaking
        case established
        /// The peer closed; in order where it said so first (close_notify).
        case closed(inOrder: Bool)
        case failed(Reason)
    }

    package private(set) var state: State = .handshaking
    /// A stapled OCSP response was asked for.
    package let requestsStatus: Bool

    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let outgoing: OpaquePointer
    private let recorder = HandshakeRecorder()

    /// Makes a session, and its first flight, which `output()` has then.
    ///
    /// - Parameters:
    ///   - serverName: For the SNI extension, in A-labels; `nil` or no valid name for none.
    ///   - applicationProtocols: For ALPN, in order of preference, 1 to 255 bytes each; none for no extension.
    ///   - signatures: Ask for a certificate of this kind alone; `nil`: of any.
    ///   - excluding: Signature schemes that are not offered, where a kind is asked for.
    ///   - requestsStatus: Ask for a stapled OCSP response (RFC 6066 §8).
    ///   - minimum: TLS 1.0 at least; older versions are not spoken here.
    /// - Throws: A reason where OpenSSL does not take this.
    package init(
        serverName: String?, applicationProtocols: [String] = [], signatures: SignatureKind? = nil,
        excluding: Set<UInt16> = [], requestsStatus: Bool = true, minimum: ProtocolVersion = .tls10,
        maximum: ProtocolVersion = .tls13
    ) throws(TLSSetUpFault) {
        ERR_clear_error()
        guard let shared = OpenSSLContext.shared, let ssl = SSL_new(shared.pointer) else {
            throw TLSSetUpFault("OpenSSL cannot create a session")
        }
        guard let input = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem()) else {
            SSL_free(ssl)
            throw TLSSetUpFault("OpenSSL cannot create buffers")
        }
        // From here on the connection owns the buffers.
        SSL_set_bio(ssl, input, outgoing)
        self.ssl = ssl
        self.input = input
        self.outgoing = outgoing
        self.requestsStatus = requestsStatus
        _ = copenssl_bio_set_mem_eof_return(input, -1)
        _ = copenssl_bio_set_mem_eof_return(outgoing, -1)
        recorder.listen(to: ssl)
        SSL_set_connect_state(ssl)
        try setUp(serverName: serverName, applicationProtocols, minimum, maximum)
        if requestsStatus { _ = copenssl_request_ocsp(ssl) }
        if let signatures, copenssl_set_signature_algorithms(ssl, signatures.schemes(excluding: excluding)) != 1 {
            throw TLSSetUpFault("OpenSSL rejected the signature schemes")
        }
        advance()
    }

    deinit { SSL_free(ssl) }

    private func setUp(
        serverName: String?, _ protocols: [String], _ minimum: ProtocolVersion, _ maximum: ProtocolVersion
    ) throws(TLSSetUpFault) {
        guard copenssl_set_minimum_version(ssl, Int32(minimum.wire)) == 1,
            copenssl_set_maximum_version(ssl, Int32(maximum.wire)) == 1
        else { throw TLSSetUpFault("OpenSSL rejected the versions \(minimum.rawValue) to \(maximum.rawValue)") }
        if let serverName, DomainName.isValid(serverName, allowingPrefixes: true) {
            _ = copenssl_set_server_name(ssl, serverName)
        }
        var wire: [UInt8] = []
        for name in protocols {
            guard let length = UInt8(exactly: name.utf8.count), length > 0 else { throw TLSSetUpFault("ALPN") }
            wire.append(length)
            wire += name.utf8
        }
        if !wire.isEmpty, SSL_set_alpn_protos(ssl, wire, UInt32(wire.count)) != 0 { throw TLSSetUpFault("ALPN") }
    }

    // MARK: Bytes

    /// Takes ciphertext that came, and goes on with the handshake.
    package func receive(_ ciphertext: [UInt8]) {
        guard state == .handshaking || state == .established else { return }
        guard copenssl_bio_pending(input) + ciphertext.count <= Self.inputLimit else {
            state = .failed(Reason(.tooLarge, "more than \(Self.inputLimit) bytes of ciphertext unread"))
            return
        }
        var rest = ciphertext[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBufferPointer { BIO_write(input, $0.baseAddress, Int32(clamping: $0.count)) }
            guard count > 0 else {
                state = .failed(Reason(.tooLarge, "out of memory"))
                return
            }
            rest = rest.dropFirst(Int(count))
        }
        if state == .handshaking { advance() }
    }

    /// The transport has ended: nothing more will come.
    package func receiveEnd() {
        switch state {
        case .handshaking: state = .failed(Reason(.closed, "during the TLS handshake"))
        case .established: state = .closed(inOrder: false)
        case .closed, .failed: return
        }
    }

    /// Ciphertext to send now; empty where there is none.
    package func output() -> [UInt8] {
        let pending = copenssl_bio_pending(outgoing)
        guard pending > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: pending)
        let count = BIO_read(outgoing, &bytes, Int32(clamping: pending))
        return Array(bytes.prefix(max(0, Int(count))))
    }

    /// Encrypts; nothing happens before the handshake is done or after the end.
    package func write(_ plaintext: [UInt8]) {
        var rest = plaintext[...]
        while state == .established, !rest.isEmpty {
            ERR_clear_error()
            let count = rest.withUnsafeBufferPointer { SSL_write(ssl, $0.baseAddress, Int32(clamping: $0.count)) }
            if count > 0 {
                rest = rest.dropFirst(Int(count))
            } else {
                stop(on: SSL_get_error(ssl, count))
                return
            }
        }
    }

    /// Decrypted bytes, at most about 64 kB at a time; empty where there are none (yet).
    package func read() -> [UInt8] {
        var plaintext: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while state == .established, plaintext.count < 65_536 {
            ERR_clear_error()
            let count = SSL_read(ssl, &buffer, Int32(buffer.count))
            if count > 0 {
                plaintext += buffer.prefix(Int(count))
            } else {
                stop(on: SSL_get_error(ssl, count))
                break
            }
        }
        return plaintext
    }

    /// Says goodbye (close_notify); `output()` has it then.
    package func close() {
        guard state == .established else { return }
        ERR_clear_error()
        _ = SSL_shutdown(ssl)
    }

    private func advance() {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        if result == 1 {
            state = .established
        } else {
            stop(on: SSL_get_error(ssl, result))
        }
    }

    /// Wanting more bytes is not an error; everything else ends the session.
    private func stop(on error: Int32) {
        switch error {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return
        case SSL_ERROR_ZERO_RETURN: state = .closed(inOrder: true)
        default:
            if let alert = recorder.alert {
                state = .failed(Reason(.alert, alert.description))
            } else {
                state = .failed(Self.reason())
            }
        }
        ERR_clear_error()
    }

    /// OpenSSL's words for the first error in its queue, which is the cause of the others.
    private static func reason() -> Reason {
        let error = ERR_get_error()
        guard error != 0, let text = ERR_reason_error_string(error) else {
            return Reason(.malformed, "unknown OpenSSL error")
        }
        // That is our lack, and no fault of the server's.
        var next = error
        while next != 0 {
            if copenssl_is_unknown_key(next) == 1 { return Reason(.unsupportedAlgorithm, String(cString: text)) }
            next = ERR_get_error()
        }
        // A message beyond OpenSSL's bounds (SSL_CTX_set_max_cert_list(3): 100 kB for certificates) may be a legal one.
        let isTooLarge = copenssl_is_too_large(error) == 1
        return Reason(isTooLarge ? .tooLarge : .malformed, String(cString: text))
    }

    // MARK: Facts

    /// The chain as the server sent it, DER forms, the leaf first; known before the handshake ends, and also where it
    /// fails after this.
    package var chain: [[UInt8]] { recorder.chain }

    /// The scheme of the server's CertificateVerify in TLS 1.3, as its number.
    package var signatureScheme: UInt16? { recorder.signatureScheme }
    /// The server sent a CertificateRequest (RFC 9846 §4.3.2, historical RFC 5246 §7.4.4).
    package var requestsCertificate: Bool { recorder.requestsCertificate }
    /// An OCSP response came with the leaf.
    package var hasStapledStatus: Bool { recorder.hasStapledStatus }
    /// Certificate timestamps came with the leaf in TLS 1.3; earlier versions send them in the ServerHello.
    package var hasCertificateTimestamps: Bool { recorder.hasCertificateTimestamps }

    /// What was negotiated; `nil` until the handshake is done.
    package var facts: TLSSessionFacts? {
        switch state {
        case .established, .closed: return TLSSessionFacts(ssl, chain: chain)
        case .failed: return SSL_is_init_finished(ssl) == 1 ? TLSSessionFacts(ssl, chain: chain) : nil
        case .handshaking: return nil
        }
    }
}

/// OpenSSL does not take the settings of a session.
package struct TLSSetUpFault: Error, Hashable {
    /// Which of them, in a few words.
    package let what: String

    init(_ what: String) { self.what = what }
}
