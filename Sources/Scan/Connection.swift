import Model
import NIOCore
import NIOPosix
import TLSWire

/// What a driven connection brought back.
struct ConnectionResult: Sendable {
    var transcript: Transcript
    /// What a TLS library reported, where a handshake was finished, and the certificates of that session (DER).
    var session: SessionRecord?
    var chain: [[UInt8]] = []
    /// The first flight, where it was parsed as it came.
    var flight: ParsedFlight?
    var ending: ProbeRecord.Ending
    /// Milliseconds until TCP was established; `nil` where it was not.
    var connectMilliseconds: Int?
    var milliseconds: Int
    /// What this machine lacked for it.
    var localFault: LocalFault?
    /// The other side said that it has too many connections, or is to be asked later.
    var isRateLimited = false
}

/// A first flight on the heap: results are handed through many suspended calls, each with room for a copy.
final class ParsedFlight: Sendable {
    let flight: FirstFlight

    init(_ flight: FirstFlight) { self.flight = flight }
}

/// Limits of one connection.
struct ConnectionLimits: Sendable {
    /// To establish TCP, and between two arrivals of bytes.
    var silence: TimeAmount
    /// For the whole connection: a peer that sends a byte a second does not hold us for ever.
    var total: TimeAmount
    /// Bytes received in all.
    var bytes = 4 << 20
    /// To establish TCP, where that is less than `silence`.
    var connect: TimeAmount?
    /// Until we have something to answer, where the other side speaks first. Some begin a greeting and end it later.
    var greeting: TimeAmount?
}

extension ConnectionLimits {
    /// SMTP servers let strangers wait for the banner, because spammers do not (RFC 5321 §4.5.3.2.1 allows for minutes;
    /// 30 s are enough for those who mean it).
    private static let greetingDelay: TimeAmount = .seconds(30)

    /// - Parameter timeout: milliseconds to wait for a connection or an answer.
    init(for endpoint: Endpoint, timeout: Int) {
        silence = .milliseconds(Int64(timeout))
        total = .milliseconds(Int64(timeout) * 2)
        if endpoint.mode == .startTLS, endpoint.service == .mx || endpoint.service == .submission {
            greeting = silence + Self.greetingDelay
            total = total + Self.greetingDelay
        }
    }
}

/// Drives a script over one TCP connection. The only place in the project that opens a socket to a provider.
enum Connection {
    /// Never throws: every failure is an ending.
    /// - Parameter slot: what wakes the script, where something does.
    static func run(
        to address: String, port: UInt16, limits: ConnectionLimits, group: any EventLoopGroup, slot: HelloSlot? = nil,
        script makeScript: @escaping @Sendable () -> any ConnectionScript
    ) async -> ConnectionResult {
        let started = NIODeadline.now()
        @Sendable func failed(_ reason: Reason) -> ConnectionResult {
            ConnectionResult(
                transcript: Transcript(), ending: .failed(reason), connectMilliseconds: nil,
                milliseconds: milliseconds(since: started))
        }
        @Sendable func failed(_ error: any Error) -> ConnectionResult {
            var result = failed(reason(for: error))
            result.localFault = (error as? IOError).flatMap { LocalFault(errno: $0.errnoCode) }
            return result
        }
        let target: SocketAddress
        do {
            target = try SocketAddress(ipAddress: address, port: Int(port))
        } catch {
            return failed(Reason(.unreachable, "'\(address)' is not an IP address"))
        }
        let loop = group.next()
        let promise = loop.makePromise(of: ConnectionResult.self)
        // The channel, once there is one, or that it is not wanted any more.
        let state = Locked<(channel: (any Channel)?, isCut: Bool)>((nil, false))
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(limits.connect ?? limits.silence)
            .channelInitializer { channel in
                // RST instead of FIN: a scan would fill the port range with TIME_WAIT.
                (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenFailure { _ in
                }
                let isCut = state.withLock { state in
                    state.channel = channel
                    return state.isCut
                }
                return channel.eventLoop.makeCompletedFuture {
                    if isCut { throw CancellationError() }
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionHandler(script: makeScript(), limits: limits, started: started, promise: promise))
                    slot?.attach { channel.pipeline.fireUserInboundEventTriggered(Woken()) }
                }
            }
        let connecting = bootstrap.connect(to: target)
        connecting.whenFailure { error in
            promise.succeed(failed(error))
        }
        promise.futureResult.whenComplete { _ in slot?.end() }
        return await withTaskCancellationHandler {
            do {
                return try await promise.futureResult.get()
            } catch {
                return failed(error)
            }
        } onCancel: {
            let channel = state.withLock { state in
                state.isCut = true
                return state.channel
            }
            // What passed so far is kept.
            channel?.pipeline.fireUserInboundEventTriggered(Cut())
        }
    }

