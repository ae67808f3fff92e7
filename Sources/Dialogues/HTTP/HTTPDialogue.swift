import Model

/// One request and its response inside TLS: HTTP/1.1 (RFC 9112), bounded in every part. The body is kept up to a limit;
/// the connection ends with it.
package struct HTTPDialogue: Dialogue {
    /// Bytes of the status line and all fields. Browsers allow for about as many.
    package static let headLimit = 16_384
    package static let fieldLimit = 100
    /// Informational responses (RFC 9110 §15.2) before the one that counts.
    static let interimLimit = 5

    private enum State {
        case head
        case body
        case finished
    }

    private let request: HTTPRequest
    private let bodyLimit: Int
    private var state = State.head
    private var line: [UInt8] = []
    private var headBytes = 0
    private var interims = 0
    private var response: HTTPResponse?
    private var body: HTTPBody?
    /// Set once the head came whole.
    private var isHeadWhole = false
    /// What came broke HTTP's rules (`malformed`), or our bounds (`tooLarge`).
    package private(set) var fault: Reason?

    /// - Parameter bodyLimit: how many bytes of the body are kept; with 0 the head is enough.
    package init(_ request: HTTPRequest, bodyLimit: Int) {
        self.request = request
        self.bodyLimit = bodyLimit
    }

    package mutating func begin() -> [UInt8] { request.encoded }

    package mutating func receive(_ bytes: [UInt8]) -> DialogueStep {
        for byte in bytes {
            switch state {
            case .head: takeHead(byte)
            case .body:
                // In place: a copy for each byte would make a body cost the square of its length.
                body?.take(byte)
                advanceBody()
            case .finished: return .finished
            }
        }
        if case .finished = state { return .finished }
        return .needMore
    }

    package mutating func farewell() -> [UInt8] { [] }

    /// The response as far as it came, once its head is whole.
    /// - Parameter ending: a body without a length ends with the connection; any other that is cut short is truncated.
    package func response(ending: ProbeRecord.Ending) -> HTTPResponse? {
        guard isHeadWhole, var response else { return nil }
        guard let body else { return response }
        response.body = body.bytes
        response.isTruncated = body.isTruncated
        if case .body = state { response.isTruncated = !(body.endsWithConnection && ending == .closed) }
        return response
    }

    package func startTLSOffer(host: String, ending: ProbeRecord.Ending) -> Finding<StartTLSOffer> { .notApplicable }
    package func offeredMechanisms(host: String, ending: ProbeRecord.Ending) -> Finding<[String]> { .notApplicable }

    /// 429 and 503 (RFC 6585 §4, RFC 9110 §15.6.4).
    package var isRateLimited: Bool { response.map { $0.status == 429 || $0.status == 503 } ?? false }
}

// MARK: The head

extension HTTPDialogue {
    private mutating func takeHead(_ byte: UInt8) {
        headBytes += 1
        guard headBytes <= Self.headLimit else {
            return giveUp(.tooLarge, "more than \(Self.headLimit) bytes before the body")
        }
        guard byte == UInt8(ascii: "\n") else { return line.append(byte) }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        if response == nil {
            takeStatus(line)
        } else if line.isEmpty {
            endHead()
        } else {
            takeField(line)
        }
    }

    /// RFC 9112 §4.
    private mutating func takeStatus(_ line: [UInt8]) {
        let parts = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0", parts[1].utf8.count == 3,
            let status = Int(parts[1]), (100...599).contains(status)
        else { return giveUp(.malformed, "not an HTTP status line: \(bounded(line.prefix(80)))") }
        response = HTTPResponse(status: status)
    }

    /// RFC 9112 §5; a line that begins with white space (`obs-fold`) is refused, as §5.2 has it.
    private mutating func takeField(_ line: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return giveUp(.malformed, "no HTTP field: \(bounded(line.prefix(80)))") }
        guard (response?.fields.count ?? 0) < Self.fieldLimit else {
            return giveUp(.tooLarge, "more than \(Self.fieldLimit) fields")
        }
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        let end = value.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? value.startIndex
        response?.fields.append(
            HTTPField(
                name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
                value: String(decoding: value[..<end], as: UTF8.self)))
    }

    private mutating func endHead() {
        guard let response else { return }
        if (100...199).contains(response.status) {
            interims += 1
            guard interims <= Self.interimLimit else {
                return giveUp(.tooLarge, "more than \(Self.interimLimit) informational responses")
            }
            self.response = nil
            return
        }
        isHeadWhole = true
        guard bodyLimit > 0, let body = HTTPBody(of: response, to: request.method, limit: bodyLimit) else {
            state = .finished
            return
        }
        self.body = body
        state = .body
        advanceBody()
    }

    private mutating func advanceBody() {
        if let problem = body?.fault { fault = problem }
        if body?.isComplete != false || body?.fault != nil { state = .finished }
    }

    private mutating func giveUp(_ code: Reason.Code, _ detail: String) {
        fault = Reason(code, detail)
        state = .finished
    }
}
