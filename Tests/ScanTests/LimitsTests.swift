import Model
import NIOCore
import Testing

@testable import Scan

/// Every wait of a connection has a limit, and what is kept of it a bound.
@Suite struct LimitsTests {
    @Test func aConnectionIsWaitedForByItsProtocol() {
        let imap = ConnectionLimits(for: Fixture.endpoint(), timeout: 1_000)
        #expect(imap.silence == .seconds(1) && imap.total == .seconds(2) && imap.greeting == nil)
        // Mail exchangers let strangers wait for the greeting.
        let mx = ConnectionLimits(for: Fixture.endpoint(.mx, port: 25), timeout: 1_000)
        #expect(mx.silence == .seconds(1) && mx.total == .seconds(32) && mx.greeting == .seconds(31))
    }

    @Test func aTranscriptKeepsSoMuchOfEachLayer() {
        var transcript = Transcript()
        for _ in 0..<100 { transcript.add(.received, .plain, [UInt8](repeating: 1, count: 1_000)) }
        transcript.add(.received, .tls, [2, 2, 2], keeping: 1)
        transcript.add(.received, .tls, [3])
        transcript.add(.sent, .tls, [])
        #expect(transcript.passages.map(\.layer) == [.plain, .tls])
        #expect(transcript.passages.map(\.bytes.count) == [80_000, 2])
        #expect(transcript.passages.map(\.omitted) == [20_000, 2])
        #expect(transcript.passages[1].bytes.array == [2, 3])
    }
}
