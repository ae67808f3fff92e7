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
}
