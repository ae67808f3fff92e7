import Model
import NIOCore
import NIOPosix
import Testing

@testable import Scan

#if canImport(Glibc)
    import Glibc
#endif

/// An uplink that dies while its route stays is this machine's fault; servers that are down are not.
@Suite struct UplinkWatchTests {
    /// Whether what is asked again is silent, and how often it was asked.
    private final class Network: Sendable {
        let state = Locked((isUp: true, asked: 0))
        let allowance = Allowance.unlimited
        let faults: LocalFaults

        init() {
            let state = self.state
            faults = LocalFaults(allowance) { _ in
                state.withLock { state in
                    state.asked += 1
                    return !state.isUp
                }
            }
        }

        func answered(_ address: String, for owner: String) async {
            await note(ProbeRecord.Ending.done, connected: 1, address, owner)
        }

        func silent(_ address: String, for owner: String) async {
            await note(.failed(Reason(.timeout, "no answer to SYN")), connected: nil, address, owner)
        }

        func note(_ ending: ProbeRecord.Ending, connected: Int?, _ address: String, _ owner: String) async {
            let result = ConnectionResult(
                transcript: Transcript(), ending: ending, connectMilliseconds: connected, milliseconds: 1)
            await faults.note(result, to: address, port: 443, for: owner)
        }

        func fails() { state.withLock { $0.isUp = false } }
        var asked: Int { state.withLock { $0.asked } }
    }

    private static let dead = (1...40).map { "198.51.\($0).1" }