    static func milliseconds(since started: NIODeadline) -> Int {
        Int((NIODeadline.now() - started).nanoseconds / 1_000_000)
    }

    /// The operating system's error as a reason.
    static func reason(for error: any Error) -> Reason {
        switch error {
        case ChannelError.connectTimeout: return Reason(.timeout, "no answer to SYN")
        case is CancellationError: return Reason(.interrupted)
        case let error as IOError:
            switch error.errnoCode {
            case ECONNREFUSED: return Reason(.connectionRefused)
            case ECONNRESET, EPIPE: return Reason(.reset)
            case EHOSTUNREACH: return Reason(.unreachable)
            // These come from this machine's own tables: no IPv6, a filter of its own.
            case ENETUNREACH, ENETDOWN, EADDRNOTAVAIL: return Reason(.noRoute)
            case EACCES, EPERM: return Reason(.noRoute, "not permitted")
            case ETIMEDOUT: return Reason(.timeout)
            default: return Reason(.unreachable, "errno \(error.errnoCode)")
            }
        default: return Reason(.unreachable)
        }
    }
}

/// The connection is not wanted any more.
private struct Cut {}

/// There is something new for the script to do.
private struct Woken {}

/// Feeds a script from a channel, keeps the time limits, and answers exactly once.
private final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var script: any ConnectionScript
    private let limits: ConnectionLimits
    private let started: NIODeadline
    private let promise: EventLoopPromise<ConnectionResult>
    private var connected: Int?
    private var finished = false
    private var receivedBytes = 0
    private var hasSpoken = false
    private var silence: Scheduled<Void>?
    private var total: Scheduled<Void>?

    init(
        script: any ConnectionScript, limits: ConnectionLimits, started: NIODeadline,
        promise: EventLoopPromise<ConnectionResult>
    ) {
        self.script = script
        self.limits = limits
        self.started = started
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        guard !finished else { return }
        connected = Connection.milliseconds(since: started)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        total = context.eventLoop.scheduleTask(in: limits.total) {
            let (handler, context) = bound.value
            handler.finish(.failed(Reason(.tooSlow, "time limit exceeded")), context: context)
        }
        restartSilence(context: context)
        react(script.opened(), context: context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !finished else { return }
        let buffer = unwrapInboundIn(data)
        receivedBytes += buffer.readableBytes
        guard receivedBytes <= limits.bytes else {
            return finish(.failed(Reason(.tooLarge, "more than \(limits.bytes) bytes")), context: context)
        }
        restartSilence(context: context)
        react(script.received(Array(buffer.readableBytesView)), context: context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is Cut: finish(.failed(Reason(.interrupted)), context: context)
        case is Woken:
            if script.waitsForUs { restartSilence(context: context) }
            react(script.woken(), context: context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.closed, context: context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failed(Connection.reason(for: error)), context: context)
    }

    private func react(_ reaction: Reaction, context: ChannelHandlerContext) {
        guard !finished else { return }
        if !reaction.send.isEmpty {
            hasSpoken = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: reaction.send)), promise: nil)
        }
        if let ending = reaction.ending { finish(ending, context: context) }
    }

    private func restartSilence(context: ChannelHandlerContext) {
        silence?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let patience = hasSpoken ? limits.silence : limits.greeting ?? limits.silence
        silence = context.eventLoop.scheduleTask(in: patience) {
            let (handler, context) = bound.value
            let isOurTurn = handler.script.waitsForUs
            handler.finish(
                isOurTurn ? HelloScript.unneeded : .failed(Reason(.timeout, "no answer")), context: context)
        }
    }

    private func finish(_ ending: ProbeRecord.Ending, context: ChannelHandlerContext) {
        guard !finished else { return }
        finished = true
        silence?.cancel()
        total?.cancel()
        let result = ConnectionResult(
            transcript: script.transcript, session: script.session, chain: script.chain,
            flight: script.flight.map(ParsedFlight.init),
            ending: ending, connectMilliseconds: connected, milliseconds: Connection.milliseconds(since: started),
            isRateLimited: script.isRateLimited)
        // Closed first: the caller opens the next connection at once, which must not exceed the limit.
        context.close(promise: nil)
        promise.succeed(result)
    }
}
