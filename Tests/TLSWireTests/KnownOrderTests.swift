import Model
import TestSupport
import Testing

@testable import TLSWire

/// A server's order is only said to be known where its answers decided between all neighbours.
struct KnownOrderTests {
    /// Wherever the connections end, what is called its order is its order.
    @Test(arguments: 0..<12) func nothingIsClaimedBeyondTheBudget(number: Int) {
        var random = SeededGenerator(state: UInt64(number) &* 7_368_787 &+ 1)
        var server = ModelServer()
        let suites = SuiteOffer.classic.filter { [.rsa, .ecdhe].contains(SuiteRegistry.suite($0).keyExchange) }
        server.suites[.tls12] = Array(suites.shuffled(using: &random).prefix(30))
        let expected = server.suites[.tls12] ?? []
        let needed = EnumerationTests.run(server).connections
        var (partly, wholly) = (0, 0)
        for budget in stride(from: 5, through: needed, by: 3) {
            let enumeration = EnumerationTests.run(server, slots: 4, budget: budget)
            guard case .measured(let facts) = enumeration.knowledge.finding(.tls12, unasked: Reason(.budget)),
                facts.preference == .measured(.server)
            else { continue }
            if let why = facts.orderIncomplete {
                #expect(why.code == .budget)
                partly += 1
            } else {
                let known = facts.suites.map(\.code)
                #expect(known == expected.filter(known.contains), "\(budget)")
                wholly += 1
            }
        }
        let whole = EnumerationTests.run(server).knowledge.finding(.tls12).value
        #expect(whole?.orderIncomplete == nil && whole?.suites.map(\.code) == expected)
        #expect(partly > 0 && wholly > 0)
    }

    /// Two choices say nothing about what stands between them.
    @Test func neighboursThatWereNeverOfferedTogether() {
        let order = PreferenceOrder<UInt32>(
            accepted: [1, 2, 3], choices: [.init(offered: [2, 1], chosen: 1), .init(offered: [3, 1], chosen: 1)],
            usual: { Int($0) })
        #expect(order.preference == .server && !order.isKnown)
        let decided = PreferenceOrder<UInt32>(
            accepted: [1, 2, 3], choices: [.init(offered: [3, 2, 1], chosen: 1), .init(offered: [3, 2], chosen: 2)],
            usual: { Int($0) })
        #expect(decided.isKnown && decided.sequence == [1, 2, 3])
    }
}
