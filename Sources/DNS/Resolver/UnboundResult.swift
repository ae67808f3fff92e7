import CUnbound
import Model

extension Answer {
    /// libunbound could not start the query, or failed.
    static func failed(_ question: Question, _ error: Int32) -> Answer {
        let code: Reason.Code = error == UB_SYNTAX.rawValue ? .malformed : .dnsFailure
        return Answer(
            question: question, security: .indeterminate, message: nil,
            failure: Reason(code, UnboundContext.words(error)))
    }

    /// What libunbound says of a question.
    ///
    /// - Parameter isCovered: Whether a trust anchor stands at or above the name; libunbound calls what is
    ///   under none of them insecure (RFC 4035 §4.3 has "indeterminate" for it).
    init(_ result: ub_result, to question: Question, isCovered: Bool) {
        var message: [UInt8]?
        if let packet = result.answer_packet, result.answer_len > 0 {
            message = Array(UnsafeRawBufferPointer(start: packet, count: Int(result.answer_len)))
        }
        let code = ResponseCode(rawValue: UInt16(clamping: result.rcode))
        let why = result.why_bogus.map { String(cString: $0) }
        if result.bogus != 0 {
            self.init(question: question, security: .bogus, bogusReason: why ?? "", message: message)
        } else if code != .noError, code != .nameError {
            self.init(
                question: question, security: .indeterminate, message: message,
                failure: Reason(.dnsFailure, code.description))
        } else if result.secure != 0 {
            self.init(question: question, security: .secure, message: message)
        } else {
            self.init(question: question, security: isCovered ? .insecure : .indeterminate, message: message)
        }
    }
}
