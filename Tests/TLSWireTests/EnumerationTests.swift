import Model
import TestSupport
import Testing

@testable import TLSWire

/// The enumeration against servers whose configuration is known: it must find exactly that.
@Suite struct EnumerationTests {
    /// Runs an enumeration to its end; answers come back in a random order where there are several slots.
    static func run(
        _ server: ModelServer, depth: Depth = .full, slots: Int = 1, budget: Int = 1_000, seed: UInt64 = 1,
        protocols: [String] = [], mayShareItsPort: Bool = false, width: Int = 1, used: Int = 0
    ) -> Enumeration {
        runRecording(
            server, depth: depth, slots: slots, budget: budget, seed: seed, protocols: protocols,
            mayShareItsPort: mayShareItsPort, width: width, used: used
        ).0
    }

    /// The same with every hello and what became of it.
    static func runRecording(
        _ server: ModelServer, depth: Depth = .full, slots: Int = 1, budget: Int = 1_000, seed: UInt64 = 1,
        protocols: [String] = [], mayShareItsPort: Bool = false, width: Int = 1, used: Int = 0
    ) -> (Enumeration, [(ClientHello, ProbeOutcome)]) {
        var server = server
        var random = SeededGenerator(state: seed)
        var enumeration = Enumeration(
            depth: depth, serverName: "mail.example", applicationProtocols: protocols,
            mayShareItsPort: mayShareItsPort, budget: budget, used: used, width: width)
        var pending: [Probe] = []
        var answers: [(ClientHello, ProbeOutcome)] = []
        while !enumeration.isFinished {
            pending += enumeration.next(slots: slots - pending.count)
            guard !pending.isEmpty else {
                // A machine that neither asks nor ends would hang the scan.
                #expect(enumeration.isFinished)
                break
            }
            let probe = pending.remove(at: Int.random(in: pending.indices, using: &random))
            let sent = probe.hello.encoded(random: [])
            let outcome = server.answer(sent, extent: probe.extent)
            enumeration.record(probe, outcome)
            answers.append((probe.hello, outcome))
        }
        return (enumeration, answers)
    }

    static func suites(_ enumeration: Enumeration, _ version: ProtocolVersion) -> [UInt32]? {
        enumeration.knowledge.finding(version).value?.suites.map(\.code)
    }

    /// A server of 2026: six suites in TLS 1.2, three in TLS 1.3, eight groups.
    static func modern() -> ModelServer {
        var server = ModelServer()
        server.suites = [
            .tls12: [0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8], .tls13: [0x1301, 0x1302, 0x1303],
        ]
        server.groups = [0x11EC, 29, 23, 30, 24, 25, 256, 257].map(NamedGroup.init(rawValue:))
        return server
    }

