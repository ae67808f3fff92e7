import DNS
import MailPolicy
import Model

extension FuzzTarget {
    /// The last byte chooses the walk (SPF, DMARC, CAA); the rest, cut at zero bytes, is what the DNS says to one question
    /// after the other. However it leads on, a walk must end, within the limits of its RFC.
    static let dnsPolicyWalks = FuzzTarget("DNSPolicyWalks") { input throws(FuzzViolation) in
        var bytes = input
        guard let choice = bytes.popLast() else { return }
        var told = bytes.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)[...]
        var answers: [Question: Answer] = [:]
        // RFC 7208 §4.6.4 lets an SPF record ask ten times, each time for at most ten exchangers of two kinds of address.
        for _ in 0..<300 {
            let open: [Question]
            switch choice % 3 {
            case 0:
                let check = SPFCheck(domain: "a.b.test") { [answers] in answers[$0] }
                guard check.lookups <= SPFCheck.lookupLimit + 1, check.asked.count <= 300 else {
                    throw FuzzViolation("\(check)")
                }
                open = check.open
            case 1:
                let walk = DMARCWalk(domain: "a.b.c.d.e.f.g.h.i.j.test") { [answers] in answers[$0] }
                guard walk.asked.count <= DMARCWalk.questionLimit else { throw FuzzViolation("\(walk)") }
                open = walk.open
            default:
                let climb = CAAClimb(domain: "a.b.c.d.test") { [answers] in answers[$0] }
                guard climb.asked.count <= CAAClimb.questionLimit, climb.records.count <= RecordText.recordLimit else {
                    throw FuzzViolation("\(climb)")
                }
                _ = (climb.values("issue"), climb.hasUnknownCritical)
                open = climb.open
            }
            if open.isEmpty { return }
            for question in open where answers[question] == nil {
                answers[question] = answer(question, told.popFirst() ?? [])
            }
        }
        throw FuzzViolation("no end after \(answers.count) answers")
    }
}

/// The answer to a question in wire form; text in the strings of a TXT record, for other types the record's data itself.
private func answer(_ question: Question, _ told: [UInt8]) -> Answer {
    var data = told
    if question.type == .txt {
        data = stride(from: 0, to: told.count, by: 255).flatMap { index in
            let part = told[index..<min(told.count, index + 255)]
            return [UInt8(part.count)] + part
        }
    }
    data = Array(data.prefix(8_000))
    func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
    let labels = question.name.utf8.split(separator: UInt8(ascii: ".")).flatMap {
        [UInt8($0.count & 63)] + $0.prefix(63)
    }
    let count = told.isEmpty ? 0 : 1
    var message: [UInt8] = word(1) + word(0x8180) + word(1) + word(count) + word(0) + word(0)
    message += labels + [0] + word(Int(question.type.rawValue)) + word(1)
    if count == 1 {
        message +=
            [0xC0, 12] + word(Int(question.type.rawValue)) + word(1) + word(0) + word(300) + word(data.count) + data
    }
    return Answer(question: question, security: .secure, message: message)
}
