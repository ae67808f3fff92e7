import Glibc

/// A name server on a loopback port of its own that gives one answer to everything, or none.
final class FakeNameServer: Sendable {
    enum Manner { case silent, address, refusal }

    let port: UInt16
    private let socket: Int32
    private let thread: pthread_t

    init?(_ manner: Manner) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes in
            guard let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return false }
            return bind(socket, pointer, size) == 0 && getsockname(socket, pointer, &size) == 0
        }
        guard socket >= 0, isBound else { return nil }
        self.socket = socket
        port = UInt16(bigEndian: address.sin_port)
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Work(socket: socket, manner: manner))
        let error = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        self.thread = thread
        guard error == 0 else {
            argument.release()
            return nil
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(socket)
    }

    private final class Work {
        let socket: Int32
        let manner: Manner

        init(socket: Int32, manner: Manner) {
            self.socket = socket
            self.manner = manner
        }

        func run() {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while true {
                var peer = sockaddr_storage()
                var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
                withUnsafeMutableBytes(of: &peer) { bytes in
                    guard let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return }
                    let count = recvfrom(socket, &buffer, buffer.count, 0, pointer, &size)
                    guard count > 12, let answer = answer(Array(buffer.prefix(count))) else { return }
                    _ = sendto(socket, answer, answer.count, 0, pointer, size)
                }
                // Shut down: `recvfrom` gives 0 and no peer.
                if peer.ss_family == 0 { return }
            }
        }

        /// The question again, and an A record 192.0.2.7 for it.
        private func answer(_ query: [UInt8]) -> [UInt8]? {
            var end = 12
            while end < query.count, query[end] != 0 { end += Int(query[end]) + 1 }
            guard manner != .silent, end + 5 <= query.count else { return nil }
            let isAddress = manner == .address && query[end + 1] == 0 && query[end + 2] == 1
            let flags: [UInt8] = manner == .refusal ? [0x80, 0x05] : [0x80, 0x80]
            let head = query[0..<2] + flags + [0, 1, 0, isAddress ? 1 : 0, 0, 0, 0, 0]
            let record: [UInt8] = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]
            return Array(head) + query[12..<end + 5] + (isAddress ? record : [])
        }
    }
}
