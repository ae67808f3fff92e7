import Dialogues
import Model
import TLSWire
import Testing

@testable import Scan

/// A connection may be made before it is known what it will ask.
@Suite struct HelloSlotTests {
    private static let hello = HelloSlot.Hello(bytes: [22, 3, 1, 0, 0], extent: .serverHello)

    /// The dialogue of an IMAP server up to the go-ahead for TLS.
    private static let untilTLS = [
        "* OK ready\r\n", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na OK done\r\n", "b OK begin\r\n",
    ]

    private func script(_ slot: HelloSlot) -> HelloScript {
        var endpoint = Fixture.endpoint(port: 143)
        endpoint.mode = .startTLS
        return HelloScript(opening: opening(endpoint, purpose: .hello, as: DialogueIdentity()), slot: slot)
    }

    /// Drives a script to where TLS begins.
    private func ready(_ slot: HelloSlot) -> (script: HelloScript, last: Reaction) {
        var script = script(slot)
        var last = script.opened()
        for line in Self.untilTLS { last = script.received(Array(line.utf8)) }
        return (script, last)
    }

    @Test func whatIsKnownIsAskedAtOnce() {
        let (script, last) = ready(HelloSlot(Self.hello))
        #expect(last.send == Self.hello.bytes && !script.waitsForUs)
    }

    @Test func whatIsNotKnownIsAwaited() {
        let woken = Locked(0)
        let slot = HelloSlot()
        slot.attach { woken.withLock { $0 += 1 } }
        var (script, last) = ready(slot)
        #expect(last.send.isEmpty && last.ending == nil && script.waitsForUs)
        #expect(!script.transcript.passages.contains { $0.layer == .tls })
        #expect(slot.fill(Self.hello))
        #expect(woken.withLock { $0 } == 1)
        #expect(slot.isLost, "as long as it is not sent")
        #expect(script.woken().send == Self.hello.bytes)
        #expect(!slot.isLost && !script.waitsForUs)
        // A handshake_failure answers it.
        #expect(script.received([21, 3, 3, 0, 2, 2, 40]).ending == .done)
        #expect(script.flight != nil)
    }

    /// Filled during the dialogue it goes on as if it had always been known.
    @Test func whatBecomesKnownOnTheWayIsAskedAtItsTime() {
        let slot = HelloSlot()
        var script = script(slot)
        _ = script.opened()
        #expect(slot.fill(Self.hello))
        #expect(script.woken().send.isEmpty)
        #expect(!slot.isLost, "what fails in the dialogue is an answer to it")
        var last = Reaction.wait
        for line in Self.untilTLS { last = script.received(Array(line.utf8)) }
        #expect(last.send == Self.hello.bytes)
    }

    @Test func withNothingToAskItLeaves() {
        let slot = HelloSlot()
        var (script, _) = ready(slot)
        slot.discard()
        #expect(!slot.fill(Self.hello))
        #expect(script.woken().ending == HelloScript.unneeded)
        // And where it is not connected yet, as soon as it is.
        let early = HelloSlot()
        early.discard()
        let woken = Locked(false)
        early.attach { woken.withLock { $0 = true } }
        #expect(woken.withLock { $0 })
        // What has something to ask stays.
        let asked = HelloSlot(Self.hello)
        asked.discard()
        #expect(!asked.isDiscarded)
    }

    /// What is asked of a connection that has ended is asked of another one.
    @Test func whatHasEndedAsksNothing() {
        let slot = HelloSlot()
        slot.end()
        #expect(!slot.fill(Self.hello))
        #expect(slot.hello == nil)
    }

    @Test func bytesOutOfTurnAnswerNothing() {
        let slot = HelloSlot()
        var (script, _) = ready(slot)
        #expect(slot.fill(Self.hello))
        guard case .failed(let reason) = script.received(Array("* BYE\r\n".utf8)).ending else {
            Issue.record("it goes on")
            return
        }
        #expect(reason.code == .malformed)
        #expect(slot.isLost)
        #expect(script.transcript.passages.allSatisfy { $0.layer == .plain })
    }
}
