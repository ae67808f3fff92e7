import Model
import TestSupport
import Testing

@testable import TLSWire

/// Where many hellos may be under way at once, few wait for the answer to another one, and the findings are the same.
@Suite struct WideTests {
    /// A server of a domain of today, as OpenSSL's are.
    struct Usual: CustomTestStringConvertible {
        var own = false
        var dhe = false
        var refusing = ModelServer.Refusing.alert
        var groups: [UInt16] = [29, 23, 30, 25, 24]

        var testDescription: String {
            "\(own ? "its own" : "the client's") order, \(dhe ? "with" : "without") DHE, \(groups.count) groups, \(refusing)"
        }

        var server: ModelServer {
            var server = ModelServer()
            server.suites = [
                .tls12: [0xC030, 0xC02F, 0xCCA8] + (dhe ? [0x009F, 0x009E] : [])
                    + [0xC028, 0xC027, 0xC014, 0xC013, 0x002F],
                .tls13: [0x1302, 0x1303, 0x1301],
            ]
            server.ownOrder = own
            server.refusing = refusing
            server.groups = groups.map(NamedGroup.init(rawValue:))
            server.signatures = [
                .rsa: [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0301].map(SignatureScheme.init(rawValue:))
            ]
            return server
        }

        static let finiteFields: [UInt16] = [256, 257, 258, 259, 260]
        static let all: [Usual] = [true, false].flatMap { own in
            [true, false].flatMap { dhe in
                [ModelServer.Refusing.alert, .close].flatMap { refusing in
                    [[29, 23, 30, 25, 24], [29, 23, 30, 25, 24] + finiteFields, [24, 23]].map {
                        Usual(own: own, dhe: dhe, refusing: refusing, groups: $0)
                    }
                }
            }
        }
    }

    /// Rounds in which everything under way is answered: the waits that a connection's round trips cost.
    private func run(_ server: ModelServer, slots: Int, width: Int) -> (enumeration: Enumeration, rounds: Int) {
        var server = server
        var rounds = 0
        var enumeration = Enumeration(depth: .full, serverName: "mail.example", budget: 1_000, width: width)
        while !enumeration.isFinished {
            let probes = enumeration.next(slots: slots)
            guard !probes.isEmpty else { break }
            rounds += 1
            for probe in probes {
                enumeration.record(probe, server.answer(probe.hello.encoded(random: []), extent: probe.extent))
            }
        }
        #expect(enumeration.isFinished)
        return (enumeration, rounds)
    }

    /// Round trips until everything is asked, and connections that were made for nothing, where a connection takes four
    /// round trips to get to TLS, and an answer one.
    private func time(_ server: ModelServer, width: Int, prepares: Bool) -> (roundTrips: Int, unneeded: Int) {
        var server = server
        var now = 0
        var prepared: [Int] = []
        var asked: [(probe: Probe, answered: Int)] = []
        var enumeration = Enumeration(depth: .full, serverName: "mail.example", budget: 1_000, width: width)
        while true {
            for probe in enumeration.next(slots: width - asked.count) {
                let ready = prepared.isEmpty ? now + 4 : max(now, prepared.removeFirst())
                asked.append((probe, ready + 1))
            }
            let wanted = prepares ? enumeration.connectionsToPrepare(underWay: asked.count) : 0
            while prepared.count < wanted, asked.count + prepared.count < width { prepared.append(now + 4) }
            guard let next = asked.map(\.answered).min() else { return (now, prepared.count) }
            now = next
            for (probe, _) in asked where asked.contains(where: { $0.probe == probe && $0.answered == now }) {
                enumeration.record(probe, server.answer(probe.hello.encoded(random: []), extent: probe.extent))
            }
            asked.removeAll { $0.answered == now }
        }
    }

    /// Connections made before it is known what they will ask save a good part of the wait, and few are made for nothing.
    @Test(arguments: Usual.all) func preparedConnectionsSaveTime(_ usual: Usual) {
        let (long, _) = time(usual.server, width: 16, prepares: false)
        let (short, unneeded) = time(usual.server, width: 16, prepares: true)
        #expect(short * 5 <= long * 4, "\(short) round trips instead of \(long)")
        #expect(unneeded <= 8, "\(unneeded)")
    }

