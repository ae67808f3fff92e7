import Model

/// Reads the server's first flight as it comes, whatever the pieces: records of one byte, several messages in one
/// record, alerts between the fragments, SSLv2, or no TLS at all. It holds at most one message at a time, and every
/// number a peer can drive has a bound.
package struct FirstFlight: Sendable {
    /// How far to read.
    package enum ReadDepth: Hashable, Sendable {
        /// Up to and with the ServerHello.
        case serverHello
        /// Up to ServerHelloDone: certificates and key exchange too, as far as they are not encrypted.
        case flight
    }

    /// Whether more bytes are wanted.
    package enum Progress: Hashable, Sendable {
        case needMore, complete
    }

    /// Bounds on what a peer may send.
    package struct Limits: Hashable, Sendable {
        /// Bytes in all: as many as the evidence keeps, so that what was read can be read again.
        package var bytes = Self.keptBytes
        /// Bytes of one handshake message.
        package var message = 1 << 18
        /// Handshake messages.
        package var messages = 32
        /// Warnings, and records that carry nothing.
        package var idleRecords = 16
        /// Certificates that are kept.
        package var certificates = 20

        /// Bytes of TLS that are kept of one connection.
        package static let keptBytes = 80_000

        package init() {}
    }

    /// How many of the received bytes were read: up to the end of the message that completed it. The same bytes,
    /// read again up to here with the extent ``Extent/flight``, give the same outcome.
    package private(set) var consumed = 0

    private enum State: Sendable {
        case opening
        case header
        case content(type: UInt8, left: Int)
        case ssl2Body(left: Int)
        case notTLS
        case complete
    }

    private let extent: ReadDepth
    private let limits: Limits
    private var state = State.opening
    private var header: [UInt8] = []
    private var message: [UInt8] = []
    private var alertBytes: [UInt8] = []
    private var idleRecords = 0
    private var messages = 0
    private var serverHello: ServerHelloFacts?
    private var alert: Alert?
    private var ssl2Error: UInt16?
    private var failure: Reason?

    package init(extent: ReadDepth = .flight, limits: Limits = Limits()) {
        self.extent = extent
        self.limits = limits
    }

    /// Takes the next bytes in; once complete, further bytes change nothing.
    @discardableResult
    package mutating func receive(_ bytes: [UInt8]) -> Progress { receive(bytes[...]) }

    /// Takes the next bytes in; once complete, further bytes change nothing.
    @discardableResult
    package mutating func receive(_ bytes: ArraySlice<UInt8>) -> Progress {
        var input = bytes
        while !input.isEmpty {
            if case .complete = state { return .complete }
            guard consumed < limits.bytes else {
                failure = tooLarge
                state = .complete
                return .complete
            }
            step(&input)
        }
        switch state {
        // Bytes that are not TLS cannot become TLS.
        case .complete, .notTLS: return .complete
        default: return .needMore
        }
    }

    /// The bytes end with the ServerHello: whoever recorded them wanted no more.
    package var endsWithServerHello: Bool {
        serverHello != nil && messages == 1 && message.isEmpty && alertBytes.isEmpty
    }

    /// What the bytes so far amount to, given how the connection ended.
    package func outcome(ending: ProbeRecord.Ending) -> ProbeOutcome {
        if var serverHello {
            if let failure {
                serverHello.incomplete = failure
            } else if case .complete = state {
            } else if extent == .flight {
                serverHello.incomplete = reason(for: ending)
            }
            return .accepted(serverHello)
        }
        if let alert { return .refused(.alert(alert)) }
        if let ssl2Error { return .refused(.ssl2Error(ssl2Error)) }
        if let failure { return .unknown(failure) }
        if case .notTLS = state { return .refused(.notTLS(Bytes(header))) }
        return .unknown(reason(for: ending))
    }

    private func reason(for ending: ProbeRecord.Ending) -> Reason {
        // Read again from the evidence there is no byte more than these.
        if consumed >= limits.bytes { return tooLarge }
        return switch ending {
        case .failed(let reason): reason
        case .closed: Reason(.closed, consumed == 0 ? "" : "after \(consumed) bytes of the answer")
        case .done: Reason(.interrupted, "after \(consumed) bytes")
        }
    }

    private var tooLarge: Reason { Reason(.tooLarge, "more than \(limits.bytes) bytes in the first flight") }

    private mutating func fail(_ code: Reason.Code, _ detail: String) {
        failure = Reason(code, detail)
        state = .complete
    }

    /// Reads one piece: never more than what the current state wants.
    private mutating func step(_ input: inout ArraySlice<UInt8>) {
        switch state {
        case .opening: collect(3, from: &input) { $0.open() }
        case .header: collect(5, from: &input) { $0.beginRecord() }
        case .content(let type, let left): readContent(type: type, left: left, from: &input)
        case .ssl2Body(let left): readSSL2(left: left, from: &input)
        case .notTLS:
            collect(60, from: &input) { $0.state = .notTLS }
            if header.count >= 60 { input = [] }
        case .complete: input = []
        }
    }

    private mutating func take(_ count: Int, from input: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let piece = input.prefix(count)
        input = input.dropFirst(count)
        consumed += piece.count
        return piece
    }

    /// Fills `header` up to `count` bytes and then goes on with `then`.
    private mutating func collect(
        _ count: Int, from input: inout ArraySlice<UInt8>, then: (inout FirstFlight) -> Void
    ) {
        if header.count < count { header += take(count - header.count, from: &input) }
        if header.count >= count { then(&self) }
    }

    /// Decides by the first three bytes what this is.
    private mutating func open() {
        let (type, major) = (header[0], header[1])
        if (20...24).contains(type), major == 3 || type == 21 {
            state = .header
        } else if type & 0x80 != 0, header[2] == 4 || header[2] == 0 {
            // An SSLv2 record with the two-byte header, and in it SERVER-HELLO or ERROR.
            let length = Int(type & 0x7F) << 8 | Int(major)
            message = [header[2]]
            guard length > 1 else { return fail(.malformed, "SSLv2 record of \(length) bytes") }
            state = .ssl2Body(left: length - 1)
        } else {
            state = .notTLS
        }
    }

    private mutating func beginRecord() {
        let type = header[0]
        let length = Int(header[3]) << 8 | Int(header[4])
        let major = header[1]
        header = []
        // Some servers send their alert in a record of version 0 (historical RFC 5246 appendix E.1 has no word on it).
        guard (20...24).contains(type), major == 3 || type == 21 && length == 2 else {
            return fail(.malformed, "record of type \(type), version \(major).x")
        }
        // 2^14 bytes and the 2048 that RFC 5246 §6.2.3 (historical) allows for encryption.
        guard length <= (1 << 14) + 2048 else { return fail(.malformed, "record of \(length) bytes") }
        if length == 0 { return idle() }
        state = .content(type: type, left: length)
    }

    /// Counts what carries nothing, so that it cannot go on for ever.
    private mutating func idle() {
        idleRecords += 1
        if idleRecords > limits.idleRecords {
            fail(.tooLarge, "more than \(limits.idleRecords) warnings or empty records")
        } else {
            state = .header
        }
    }

    private mutating func readContent(type: UInt8, left: Int, from input: inout ArraySlice<UInt8>) {
        let wanted: Int
        switch type {
        case 22: wanted = min(left, missingFromMessage)
        case 21: wanted = min(left, 2 - alertBytes.count)
        default: wanted = left
        }
        let piece = take(wanted, from: &input)
        state = piece.count == left ? .header : .content(type: type, left: left - piece.count)
        switch type {
        case 22:
            message += piece
            if message.count == 4 || missingFromMessage == 0 { readMessage() }
        case 21:
            alertBytes += piece
            if alertBytes.count == 2 { readAlert() }
        case 20, 24:
            if case .header = state { idle() }
        default: fail(.malformed, "encrypted data before the handshake")
        }
    }

    private mutating func readAlert() {
        let seen = Alert(level: alertBytes[0], code: alertBytes[1])
        alertBytes = []
        alert = seen
        // A warning (often unrecognized_name) does not end the connection; close_notify does.
        if seen.level != 1 || seen.code == Alert.closeNotify {
            if serverHello != nil { failure = Reason(.alert, seen.description) }
            state = .complete
            return
        }
        let next = state
        idle()
        if case .complete = state { return }
        state = next
    }

    /// Bytes that the handshake message in work still lacks: of its header first, then of its body.
    private var missingFromMessage: Int {
        guard message.count >= 4 else { return 4 - message.count }
        return messageLength + 4 - message.count
    }

    private var messageLength: Int { Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3]) }

    /// Reads the message in work once its header, and then once its body is whole.
    private mutating func readMessage() {
        if message.count == 4 {
            guard serverHello != nil || message[0] == 2 || message[0] == 0 else {
                return fail(.malformed, "handshake message of type \(message[0]) before the ServerHello")
            }
            guard messageLength <= limits.message else {
                return fail(.tooLarge, "handshake message of \(messageLength) bytes")
            }
            messages += 1
            guard messages <= limits.messages else { return fail(.tooLarge, "more than \(limits.messages) messages") }
            if messageLength > 0 { return }
        }
        let type = message[0]
        let body = Array(message.dropFirst(4))
        message = []
        read(type, body)
    }

    private mutating func read(_ type: UInt8, _ body: [UInt8]) {
        switch type {
        case 2:
            guard serverHello == nil else { return fail(.malformed, "a second ServerHello") }
            guard let facts = ServerHelloParsing.facts(body: body) else {
                return fail(.malformed, "broken ServerHello")
            }
            serverHello = facts
            // What follows in TLS 1.3 is encrypted.
            if extent == .serverHello || facts.wireVersion >= ProtocolVersion.tls13.wire || facts.isHelloRetryRequest {
                state = .complete
            }
        case 11:
            serverHello?.certificates = ServerHelloParsing.certificates(body: body, limit: limits.certificates)
            if serverHello?.certificates == nil { fail(.malformed, "broken Certificate") }
        case 12:
            guard let hello = serverHello else { return }
            let facts = KeyExchangeParsing.facts(
                body: body, suite: SuiteRegistry.suite(hello.suite), version: hello.version)
            serverHello?.keyExchange = facts
            if let group = facts?.group { serverHello?.group = group }
        case 13: serverHello?.requestsCertificate = true
        case 14: state = .complete
        case 22: serverHello?.stapledStatus = body.first == 1
        default: break
        }
    }

    private mutating func readSSL2(left: Int, from input: inout ArraySlice<UInt8>) {
        let piece = take(left, from: &input)
        message += piece
        state = .ssl2Body(left: left - piece.count)
        guard piece.count == left else { return }
        state = .complete
        var reader = ByteReader(message)
        if reader.byte() == 4 {
            serverHello = ServerHelloParsing.ssl2Facts(body: reader.remaining)
            if serverHello == nil { fail(.malformed, "broken SSLv2 SERVER-HELLO") }
        } else if let code = reader.uint16() {
            ssl2Error = code
        } else {
            fail(.malformed, "broken SSLv2 ERROR")
        }
    }
}
