import Model
import Names
import Testing

@testable import DNS

@Suite("What is made of an answer")
struct AnswerTests {
    @Test func bogusComesFirst() throws {
        let message = CapturedMessage.bogus.bytes
        // libunbound handed over data and the response code 0.
        #expect(try DNSMessage(message).responseCode == .noError)
        #expect(try DNSMessage(message).answers.first?.data == IPAddress("192.0.2.5").map { .address($0) })
        let answer = Answer(
            question: Question("bogus.test", .a), security: .bogus, bogusReason: "no signature", message: message)
        #expect(answer.failure == Reason(.bogus, "no signature"))
        #expect(answer.addresses.isEmpty && answer.records == nil && answer.content == nil)
        #expect(answer.message == message)
    }

    @Test func absenceIsAnAnswer() {
        let nothing = Answer(
            question: Question("nope.secure.test", .a), security: .secure, message: CapturedMessage.noSuchName.bytes)
        #expect(nothing.noSuchName && nothing.failure == nil && nothing.records == [])
    }

    @Test func failuresAreNot() {
        let question = Question("silent.test", .a)
        let failure = Answer(
            question: question, security: .indeterminate, message: CapturedMessage.serverFailure.bytes)
        #expect(failure.failure == Reason(.dnsFailure, "SERVFAIL"))
        #expect(!failure.noSuchName && failure.records == nil)
        let none = Answer(question: question, security: .indeterminate, message: nil)
        #expect(none.failure?.code == .dnsFailure)
        let malformed = Answer(question: question, security: .insecure, message: [1, 2, 3])
        #expect(malformed.failure == Reason(.malformed, "DNS message: truncated"))
        let late = Answer(question: question, security: .indeterminate, message: nil, failure: Reason(.timeout))
        #expect(late.failure == Reason(.timeout) && late.records == nil)
    }

    @Test(arguments: CapturedMessage.allCases, [DNSSECState.secure, .insecure, .bogus, .indeterminate])
    func theEvidenceSaysTheSame(_ captured: CapturedMessage, _ security: DNSSECState) throws {
        let question = Question("chain1.secure.test", .a)
        let answer = Answer(
            question: question, security: security, bogusReason: security == .bogus ? "why" : nil,
            message: captured.bytes)
        let record = answer.record(id: 7, at: Instant(milliseconds: 1_000))
        #expect(record.id == 7 && record.name == "chain1.secure.test" && record.type == "A")
        #expect(Answer(record) == answer)
    }

    @Test func typedRecords() {
        let service = Answer(
            question: Question("_xmpp-client._tcp.secure.test", .srv), security: .secure,
            message: CapturedMessage.srv.bytes)
        #expect(service.services.map(\.target) == ["xmpp.secure.test"])
        #expect(service.addresses.isEmpty && service.tlsa.isEmpty && service.mailExchangers.isEmpty)
        let alias = Answer(
            question: Question("chain1.secure.test", .a), security: .secure, message: CapturedMessage.aliases.bytes)
        #expect(alias.addresses.map(\.description) == ["192.0.2.1"])
        #expect(alias.resolved?.canonicalName == "secure.test")
    }

    /// The order of a record set says nothing (RFC 2181 §5), and servers rotate it.
    @Test func anyOrderOfASetIsTheSameAnswer() {
        func answer(_ type: RecordType, _ data: [[UInt8]]) -> Answer {
            var message: [UInt8] = [0, 0, 0x81, 0x80, 0, 0, 0, UInt8(data.count), 0, 0, 0, 0]
            for one in data {
                message += [1, 97, 0, UInt8(type.rawValue >> 8), UInt8(type.rawValue & 255), 0, 1, 0, 0, 1, 44]
                message += [0, UInt8(one.count)] + one
            }
            return Answer(question: Question("a", type), security: .insecure, message: message)
        }
        let sets: [(RecordType, [[UInt8]])] = [
            (.a, [[192, 0, 2, 9], [192, 0, 2, 10], [10, 0, 2, 200]]),
            (.mx, [[0, 10, 1, 98, 0], [0, 5, 1, 122, 0], [0, 10, 1, 97, 0]]),
            (.srv, [[0, 5, 0, 1, 0, 25, 1, 98, 0], [0, 5, 0, 9, 0, 25, 1, 99, 0], [0, 1, 0, 0, 0, 25, 1, 122, 0]]),
            (.txt, [[1, 98], [1, 97]]),
            (.tlsa, [[3, 1, 1] + [UInt8](repeating: 1, count: 32), [2, 0, 1] + [UInt8](repeating: 2, count: 32)]),
        ]
        for (type, data) in sets {
            let records = answer(type, data).records
            #expect(records?.count == data.count && records == answer(type, data.reversed()).records, "\(type)")
        }
        #expect(answer(.mx, sets[1].1).mailExchangers.map(\.exchange) == ["z", "a", "b"])
        #expect(answer(.srv, sets[2].1).services.map(\.target) == ["z", "c", "b"])
    }

    /// Which name servers gave the bogus answer is another with each look-up.
    @Test(arguments: [
        "from 127.0.53.1 and fd00:1ab::53 for <a.test. DNSKEY IN>", "from fd00:1ab::53 for <a.test. DNSKEY IN>",
    ])
    func reasonsNameNoServers(_ end: String) {
        let answer = Answer(
            question: Question("a.test", .a), security: .bogus,
            bogusReason: "validation failure <a.test. A IN>: signature verification failed \(end)", message: nil)
        #expect(
            answer.failure?.detail
                == "validation failure <a.test. A IN>: signature verification failed for <a.test. DNSKEY IN>")
        #expect(answer.bogusReason?.hasSuffix(end) == true)
    }
}