    @Test func silenceOfEverybodyEndsTheRun() async {
        let network = Network()
        await network.answered("192.0.2.1", for: "a")
        await network.answered("203.0.113.1", for: "b")
        let before = network.faults.signsOfLife
        network.fails()
        for (number, address) in Self.dead.prefix(3).enumerated() {
            await network.silent(address, for: number % 2 == 0 ? "a" : "b")
        }
        #expect(network.faults.fault == nil && network.asked == 0)
        await network.note(.failed(Reason(.unreachable)), connected: nil, Self.dead[3], "c")
        let fault = network.faults.fault
        #expect(fault?.rule == .localFault && network.faults.isCutOff)
        #expect(
            fault?.message
                == "the scan cannot go on: the network is gone: servers in 4 networks are silent, and 2 that "
                + "answered before are, too: 203.0.113.1, 192.0.2.1")
        #expect(network.allowance.stopped?.code == .interrupted)
        #expect(network.asked == 2 && network.faults.signsOfLife == before)
    }

    /// Too little was asked for more networks to be silent, because no name is found any more: the end shows it.
    @Test func silenceAtTheEndOfARun() async {
        let network = Network()
        await network.answered("192.0.2.1", for: "a")
        await network.answered("203.0.113.1", for: "b")
        await network.faults.confirmNetwork()
        #expect(network.faults.fault == nil && network.asked == 0, "nothing has failed")
        network.faults.noteFailedLookup()
        await network.faults.confirmNetwork()
        #expect(network.faults.fault == nil && network.asked > 0, "those that are asked answer")
        let before = network.faults.signsOfLife
        network.faults.noteFailedLookup()
        network.fails()
        await network.faults.confirmNetwork()
        #expect(network.faults.isCutOff && network.faults.signsOfLife == before)
        #expect(
            network.faults.fault?.message
                == "the scan cannot go on: the network is gone: nothing came back at the end, and 2 servers that "
                + "answered before are silent: 203.0.113.1, 192.0.2.1")
    }

    /// A connection that was established before, and ends by waiting in vain, is no sign of life.
    @Test func whatBeganBeforeTellsNothingOfNow() async {
        let network = Network()
        await network.answered("192.0.2.1", for: "a")
        await network.answered("203.0.113.1", for: "b")
        network.fails()
        for (number, address) in Self.dead.prefix(4).enumerated() {
            await network.silent(address, for: "\(number)")
            for code in [Reason.Code.timeout, .tooSlow, .interrupted] {
                await network.note(.failed(Reason(code)), connected: 1, "192.0.2.1", "a")
            }
        }
        #expect(network.faults.isCutOff)
    }

    /// Dead servers among others that answer, one provider's silence, and one network's: nobody is asked again.
    @Test func whatAProviderCanCauseIsNoFault() async {
        let network = Network()
        network.fails()
        for address in Self.dead { await network.silent(address, for: address) }
        #expect(network.faults.fault == nil, "nobody has answered yet")
        await network.answered("192.0.2.1", for: "a")
        for address in Self.dead { await network.silent(address, for: address) }
        #expect(network.faults.fault == nil, "one provider may have locked us out")
        await network.answered("192.0.2.9", for: "b")
        for address in Self.dead { await network.silent(address, for: address) }
        #expect(network.faults.fault == nil, "or its hoster, where others are, too")
        await network.answered("203.0.113.1", for: "b")
        for address in Self.dead { await network.silent(address, for: "a") }
        #expect(network.faults.fault == nil, "one provider may have locked us out of all its networks")
        await network.answered("203.0.113.1", for: "b")
        for number in 1...40 { await network.silent("198.51.100.\(number)", for: "\(number)") }
        #expect(network.faults.fault == nil, "one network may be down")
        for address in Self.dead {
            await network.silent(address, for: address)
            await network.note(.failed(Reason(.connectionRefused)), connected: nil, "192.0.2.77", "c")
        }
        #expect(network.faults.fault == nil, "there is always something that answers")
        #expect(network.asked == 0)
    }

    /// Those who answered still do: the run goes on, and they are asked ever more rarely.
    @Test func deadServersAreNoFault() async {
        let network = Network()
        await network.answered("192.0.2.1", for: "a")
        await network.answered("203.0.113.1", for: "b")
        for _ in 0..<10 { for address in Self.dead { await network.silent(address, for: address) } }
        #expect(network.faults.fault == nil)
        // After 4, 8, 16 and then every 32 networks, two or fewer connections each.
        #expect((4...32).contains(network.asked), "\(network.asked)")
    }

    /// Connections that were cut, or failed for lack of something here, tell nothing of the network.
    @Test func ourOwnEndIsNoSilence() async {
        let network = Network()
        await network.answered("192.0.2.1", for: "a")
        await network.answered("203.0.113.1", for: "b")
        network.fails()
        for address in Self.dead {
            await network.note(.failed(Reason(.interrupted)), connected: nil, address, address)
            await network.note(.failed(Reason(.unreachable, "errno 1")), connected: nil, address, address)
        }
        #expect(network.faults.fault == nil && network.asked == 0)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.200", true), ("192.0.2.1", "192.0.3.1", false),
        ("2001:db8:1::1", "2001:db8:1:ffff::1", true), ("2001:db8:1::1", "2001:db8:2::1", false),
        ("2001:db8::1", "2001:db8:0:1::2", true),
    ])
    func networks(_ one: String, _ other: String, _ areSame: Bool) {
        #expect((UplinkWatch.network(of: one) == UplinkWatch.network(of: other)) == areSame)
    }

    /// A server whose queue is full does not answer to a SYN, as one behind a dead uplink; one that answers, or refuses,
    /// is not silent.
    @Test func silenceOfARealServer() async throws {
        /// A socket at a port of its own, and its address.
        func bound() throws -> (descriptor: CInt, address: sockaddr_in) {
            let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            try withUnsafeMutablePointer(to: &address) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    try #require(bind(descriptor, address, length) == 0)
                    try #require(getsockname(descriptor, address, &length) == 0)
                }
            }
            return (descriptor, address)
        }
        func connect(_ port: UInt16) async -> ConnectionResult {
            let limits = ConnectionLimits(silence: .milliseconds(500), total: .seconds(30))
            return await Connection.run(
                to: "127.0.0.1", port: port, limits: limits, group: MultiThreadedEventLoopGroup.singleton
            ) { ConnectOnly() }
        }
        let (listener, place) = try bound()
        var address = place
        defer { close(listener) }
        try #require(listen(listener, 0) == 0)
        // Nobody accepts: the queue has room for one or two (listen(2)).
        var waiting: [CInt] = []
        defer { for descriptor in waiting { close(descriptor) } }
        for _ in 0..<4 {
            let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            waiting.append(descriptor)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    _ = Glibc.connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        #expect(await connect(UInt16(bigEndian: address.sin_port)).isSilence)
        // Bound, but nobody listens.
        let (other, refusing) = try bound()
        defer { close(other) }
        let refused = await connect(UInt16(bigEndian: refusing.sin_port))
        #expect(!refused.isSilence && refused.ending == .failed(Reason(.connectionRefused)))
    }
}
