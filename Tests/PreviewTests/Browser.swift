import Foundation
import Glibc

/// A response as it came.
struct Response: Sendable {
    var status = 0
    var fields: [String: String] = [:]
    var body: [UInt8] = []
    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(field: String) -> String? { fields[field.lowercased()] }

    /// - Parameter hasBody: false for answers to HEAD.
    /// - Returns: `nil` where the bytes are no whole response; else it and how many bytes it has.
    static func parse(_ bytes: ArraySlice<UInt8>, hasBody: Bool) -> (Response, Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var response = Response()
        let first = lines[0].split(separator: " ")
        guard first.count > 1, first[0] == "HTTP/1.1", let status = Int(first[1]) else { return nil }
        response.status = status
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            response.fields[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let length = hasBody && status != 304 ? Int(response["Content-Length"] ?? "0") ?? 0 : 0
        guard bytes.endIndex - end.upperBound >= length else { return nil }
        response.body = Array(bytes[end.upperBound..<end.upperBound + length])
        return (response, end.upperBound + length - bytes.startIndex)
    }
}

/// A client that sends just what it is told; nothing normalises its paths. Its waits end, each after a minute.
final class Browser: Sendable {
    private let descriptor: CInt

    init(port: Int) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// What comes until there are `count` responses, or until the server hangs up.
    func responses(_ count: Int, hasBody: Bool = true) -> (all: [Response], hungUp: Bool) {
        var bytes: [UInt8] = []
        var all: [Response] = []
        var used = 0
        while all.count < count {
            if let (response, length) = Response.parse(bytes[used...], hasBody: hasBody) {
                all.append(response)
                used += length
                continue
            }
            guard let more = receive(), !more.isEmpty else { return (all, true) }
            bytes += more
        }
        return (all, false)
    }

    /// The next line of a stream without its end; `nil` where none comes in time.
    func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1 {
            if byte == UInt8(ascii: "\n") {
                if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
                return String(decoding: bytes, as: UTF8.self)
            }
            bytes.append(byte)
        }
        return nil
    }

    /// True where the server closes the connection in time; what comes before is not looked at.
    func sawTheEnd() -> Bool {
        while true {
            guard let more = receive() else { return errno == ECONNRESET }
            if more.isEmpty { return true }
        }
    }

    private func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : Array(buffer[..<count])
    }
}

/// Runs what blocks on a thread of its own. Dispatch's global queues have as many threads as there are cores, and Swift's
/// tasks run on the same ones: what blocks there holds up the very server that it waits for.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}

/// One request on a connection of its own.
func fetch(_ port: Int, _ target: String, method: String = "GET", _ fields: String...) async throws -> Response {
    let lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"] + fields
    return try await blocking {
        let browser = try Browser(port: port)
        browser.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        return browser.responses(1, hasBody: method != "HEAD").all.first ?? Response()
    }
}
