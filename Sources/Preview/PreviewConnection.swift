import Glibc
import NIOCore
import NIOHTTP1

/// One connection: answers its requests one after the other, and hangs up where a limit is passed.
final class PreviewConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let source: PreviewSource
    private let limits: PreviewLimits
    /// Where this connection listens to a site, how to end that.
    private var listening: (() -> Void)?
    private var request: HTTPRequestHead?
    private var deadline: Scheduled<Void>?
    private static let pieceSize = 65_536

    init(source: PreviewSource, limits: PreviewLimits) {
        self.source = source
        self.limits = limits
    }

    func channelActive(context: ChannelHandlerContext) {
        expect(within: limits.request, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        listening?()
        listening = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A request that is none was answered by the handler before this one.
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = head
        case .body:
            // Nothing here takes one, so nobody waits for its end.
            guard let request else { return }
            self.request = nil
            send(PreviewResponse.plain(.payloadTooLarge), to: request, keepAlive: false, context)
        case .end:
            guard let request else { return }
            self.request = nil
            answer(request, context)
        }
    }

    /// Hangs up unless the next thing happens in time.
    private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}

// MARK: Answering

extension PreviewConnection {
    private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        switch source {
        case .folder(let root, let anyHost):
            send(
                PreviewResponse.answer(to: request, root: root, anyHost: anyHost), to: request,
                keepAlive: request.isKeepAlive, context)
        case .live(let site, let anyHost):
            let isStream = request.method == .GET && request.uri == LiveResponse.eventsPath
            if isStream, anyHost || LiveResponse.isLocal(request.headers[canonicalForm: "Host"]) {
                return stream(site, context)
            }
            let response = LiveResponse.answer(to: request, site: site, anyHost: anyHost)
            send(response, to: request, keepAlive: request.isKeepAlive, context)
        }
    }

    /// Events until the browser goes. A browser that does not read misses some; the next one says all that counts.
    private func stream(_ site: LiveSite, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: LiveResponse.eventHeaders)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        let channel = context.channel
        let write: @Sendable (String) -> Void = { text in
            guard channel.isWritable else { return }
            let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text)))
            channel.writeAndFlush(part, promise: nil)
        }
        let listener = site.listen { write(LiveResponse.event($0)) }
        // Without it a connection to a browser that vanished would never end.
        let beat = context.eventLoop.scheduleRepeatedTask(initialDelay: limits.beat, delay: limits.beat) { _ in
            write(":\n\n")
        }
        listening = {
            site.forget(listener)
            beat.cancel()
        }
    }

    private func send(
        _ response: PreviewResponse, to request: HTTPRequestHead, keepAlive: Bool, _ context: ChannelHandlerContext
    ) {
        expect(within: limits.response, context)
        var headers = response.headers
        headers.add(name: "Date", value: HTTPDate.text(seconds: time(nil)))
        if !keepAlive {
            headers.add(name: "Connection", value: "close")
        } else if request.version != .http1_1 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        switch request.method == .HEAD ? .none : response.body {
        case .none: finish(keepAlive: keepAlive, context)
        case .text(let text):
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            finish(keepAlive: keepAlive, context)
        case .bytes(let bytes):
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
            finish(keepAlive: keepAlive, context)
        case .file(let file):
            sendNext(of: file, keepAlive: keepAlive, context)
        }
    }

    /// One piece after the other, so that a large file is never in memory as a whole.
    private func sendNext(of file: SiteFile, keepAlive: Bool, _ context: ChannelHandlerContext) {
        guard !file.isAtEnd else { return finish(keepAlive: keepAlive, context) }
        let piece = file.read(PreviewConnection.pieceSize)
        // The length is promised already: where the file became shorter, only hanging up tells.
        guard !piece.isEmpty else { return context.close(promise: nil) }
        let written = context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: piece)))))
        if file.isAtEnd { return finish(keepAlive: keepAlive, context) }
        let bound = NIOLoopBound((self, file, context), eventLoop: context.eventLoop)
        written.whenSuccess {
            let (connection, file, context) = bound.value
            connection.sendNext(of: file, keepAlive: keepAlive, context)
        }
    }

    private func finish(keepAlive: Bool, _ context: ChannelHandlerContext) {
        let done = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard keepAlive else {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            done.whenComplete { _ in bound.value.close(promise: nil) }
            return
        }
        expect(within: limits.request, context)
    }
}
