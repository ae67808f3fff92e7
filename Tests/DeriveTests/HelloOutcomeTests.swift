import Model
import TLSWire
import Testing

@testable import Derive

/// Hellos that were never sent, because the server ended the dialogue before them.
@Suite struct HelloOutcomeTests {
    private let exchanger = Endpoint(
        service: .mx, domain: "zirbenpost.test", host: "mx.zirbenpost.test", port: 25, address: "127.0.32.1",
        mode: .startTLS)

    private func outcome(_ replies: [String], ending: ProbeRecord.Ending = .done) -> ProbeOutcome {
        var passages: [Passage] = []
        for reply in replies {
            passages.append(Passage(.received, .plain, Array(reply.utf8)))
            passages.append(Passage(.sent, .plain, Array("EHLO scanner.test\r\n".utf8)))
        }
        return Reading(passages, ending: ending, of: exchanger, purpose: .hello).outcome
    }

    /// Postfix's words at the third connection of a client that may have two.
    @Test func tooManyConnectionsInTheMiddleOfAnEnumeration() {
        let words = "421 4.7.0 mx.zirbenpost.test Error: too many connections from 127.0.0.1\r\n"
        for ending in [ProbeRecord.Ending.done, .closed] {
            guard case .unknown(let why) = outcome([words], ending: ending) else {
                Issue.record("an answer to no hello")
                continue
            }
            #expect(why.code == .rateLimited && why.detail.contains("too many connections"))
        }
        guard case .unknown(let why) = outcome(["220 mx.zirbenpost.test ESMTP Postfix\r\n", words]) else {
            Issue.record("an answer to no hello")
            return
        }
        #expect(why.code == .rateLimited)
    }

    @Test func otherEndings() {
        #expect(
            outcome(["220 mx.zirbenpost.test ESMTP Postfix\r\n", "250 mx.zirbenpost.test\r\n"])
                == .unknown(Reason(.streamError, "the dialogue did not reach TLS")))
        let silent = Reading([], ending: .closed, of: exchanger, purpose: .hello)
        #expect(silent.outcome == .unknown(Reason(.closed, "before TLS")))
        #expect(outcome([], ending: .failed(Reason(.timeout))) == .unknown(Reason(.timeout)))
    }
}