    @Test(arguments: [1, 8]) func quickOnAModernServer(slots: Int) {
        for own in [true, false] {
            var server = Self.modern()
            server.ownOrder = own
            let enumeration = Self.run(server, depth: .quick, slots: slots)
            let versions = enumeration.versionFindings.map(\.finding)
            #expect(versions.prefix(4).allSatisfy { $0 == .notOffered })
            #expect(Set(Self.suites(enumeration, .tls12) ?? []) == Set(server.suites[.tls12] ?? []))
            #expect(Set(Self.suites(enumeration, .tls13) ?? []) == [0x1301, 0x1302, 0x1303])
            // Of a server that follows the client the connections may not last for the order, which then is not asked.
            let notAsked = Finding<SuitePreference>.unmeasured(enumeration.stopped ?? Reason(.timeout))
            for preference in versions[4...].map({ $0.value?.preference }) {
                #expect(preference == .measured(own ? .server : .client) || !own && preference == notAsked)
            }
            if own { #expect(Self.suites(enumeration, .tls12) == server.suites[.tls12]) }
            if own { #expect(enumeration.knowledge.groups() == .measured(server.groups.map(\.description))) }
            #expect(Set(enumeration.knowledge.groups().value ?? []) == Set(server.groups.map(\.description)))
            // Two of them are second looks at what was refused on one connection.
            #expect(enumeration.connections <= Depth.quick.connectionLimit ?? 0, "\(enumeration.connections)")
        }
    }

    /// Servers that know one group alone, which few other scanners offer.
    @Test(arguments: ["secp521r1", "x448", "ffdhe2048", "brainpoolP256r1", "brainpoolP256r1tls13"])
    func aSingleGroup(_ name: String) throws {
        let group = try #require((NamedGroup.forTLS12 + NamedGroup.forTLS13).first { $0.description == name })
        for depth in [Depth.quick, .full] {
            var server = ModelServer()
            server.groups = [group]
            if NamedGroup.forTLS13.contains(group) { server.suites[.tls13] = [0x1302, 0x1301] }
            if NamedGroup.forTLS12.contains(group) { server.suites[.tls12] = [0xC030, 0xC02F] }
            #expect(!server.suites.isEmpty, "\(group)")
            let enumeration = Self.run(server, depth: depth)
            for (version, suites) in server.suites {
                #expect(Self.suites(enumeration, version) == suites, "\(group) \(version)")
            }
            #expect(enumeration.knowledge.groups() == .measured([group.description]))
        }
    }

    /// Many configurations, drawn at random.
    @Test(arguments: 0..<150) func findsExactlyTheConfiguration(number: Int) {
        let width = number % 2 == 0 ? 1 : 16
        var random = SeededGenerator(state: UInt64(number) &* 7919)
        var server = ModelServer()
        server.ownOrder = Bool.random(using: &random)
        server.prioritizesChaCha = Bool.random(using: &random)
        server.refusing = [.alert, .close, .reset].randomElement(using: &random) ?? .alert
        for version in ProtocolVersion.allCases where version != .ssl2 && Bool.random(using: &random) {
            let all = version == .tls13 ? Array(SuiteOffer.tls13.prefix(5)) : SuiteOffer.classic
            let count = Int.random(in: 1...(version == .tls13 ? 5 : 25), using: &random)
            server.suites[version] = Array(all.shuffled(using: &random).prefix(count))
        }
        if Bool.random(using: &random) { server.ssl2 = [0x010080, 0x0700C0] }
        server.groups = Array(
            [0x11EC, 29, 23, 30, 24, 25, 256].map(NamedGroup.init(rawValue:)).shuffled(using: &random)
                .prefix(Int.random(in: 1...7, using: &random)))
        // Without a group that it knows, a model refuses ECDHE and TLS 1.3; that is another test.
        if !server.groups.contains(.x25519) { server.groups.append(.x25519) }
        let slots = number % 3 == 0 ? 1 : max(6, width)
        let enumeration = Self.run(server, slots: slots, seed: UInt64(number), width: width)
        guard enumeration.knowledge.answers > 0 else {
            #expect(server.suites.isEmpty)
            return
        }
        expectConfiguration(server, enumeration)
        // An alert is seen once. Breaking off has to be seen twice, and apart for suites that need parameters and others
        // once they broke off together; and once it is asked what it does with nothing to choose. Order, groups and the
        // rest come on top.
        for (version, suites) in server.suites where version != .tls13 && !suites.isEmpty {
            let parts = SuiteOffer.parts(version)
            let asked =
                enumeration.hellos(.suites(version)) + parts.reduce(0) { $0 + enumeration.hellos(.part(version, $1)) }
            let offers = asked > enumeration.hellos(.suites(version)) ? parts.count + 1 : 1
            #expect(
                asked <= suites.count + (server.refusing == .alert ? offers : 4 * offers + 2),
                "\(version): \(asked) for \(suites.count) suites")
        }
    }

    /// A server that chooses suites for which it lacks parameters has those behind them all the same.
    @Test(arguments: 0..<60) func findsWhatIsBehindSuitesThatBreakOff(number: Int) {
        let width = number % 2 == 0 ? 1 : 16
        var random = SeededGenerator(state: UInt64(number) &* 104_729)
        var server = ModelServer()
        server.lacksParameters = true
        server.ownOrder = number % 4 != 0
        server.refusing = number % 2 == 0 ? .close : .reset
        let suites = SuiteOffer.classic.filter { [.rsa, .dhe, .ecdhe].contains(SuiteRegistry.suite($0).keyExchange) }
        for version in [ProtocolVersion.tls10, .tls12] {
            let count = Int.random(in: 3...25, using: &random)
            server.suites[version] = Array(suites.shuffled(using: &random).prefix(count))
        }
        if Bool.random(using: &random) { server.suites[.tls13] = [0x1301, 0x1302] }
        server.suites[.tls12] = [0xC02F] + (server.suites[.tls12] ?? []).filter { $0 != 0xC02F }
        let enumeration = Self.run(server, slots: number % 3 == 0 ? 1 : 6, seed: UInt64(number), width: width)
        for version in server.suites.keys where version != .tls13 {
            server.suites[version]?.removeAll { SuiteRegistry.suite($0).keyExchange == .dhe }
            if server.suites[version]?.isEmpty == true { server.suites[version] = nil }
        }
        expectConfiguration(server, enumeration)
    }

    /// Where it chooses them first of all, in every version, no hello that has all suites is ever answered.
    @Test func findsWhatIsBehindThemWhereNothingIsAnsweredFirst() {
        var server = ModelServer()
        server.lacksParameters = true
        server.refusing = .close
        server.suites = [.tls12: [0x009E, 0x0033, 0x009C, 0x002F], .tls10: [0x0033, 0x002F]]
        for slots in [1, 4] {
            let enumeration = Self.run(server, slots: slots)
            #expect(Set(Self.suites(enumeration, .tls12) ?? []) == [0x009C, 0x002F])
            #expect(Set(Self.suites(enumeration, .tls10) ?? []) == [0x002F])
            let oddity = "closes the connection after choosing a DHE suite"
            #expect(enumeration.knowledge.oddities.contains(oddity))
            // Who has none of them only refuses so.
            var other = server
            other.suites = [.tls12: [0x009C, 0x002F], .tls10: [0x002F]]
            #expect(!Self.run(other, slots: slots).knowledge.oddities.contains(oddity))
        }
    }

    /// A server that says no with an alert and breaks off for a few suites, or a filter before it does: what is offered
    /// together with these is found all the same, and they are told apart from what is refused.
    @Test(arguments: 0..<40) func findsWhatStandsBesideSuitesThatAreBrokenOff(number: Int) {
        let width = number % 2 == 0 ? 1 : 16
        var random = SeededGenerator(state: UInt64(number) &* 15_485_863)
        var server = ModelServer()
        server.ownOrder = number % 4 != 0
        let suites = SuiteOffer.classic.filter { [.rsa, .dhe, .ecdhe].contains(SuiteRegistry.suite($0).keyExchange) }
        for version in [ProtocolVersion.tls10, .tls12] {
            server.suites[version] = Array(
                suites.shuffled(using: &random).prefix(Int.random(in: 3...25, using: &random)))
        }
        if Bool.random(using: &random) { server.suites[.tls13] = [0x1301, 0x1302] }
        var expected = server
        // Suites with DHE are suspected together.
        let isBrokenAlone = { (suite: UInt32) in !TLSKnowledge.needsParameters(suite) }
        let broken: Set<UInt32>
        if number % 2 == 0 {
            let old = server.suites.sorted { $0.key < $1.key }.filter { $0.key < .tls13 }.map(\.value)
            broken = Set(old.flatMap { $0.filter(isBrokenAlone).shuffled(using: &random).prefix(2) })
            server.breaksOffAfter = broken
        } else {
            broken = Set(SuiteOffer.classic.filter(isBrokenAlone).shuffled(using: &random).prefix(3))
            server.breaksOffBefore = broken
        }
        for version in server.suites.keys {
            expected.suites[version]?.removeAll(where: broken.contains)
            if expected.suites[version]?.isEmpty == true { expected.suites[version] = nil }
        }
        let enumeration = Self.run(server, slots: number % 3 == 0 ? 1 : 6, seed: UInt64(number), width: width)
        expectConfiguration(expected, enumeration)
        let told = enumeration.knowledge.oddities.compactMap(ProtocolViolation.init(sentence:))
        let named = Set(told.filter { $0.kind == .breaksOffAfterSuite }.map(\.name))
        #expect(named.isSubset(of: broken.map { SuiteRegistry.suite($0).name }))
        #expect(broken.isEmpty || !named.isEmpty, "\(told)")
        #expect(!told.contains(ProtocolViolation(.breaksOffAfterDHE)))
    }

    /// A filter that takes out a kind of suites: those that the server has are found, and three of the kind are enough to
    /// tell the rest of it. Where it takes out some suites of many kinds, the rest is not known in the end.
    @Test(arguments: [1, 8]) func findsWhatStandsBesideAKindThatIsFiltered(slots: Int) {
        var server = Self.modern()
        server.suites = [
            .tls10: [0x002F, 0x0035, 0x000A, 0x0041, 0x0033], .tls12: [0xC02F, 0xC030, 0x009C, 0x009E, 0x0041, 0xC09C],
        ]
        for (isWhole, filtered): (Bool, (SuiteFacts) -> Bool) in [
            (true, \.export), (true, { $0.bits == 0 }), (false, { $0.cipher.hasPrefix("RC4") }),
            (false, { $0.bits < 112 || $0.authentication == .anonymous }),
        ] {
            server.breaksOffBefore = Set(SuiteOffer.classic.filter { filtered(SuiteRegistry.suite($0)) })
            let enumeration = Self.run(server, slots: slots, budget: 200)
            #expect(enumeration.stopped == nil)
            for (version, suites) in server.suites {
                let facts = enumeration.knowledge.finding(version).value
                #expect(facts?.suites.map(\.code) == suites)
                #expect((facts?.incomplete == nil) == isWhole)
            }
            #expect(enumeration.connections <= (isWhole ? 160 : 200), "\(enumeration.connections)")
        }
    }

    private func expectConfiguration(_ server: ModelServer, _ enumeration: Enumeration) {
        for version in ProtocolVersion.allCases where version != .ssl2 {
            let finding = enumeration.knowledge.finding(version)
            guard let expected = server.suites[version] else {
                #expect(finding == .notOffered, "\(version) \(finding)")
                continue
            }
            #expect(Set(finding.value?.suites.map(\.code) ?? []) == Set(expected), "\(version) \(finding)")
            #expect(finding.value?.incomplete == nil)
            guard expected.count > 1 else { continue }
            if case .measured(let preference) = finding.value?.preference {
                #expect(preference == (server.ownOrder ? .server : .client), "\(version)")
            } else {
                // Two suites, of which the server might only prefer ChaCha20 when told to.
                #expect(expected.count == 2)
            }
            if server.ownOrder, !server.prioritizesChaCha { #expect(finding.value?.suites.map(\.code) == expected) }
        }
        let ssl2 = enumeration.knowledge.finding(.ssl2)
        if server.ssl2.isEmpty {
            #expect(ssl2 == .notOffered)
        } else {
            #expect(Self.suites(enumeration, .ssl2) == server.ssl2)
        }
        if let suites = server.suites[.tls13], !suites.isEmpty {
            let names = Set(server.groups.map(\.description))
            #expect(Set(enumeration.knowledge.groups().value ?? []).isSuperset(of: names))
        }
    }

    /// Servers that stumble still tell everything; the order of a cut list is another matter.
    @Test(arguments: 0..<6, [1, 16]) func quirks(quirk: Int, width: Int) {
        for refusing in [ModelServer.Refusing.alert, .reset] {
            // Who refuses a list of more than 40 by an alert gets no hello that short.
            if quirk == 1, refusing == .alert { continue }
            var server = ModelServer()
            server.refusing = refusing
            server.suites = [
                .ssl3: [0x0005, 0x000A], .tls10: [0x002F, 0x0035, 0x0005, 0x0096, 0x0007],
                .tls12: [0xC02F, 0x009C, 0x002F, 0x0035, 0xC09D, 0x0041],
            ]
            switch quirk {
            case 0: server.longestList = 64
            case 1: server.longestList = 40
            case 2: server.dislikesExtensions = true
            case 3:
                server.suites[.tls13] = [0x1302, 0x1301]
                server.needsKeyShare = true
            case 4: server.readsOnly = 100
            default:
                server.suites[.tls12] = nil
                server.hangsAt = [.tls12]
            }
            let enumeration = Self.run(server, slots: 4, width: width)
            for (version, suites) in server.suites {
                let finding = enumeration.knowledge.finding(version)
                #expect(Set(Self.suites(enumeration, version) ?? []) == Set(suites), "\(quirk) \(version) \(finding)")
            }
            if quirk == 5 {
                #expect(enumeration.knowledge.finding(.tls12) == .unmeasured(Reason(.timeout)))
            }
            #expect(enumeration.connections < 140, "\(enumeration.connections)")
        }
    }

    @Test(arguments: [3, 5, 7, 11], [1, 16]) func timeoutsAreAskedAgain(every: Int, width: Int) {
        var server = Self.modern()
        server.dropsEvery = every
        let enumeration = Self.run(server, width: width)
        #expect(Set(Self.suites(enumeration, .tls12) ?? []) == Set(server.suites[.tls12] ?? []))
        #expect(Self.suites(enumeration, .tls13) == server.suites[.tls13])
        #expect(enumeration.versionFindings.prefix(4).allSatisfy { $0.finding == .notOffered })
    }

    /// After a number of connections the server breaks off every one: that is no refusal of anything.
    @Test(arguments: [3, 6, 9, 12, 20, 30, 40, 60], [1, 16])
    func aServerThatCountsConnections(limit: Int, width: Int) {
        var server = Self.modern()
        server.connectionLimit = limit
        let enumeration = Self.run(server, width: width)
        let told = enumeration.knowledge.oddities.compactMap(ProtocolViolation.init(sentence:))
        #expect(!told.contains { $0.kind == .breaksOffAfterSuite })
        for version in ProtocolVersion.allCases {
            let finding = enumeration.knowledge.finding(version)
            if let facts = finding.value, let expected = server.suites[version] {
                #expect(facts.suites.count == expected.count || facts.incomplete != nil, "\(version) \(finding)")
            } else if server.suites[version] != nil {
                #expect(finding.isUnknown, "\(version) \(finding)")
            }
        }
    }

    @Test func aDeadServerIsLeftAlone() {
        var server = ModelServer()
        server.dropsEvery = 1
        let enumeration = Self.run(server)
        #expect(enumeration.connections <= 8)
        #expect(enumeration.versionFindings.allSatisfy { $0.finding == .unmeasured(Reason(.timeout)) })
        #expect(enumeration.knowledge.groups().isUnknown)
    }

    @Test(arguments: [0, 1, 5, 10, 17]) func theBudgetIsKept(budget: Int) {
        let enumeration = Self.run(Self.modern(), slots: 4, budget: budget)
        #expect(enumeration.connections <= budget)
        #expect(enumeration.stopped?.code == .budget)
        #expect(enumeration.versionFindings.allSatisfy { $0.finding != .notOffered || budget > 1 })
        #expect(enumeration.versionFindings.count == 6)
    }

    /// OpenSSL's PrioritizeChaCha must not be taken for the client's order, not even where there are two suites only.
    @Test(arguments: [[0xC02F, 0xCCA8], [0xCCA8, 0xC02F], [0xC02F, 0x009C, 0xCCA8]], [true, false])
    func prioritizedChaChaIsSeenThrough(suites: [UInt32], prioritizes: Bool) {
        var server = ModelServer()
        server.suites = [.tls12: suites]
        server.prioritizesChaCha = prioritizes
        for width in [1, 16] {
            let facts = Self.run(server, width: width).knowledge.finding(.tls12).value
            #expect(facts?.preference == .measured(.server))
            #expect(facts?.suites.map(\.code) == suites)
        }
    }
}
