import Model
import TestSupport
import Testing

@testable import Survey

@Suite struct TargetTests {
    private func server(_ host: String, _ address: String, _ service: Service = .mx) -> SurveyServer {
        SurveyServer(
            Endpoint(service: service, domain: "x", host: host, port: 25, address: address, mode: .startTLS))
    }

    /// A server that many domains name is one target; the first domain speaks for it.
    @Test func eachServerIsOneTarget() {
        var collection = TargetCollection()
        collection.add([server("mx.b", "192.0.2.2"), server("mx.a", "192.0.2.1")], of: "first.test")
        collection.add([server("mx.a", "192.0.2.1")], of: "second.test")
        collection.add([server("mx.c", "192.0.2.2")], of: "third.test")
        let targets = collection.targets()
        #expect(targets.map(\.server.host) == ["mx.a", "mx.b", "mx.c"])
        #expect(targets.map(\.line) == [1, 2, 3])
        #expect(targets.map(\.domains) == [2, 1, 1])
        #expect(targets.map(\.domain) == ["first.test", "first.test", "third.test"])
        // Two hosts at one address are for one shard.
        #expect(targets.map(\.group) == [0, 1, 1])
        #expect(targets[2].endpoint.domain == "third.test")
    }

    /// No address and no host is contacted by two shards.
    @Test(arguments: 1...20) func noTwoShardsShareAnAddressOrHost(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var collection = TargetCollection()
        for number in 0..<200 {
            let named = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                server(
                    "h\(Int.random(in: 0..<80, using: &random)).test",
                    "192.0.2.\(Int.random(in: 0..<120, using: &random))")
            }
            collection.add(named, of: "d\(number).test")
        }
        let targets = collection.targets()
        let count = (targets.map(\.group).max() ?? -1) + 1
        var weights = [Int](repeating: 0, count: count)
        for target in targets { weights[target.group] += 1 }
        let shards = Sharding(seed: "\(seed)", shards: 4).shards(ofGroups: weights)
        for key in [\SurveyServer.address, \.host] {
            for (_, sharing) in Dictionary(grouping: targets, by: { $0.server[keyPath: key] }) {
                #expect(Set(sharing.map { shards[$0.group] }).count == 1)
            }
        }
    }

    @Test func whoOptedOut() throws {
        let list = try OptOutList(
            "# asked us\n\nexample.org\n bücher.example \n192.0.2.0/25\n198.51.100.7\n2001:db8::/33\n", file: "f")
        #expect(list.has(name: "example.org") && list.has(name: "mx.example.org"))
        #expect(!list.has(name: "notexample.org") && !list.has(name: "org"))
        #expect(list.has(name: "xn--bcher-kva.example"))
        #expect(list.has(server("mx.example.org", "203.0.113.1")))
        #expect(list.has(server("a.test", "192.0.2.127")) && !list.has(server("a.test", "192.0.2.128")))
        #expect(list.has(server("a.test", "198.51.100.7")) && !list.has(server("a.test", "198.51.100.8")))
        #expect(list.has(server("a.test", "2001:db8:7fff::1")) && !list.has(server("a.test", "2001:db8:8000::1")))
        #expect(!OptOutList().has(server("a.test", "192.0.2.1")))
    }

    @Test func misspelledOptOuts() {
        let error = #expect(throws: Diagnostics.self) {
            try OptOutList("a.test\n192.0.2.0/33\n-\n192.0.2.0/x\nhttps://a.test/\n", file: "f")
        }
        #expect(error?.all.map(\.place.line) == [2, 3, 4, 5])
    }

    /// Unknown stays apart from "no" beside each domain, too.
    @Test func factsKeepUnknownApart() {
        func findings(_ groups: Finding<[String]>, _ untested: UntestedGroups?) -> EndpointFindings {
            EndpointFindings(
                endpoint: server("a.test", "192.0.2.1").endpoint, discovered: [], connection: .measured(.tcp),
                startTLS: .measured(.optional),
                mechanisms: MechanismFindings(beforeTLS: .notApplicable, afterTLS: .notApplicable), versions: [],
                groups: groups, groupsIncomplete: untested, certificates: .notAsked, trust: .notAsked,
                identity: .notAsked, dane: .notOffered)
        }
        let open = UntestedGroups(names: ["X25519MLKEM768"], why: Reason(.timeout))
        #expect(ServerFacts(findings(.measured(["x25519"]), nil)).hybrid == .measured(false))
        #expect(ServerFacts(findings(.measured(["x25519"]), open)).hybrid == .unmeasured(Reason(.timeout)))
        #expect(ServerFacts(findings(.measured(["X25519MLKEM768"]), nil)).hybrid == .measured(true))
        #expect(ServerFacts(findings(.notOffered, nil)).hybrid == .notOffered)
        #expect(ServerFacts(findings(.notOffered, nil)).trusted == .notAsked)
        #expect(ServerFacts(findings(.notOffered, nil)).dane == .notOffered)
    }
}

extension SurveyServer {
    fileprivate var endpoint: Endpoint {
        Endpoint(service: service, domain: "x", host: host, port: port, address: address, mode: mode)
    }
}
