import Foundation
import Testing

@testable import Trust

/// The openssl command line tool.
enum OpenSSLTool {
    /// Runs it in a folder, and fails the test where it does not end well.
    static func run(_ arguments: [String], in folder: URL) throws {
        let status = try ChildProcess(["openssl"] + arguments, in: folder).wait()
        try #require(status == 0, "openssl \(arguments.joined(separator: " "))")
    }
}

/// A folder that goes away, with a key and a self-signed certificate for `localhost` in it.
final class Scratch {
    let folder: URL

    init(key: [String] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], names: [String] = ["localhost"])
        throws
    {
        folder = FileManager.default.temporaryDirectory.appending(path: "trust-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let list = names.enumerated().map { "DNS.\($0.offset + 1) = \($0.element)" }.joined(separator: "\n")
        try write(
            "config",
            "[req]\ndistinguished_name = name\nx509_extensions = extensions\n[name]\n[extensions]\n"
                + "subjectAltName = @names\n[names]\n\(list)\n")
        let request = ["req", "-x509", "-config", "config", "-nodes", "-keyout", "key.pem", "-out", "leaf.pem"]
        try OpenSSLTool.run(request + ["-days", "2", "-subj", "/CN=localhost"] + key, in: folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    var leaf: [UInt8] {
        get throws {
            let text = try Data(contentsOf: folder.appending(path: "leaf.pem"))
            return try #require(certificates(inPEM: Array(text)).first)
        }
    }
}

/// `openssl s_server` on a loopback port of its own; it sends back each line reversed.
final class OpenSSLServer {
    private let process: ChildProcess
    private(set) var port: UInt16 = 0

    init(_ arguments: [String], in scratch: Scratch, hasCertificate: Bool = true) throws {
        let certificate = hasCertificate ? ["-cert", "leaf.pem", "-key", "key.pem"] : ["-nocert"]
        process = try ChildProcess(
            ["openssl", "s_server", "-rev", "-accept", "127.0.0.1:0"] + certificate + arguments, in: scratch.folder)
        // It says `ACCEPT 127.0.0.1:40123` as soon as it listens; it ends by itself where it never does.
        var text = ""
        while port == 0 {
            let bytes = process.read()
            try #require(!bytes.isEmpty, "s_server ended: \(text)")
            text += String(decoding: bytes, as: UTF8.self)
            for line in text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1) {
                guard line.hasPrefix("ACCEPT"), let number = line.split(separator: ":").last else { continue }
                port = UInt16(number) ?? 0
            }
        }
    }
}

/// A blocking connection that a session is driven over; every wait is at most a minute.
final class Connection {
    private let server: OpenSSLServer
    private let socket: Int32

    init(_ server: OpenSSLServer) throws {
        self.server = server
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = server.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let error = withUnsafeBytes(of: &address) { bytes in
            guard let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return Int32(-1) }
            return connect(socket, pointer, socklen_t(bytes.count))
        }
        try #require(error == 0)
    }

    deinit { close(socket) }

    func send(_ session: TLSSession) {
        let bytes = session.output()
        if !bytes.isEmpty { _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// What came, empty at the end or after the limit.
    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(socket, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    /// Until the session has left the handshake.
    ///
    /// - Parameter change: What happens to the server's bytes on their way, as a man in the middle would.
    func handshake(_ session: TLSSession, changing change: ([UInt8]) -> [UInt8] = { $0 }, pieces: Int = .max) {
        send(session)
        while session.state == .handshaking {
            var bytes = change(receive())[...]
            if bytes.isEmpty {
                session.receiveEnd()
                return
            }
            while !bytes.isEmpty {
                session.receive(Array(bytes.prefix(pieces)))
                bytes = bytes.dropFirst(pieces)
            }
            send(session)
        }
    }

    /// Until so many bytes have come decrypted, or the session is over.
    func read(_ count: Int, _ session: TLSSession) -> [UInt8] {
        var plaintext = session.read()
        while plaintext.count < count, session.state == .established {
            let bytes = receive()
            if bytes.isEmpty { session.receiveEnd() } else { session.receive(bytes) }
            plaintext += session.read()
        }
        return plaintext
    }
}