    @Test func fewArePreparedForTLS13Alone() {
        var server = Usual().server
        server.suites[.tls12] = nil
        #expect(time(server, width: 16, prepares: true).unneeded <= 5)
    }

    /// The handshake that is completed beside the enumeration may end at any time of it.
    @Test(arguments: [0, 1, 5, 20, 1_000]) func theHandshakeMayEndLater(_ after: Int) {
        // It gets a version that hellos do not get, and a suite that they do not ask for first.
        var server = Usual(own: true).server
        server.onlyListed = [.tls12]
        let session = SessionRecord(version: ProtocolVersion.tls12.rawValue, suite: 0xC02F, chain: [])
        func run(after: Int) -> Enumeration {
            var enumeration = Enumeration(depth: .full, serverName: "mail.example", budget: 1_000, width: 16)
            var answers = 0
            var isThrough = false
            while true {
                if answers >= after || isThrough, enumeration.knowledge.sessions.isEmpty {
                    enumeration.record(session: session)
                }
                let probes = enumeration.next(slots: 16)
                for probe in probes {
                    enumeration.record(probe, server.answer(probe.hello.encoded(random: []), extent: probe.extent))
                    answers += 1
                }
                if !probes.isEmpty { continue }
                if !enumeration.knowledge.sessions.isEmpty { return enumeration }
                isThrough = true
            }
        }
        expectSame(run(after: after), run(after: 0))
    }

    private func expectSame(_ one: Enumeration, _ other: Enumeration) {
        #expect(one.versionFindings == other.versionFindings)
        #expect(one.knowledge.groups() == other.knowledge.groups())
        #expect(
            one.knowledge.parameters(versions: one.versionFindings)
                == other.knowledge.parameters(versions: other.versionFindings))
    }

    @Test(arguments: Usual.all) func fewWaits(_ usual: Usual) {
        let (narrow, long) = run(usual.server, slots: 16, width: 1)
        let (wide, short) = run(usual.server, slots: 16, width: 16)
        expectSame(wide, narrow)
        // Where it closes the connection instead of saying no, everything refused is asked for twice, and a hello that was
        // answered is repeated in the end.
        #expect(short <= (usual.refusing == .alert ? 7 : 10), "\(short) rounds instead of \(long)")
        // A server's own order is not known beforehand: where it is asked for in parts, they have to be joined.
        let more = usual.own ? narrow.connections / 5 : 5
        #expect(
            wide.connections <= narrow.connections + more, "\(wide.connections) instead of \(narrow.connections)")
    }

    /// Servers of any kind, some of them odd.
    @Test(arguments: 0..<32) func theSameFindings(number: Int) {
        var random = SeededGenerator(state: UInt64(number) &* 6_700_417)
        var server = Usual(own: number % 2 == 0, dhe: number % 3 == 0).server
        let suites = SuiteOffer.classic.filter { [.rsa, .dhe, .ecdhe].contains(SuiteRegistry.suite($0).keyExchange) }
        for version in [ProtocolVersion.tls10, .tls11, .tls12] where Bool.random(using: &random) {
            server.suites[version] = Array(
                suites.shuffled(using: &random).prefix(Int.random(in: 1...12, using: &random)))
        }
        if number % 5 == 0 { server.suites[.tls13] = nil }
        server.groups = Array(
            [0x11EC, 29, 23, 30, 24, 25, 256, 257, 26].map(NamedGroup.init(rawValue:)).shuffled(using: &random)
                .prefix(Int.random(in: 1...9, using: &random)))
        if !server.groups.contains(.x25519) { server.groups.append(.x25519) }
        server.signatures[.ecdsa] = [SignatureScheme(rawValue: 0x0403)]
        switch number % 8 {
        case 0: server.refusing = .close
        case 1: server.refusing = .reset
        case 2: server.dhe = .listing
        case 3: server.isVersionIntolerant = true
        case 4: server.needsKeyShare = true
        case 5: server.prioritizesChaCha = true
        case 6: server.dislikes = .statusRequest
        default: server.readsOnly = 120
        }
        let (narrow, _) = run(server, slots: 1, width: 1)
        expectSame(run(server, slots: [1, 10, 16][number % 3], width: 16).enumeration, narrow)
    }
}
