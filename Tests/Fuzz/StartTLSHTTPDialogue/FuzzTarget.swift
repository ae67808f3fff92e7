import Dialogues
import Model

/// The last byte chooses the method, the limit and how the response is cut. The response must not depend on the pieces,
/// and every part of it is bounded.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.popLast() else { return 0 }
    let limit = choice & 1 == 0 ? 0 : 100
    let method = choice & 2 == 0 ? "GET" : "HEAD"
    let whole = play(method, limit, bytes, pieces: max(1, bytes.count))
    let cut = play(method, limit, bytes, pieces: 1 + Int(choice >> 2))
    guard whole.fault == cut.fault, whole.response(ending: .closed) == cut.response(ending: .closed) else {
        fatalError("pieces matter")
    }
    guard let response = whole.response(ending: .closed) else { return 0 }
    guard response.body.count <= limit, response.fields.count <= HTTPDialogue.fieldLimit,
        (200...599).contains(response.status)
    else { fatalError("unbounded: \(response)") }
    if let hsts = StrictTransportSecurity(response), hsts.maxAge < 0 { fatalError("negative") }
    guard response.davClasses.count <= 64 else { fatalError("unbounded") }
    return 0
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
