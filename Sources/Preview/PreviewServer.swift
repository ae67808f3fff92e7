import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Where the preview's files come from.
enum PreviewSource: Sendable {
    /// A built site's folder; with `anyHost` other machines may ask for it by any name.
    case folder(String, anyHost: Bool)
    /// A site in memory that changes; `anyHost` as above.
    case live(LiveSite, anyHost: Bool)
}

/// Shows a site on this machine: plain HTTP, GET and HEAD only. Of a built site's folder nothing from outside it is
/// served, nothing that begins with a dot, no symbolic links; each request looks the folder up by its path, so the
/// folder may be swapped for another while it runs.
package struct PreviewServer: Sendable {
    /// Why it cannot begin.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// There is no folder at that path.
        case noFolder(String)
        /// The address cannot be listened on, in the system's words.
        case cannotListen(host: String, port: Int, why: String)

        /// One sentence.
        package var description: String {
            switch self {
            case .noFolder(let path): "no such directory: \(path)"
            case .cannotListen(let host, let port, let why): "cannot listen on \(host) port \(port): \(why)"
            }
        }
    }

    private let source: PreviewSource
    private let host: String
    private let port: Int
    private let limits: PreviewLimits

    /// - Parameters:
    ///   - root: the folder of the built site; where it is a symbolic link itself, what it points to.
    ///   - host: the address to listen on; only where it is not this machine's own may other machines ask.
    ///   - port: 0 to 65535; 0 takes a free one.
    package init(root: String, host: String = "127.0.0.1", port: Int) {
        self.init(.folder(root, anyHost: !Self.isLocal(host)), host: host, port: port, limits: PreviewLimits())
    }

    /// Shows a site as it is being edited.
    /// - Parameters:
    ///   - host: the address to listen on; only where it is not this machine's own may other machines ask.
    ///   - port: 0 to 65535; 0 takes a free one.
    package init(_ site: LiveSite, host: String = "127.0.0.1", port: Int) {
        self.init(.live(site, anyHost: !Self.isLocal(host)), host: host, port: port, limits: PreviewLimits())
    }

    /// What listens there can only be asked by this machine.
    private static func isLocal(_ host: String) -> Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    init(_ source: PreviewSource, host: String = "127.0.0.1", port: Int, limits: PreviewLimits) {
        self.source = source
        self.host = host
        self.port = port
        self.limits = limits
    }

    /// Serves until the task is cancelled, then closes every connection and returns.
    /// - Parameter listening: called once, with the port that is listened on.
    /// - Throws: `Failure`.
    package func run(listening: @Sendable (Int) -> Void = { _ in }) async throws {
        if case .folder(let root, _) = source {
            var status = stat()
            guard stat(root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw Failure.noFolder(root) }
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let result: Result<Void, any Error>
        do {
            let channel = try await listen(on: group)
            result = await serve(channel, listening)
        } catch {
            result = .failure(Failure.cannotListen(host: host, port: port, why: PreviewServer.words(for: error)))
        }
        // Closes what is still open, and takes the thread away.
        try await group.shutdownGracefully()
        try result.get()
    }

    private func serve(_ channel: any Channel, _ listening: @Sendable (Int) -> Void) async -> Result<Void, any Error> {
        listening(channel.localAddress?.port ?? port)
        return await withTaskCancellationHandler {
            do {
                return .success(try await channel.closeFuture.get())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func listen(on group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        guard (0...65_535).contains(port) else { throw IOError(errnoCode: EINVAL, reason: "port") }
        let connections = Connections(limit: limits.connections)
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [source, limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard connections.add() else { return channel.close(promise: nil) }
                    channel.closeFuture.whenComplete { _ in connections.remove() }
                    var decoding = NIOHTTPDecoderLimitConfiguration()
                    decoding.maxHeaderFieldSize = limits.headers / 2
                    decoding.maxHeaderListSize = limits.headers
                    decoding.maxHeaderFieldCount = 100
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withEncoderConfiguration: HTTPResponseEncoder.Configuration(),
                        withDecoderLimitConfiguration: decoding)
                    try channel.pipeline.syncOperations.addHandler(PreviewConnection(source: source, limits: limits))
                }
            }
            .bind(host: host, port: port).get()
    }

    private static func words(for error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return String(cString: strerror(error.errnoCode))
    }
}

/// Counts the connections that are open.
private final class Connections: Sendable {
    private let limit: Int
    private let open = Atomic(0)

    init(limit: Int) { self.limit = limit }

    /// One more, where there is room.
    func add() -> Bool {
        if open.add(1, ordering: .relaxed).newValue <= limit { return true }
        remove()
        return false
    }

    func remove() { open.subtract(1, ordering: .relaxed) }
}
