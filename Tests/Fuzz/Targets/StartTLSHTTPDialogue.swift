import Dialogues
import Model

extension FuzzTarget {
    /// The last byte chooses the method, the limit and how the response is cut. The response must not depend on the
    /// pieces, and every part of it is bounded.
    static let startTLSHTTPDialogue = FuzzTarget("StartTLSHTTPDialogue") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        let limit = choice & 1 == 0 ? 0 : 100
        let method = choice & 2 == 0 ? "GET" : "HEAD"
        let whole = play(method, limit, bytes, pieces: max(1, bytes.count))
        let cut = play(method, limit, bytes, pieces: 1 + Int(choice >> 2))
        guard whole.fault == cut.fault, whole.response(ending: .closed) == cut.response(ending: .closed) else {
            throw FuzzViolation("pieces matter")
        }
        guard let response = whole.response(ending: .closed) else { return }
        guard response.body.count <= limit, response.fields.count <= HTTPDialogue.fieldLimit,
            (200...599).contains(response.status)
        else { throw FuzzViolation("unbounded: \(response)") }
        if let hsts = StrictTransportSecurity(response), hsts.maxAge < 0 { throw FuzzViolation("negative") }
        guard response.davClasses.count <= 64 else { throw FuzzViolation("unbounded") }
    }
}

private func play(_ method: String, _ limit: Int, _ bytes: [UInt8], pieces length: Int) -> HTTPDialogue {
    var dialogue = HTTPDialogue(
        HTTPRequest(method: method, host: "a.test", path: "/", userAgent: "fuzz"), bodyLimit: limit)
    var index = 0
    while index < bytes.count {
        if dialogue.receive(Array(bytes[index..<min(bytes.count, index + length)])) == .finished { break }
        index += length
    }
    return dialogue
}
