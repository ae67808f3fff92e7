import Glibc

/// Tells systemd how a service is (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names. Without one, and
/// whatever goes wrong, nothing happens: nobody may hang because nobody listens.
struct ServiceNotifier {
    private let path: [UInt8]

    /// - Parameter socket: the value of NOTIFY_SOCKET; `@` begins an abstract name.
    init(socket: String?) {
        var bytes = Array((socket ?? "").utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        path = bytes
    }

    static var ofThisProcess: ServiceNotifier {
        ServiceNotifier(socket: getenv("NOTIFY_SOCKET").map { String(cString: $0) })
    }

    /// Half the time in which WATCHDOG=1 has to come; `nil` where nobody waits for it.
    static var watchdog: Duration? {
        guard let text = getenv("WATCHDOG_USEC"), let time = Int64(String(cString: text)), time > 0 else { return nil }
        return .microseconds(time / 2)
    }

    /// - Parameter state: assignments, one a line.
    func notify(_ state: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard let first = path.first, first == 0 || first == UInt8(ascii: "/"), path.count < capacity else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        // The length of an abstract name counts; others end with NUL.
        let length = socklen_t(offset + path.count + (first == 0 ? 0 : 1))
        let text = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(
                    descriptor, text, text.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL), address,
                    length)
            }
        }
    }
}
