import Glibc
import TestSupport
import Testing

@testable import pruefstand

/// What a service manager is told (sd_notify(3)), by real datagrams; and that nobody hangs because it does not listen.
@Suite(.timeLimit(.minutes(2))) struct ServiceNotifierTests {
    /// A socket that receives datagrams, as a service manager's does.
    private struct Receiver: ~Copyable {
        let descriptor: CInt

        /// - Parameter name: a path, or an abstract name behind a NUL.
        init(_ name: [UInt8]) throws {
            descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
            let length = socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2) + name.count)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            try #require(result == 0)
        }

        deinit { close(descriptor) }

        /// The next datagram; `nil` where none is waiting.
        func next() -> String? {
            var bytes = [UInt8](repeating: 0, count: 1_024)
            let count = recv(descriptor, &bytes, bytes.count, CInt(MSG_DONTWAIT))
            return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }

    @Test func eachNotificationIsOneDatagram() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/notify"
        let receiver = try Receiver(Array(path.utf8))
        let notifier = ServiceNotifier(socket: path)
        notifier.notify("READY=1\nSTATUS=3 services")
        notifier.notify("WATCHDOG=1")
        #expect(receiver.next() == "READY=1\nSTATUS=3 services")
        #expect(receiver.next() == "WATCHDOG=1")
        #expect(receiver.next() == nil)
    }

    @Test func abstractNamesBeginWithAnAtSign() throws {
        let name = "pruefstand-notifier-test-\(getpid())"
        let receiver = try Receiver([0] + Array(name.utf8))
        ServiceNotifier(socket: "@\(name)").notify("STOPPING=1")
        #expect(receiver.next() == "STOPPING=1")
    }

    /// A receiver that does not read has room for some datagrams; the others are dropped, and nothing waits.
    @Test func aReceiverThatDoesNotReadHoldsNobodyUp() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/notify"
        let receiver = try Receiver(Array(path.utf8))
        let notifier = ServiceNotifier(socket: path)
        let sent = 10_000
        for number in 0..<sent { notifier.notify("STATUS=\(number)") }
        var received = 0
        while receiver.next() != nil { received += 1 }
        #expect(received > 0 && received < sent)
    }

    /// Gone, never there, or no socket at all: that this comes back is all there is to see.
    @Test func nothingHappensWithoutAReceiver() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/notify"
        do { _ = try Receiver(Array(path.utf8)) }
        let names = [
            path, "\(folder.path)/none", "", nil, "relative", "@nobody-\(getpid())",
            "/" + String(repeating: "a", count: 300),
        ]
        for name in names { ServiceNotifier(socket: name).notify("READY=1") }
        try folder.write([], to: "file")
        ServiceNotifier(socket: "\(folder.path)/file").notify("READY=1")
    }
}
