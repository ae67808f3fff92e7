import Model
import Testing

@testable import TLSWire

/// What a quick look takes, and that nothing which it leaves out is taken for a "no".
@Suite struct QuickLookTests {
    /// A server by its name, so that a failed test says which.
    private static let servers: [(name: String, server: ModelServer)] = {
        let many = Array(SuiteOffer.classic.prefix(40))
        var modern = EnumerationTests.modern()
        var list: [(String, ModelServer)] = [("modern", modern)]
        modern.groups = [29, 23, 24].map(NamedGroup.init(rawValue:))
        list.append(("without hybrids", modern))
        modern.groups = NamedGroup.forTLS13
        list.append(("all groups", modern))
        modern.ownOrder = false
        modern.groups = [29, 23, 0x11EB].map(NamedGroup.init(rawValue:))
        list.append(("client's order", modern))
        var old = ModelServer()
        for version in [ProtocolVersion.ssl3, .tls10, .tls11, .tls12] { old.suites[version] = many }
        old.ssl2 = [0x010080]
        list.append(("old", old))
        var parameters = EnumerationTests.modern()
        parameters.suites[.tls12] = [0x009E, 0x0033] + (parameters.suites[.tls12] ?? [])
        parameters.lacksParameters = true
        parameters.ownOrder = false
        list.append(("without parameters", parameters))
        return list.flatMap { name, server in
            // Who has no parameters breaks off, whatever it does else.
            [ModelServer.Refusing.alert, .close, .reset].filter { !server.lacksParameters || $0 != .alert }.map {
                refusing in
                var server = server
                server.refusing = refusing
                return ("\(name), \(refusing)", server)
            }
        }
    }()

    @Test(arguments: servers.map(\.name), [1, 8]) func knowsWhatComesFirst(_ name: String, slots: Int) throws {
        let server = try #require(Self.servers.first { $0.name == name }).server
        let enumeration = EnumerationTests.run(server, depth: .quick, slots: slots)
        #expect(enumeration.connections <= Depth.quickLimit)
        for entry in enumeration.versionFindings {
            let isSpoken = server.suites[entry.version] != nil || entry.version == .ssl2 && !server.ssl2.isEmpty
            guard let facts = entry.finding.value else {
                #expect(!isSpoken && entry.finding == .notOffered, "\(entry.version): \(entry.finding)")
                continue
            }
            #expect(isSpoken)
            guard let accepted = server.suites[entry.version] else { continue }
            let seen = Set(facts.suites.map(\.code))
            #expect(!seen.isEmpty && seen.isSubset(of: accepted), "\(entry.version)")
            // Not all of them, and no word of it, would be a "no".
            if seen.count < accepted.count, !server.lacksParameters {
                #expect(
                    facts.incomplete != nil, "\(entry.version): \(String(describing: facts.incomplete))")
            }
        }
        guard server.suites[.tls13] != nil else { return }
        let hybrids = Set(server.groups.filter(\.isKeyEncapsulation).map(\.description))
        let seen = Set(enumeration.knowledge.groups().value ?? [])
        let untested = Set(enumeration.knowledge.untestedGroups()?.names ?? [])
        #expect(hybrids.isEmpty ? untested.allSatisfy { !$0.contains("MLKEM") } : !hybrids.isDisjoint(with: seen))
        // Each group was seen or is named as untested.
        #expect(server.groups.allSatisfy { seen.contains($0.description) || untested.contains($0.description) })
    }

    /// A survey takes six connections, one of them a handshake; what it has no connection for is unknown, never a "no".
    @Test(arguments: servers.map(\.name), [1, 8]) func surveysTakeFewConnections(_ name: String, slots: Int) throws {
        let server = try #require(Self.servers.first { $0.name == name }).server
        let enumeration = EnumerationTests.run(server, depth: .survey, slots: slots, used: 1)
        #expect(enumeration.connections < Depth.survey.connectionLimit ?? 0)
        for entry in enumeration.versionFindings {
            let isSpoken = server.suites[entry.version] != nil || entry.version == .ssl2 && !server.ssl2.isEmpty
            switch entry.finding {
            case .measured(let facts):
                #expect(isSpoken)
                #expect(facts.suites.count == 1 && facts.incomplete != nil, "\(entry.version): \(facts)")
            case .unmeasured, .refused: break
            default: #expect(!isSpoken && entry.version != .ssl2, "\(entry.version): \(entry.finding)")
            }
        }
        guard name.hasSuffix("alert"), server.suites[.tls13] != nil else { return }
        // Of a modern server that much is enough for hybrids and for all versions of TLS.
        let unknown = enumeration.versionFindings.filter(\.finding.isUnknown).map(\.version)
        #expect(unknown.contains(.ssl2) && unknown.allSatisfy { $0 < .tls10 }, "\(name)")
        let hybrids = Set(server.groups.filter(\.isKeyEncapsulation).map(\.description))
        let seen = Set(enumeration.knowledge.groups().value ?? [])
        let untested = Set(enumeration.knowledge.untestedGroups()?.names ?? [])
        #expect(hybrids.isEmpty ? untested.allSatisfy { !$0.contains("MLKEM") } : !hybrids.isDisjoint(with: seen))
    }

    /// The schemes seen by the way are not all; a full look knows them all, or that names of schemes do not reach it.
    @Test func schemesThatWereNotAskedFor() {
        var server = EnumerationTests.modern()
        server.signatures = [
            .rsa: [0x0804, 0x0401].map(SignatureScheme.init(rawValue:)), .ecdsa: [SignatureScheme(rawValue: 0x0403)],
        ]
        func incomplete(_ depth: Depth) -> Reason? {
            let knowledge = EnumerationTests.run(server, depth: depth).knowledge
            return knowledge.parameters(versions: knowledge.versionFindings()).signatureSchemesIncomplete
        }
        #expect(incomplete(.quick)?.code == .notAsked)
        #expect(incomplete(.full) == nil)
    }

    /// Wherever the connections end, schemes that are called all there are are all.
    @Test(arguments: [1, 16]) func schemesWithinTheBudget(width: Int) {
        var server = EnumerationTests.modern()
        let (rsa, ecdsa) = ([0x0804, 0x0401, 0x0805, 0x0601] as [UInt16], [0x0403, 0x0603] as [UInt16])
        server.signatures = [
            .rsa: rsa.map(SignatureScheme.init(rawValue:)), .ecdsa: ecdsa.map(SignatureScheme.init(rawValue:)),
        ]
        let all = Set((rsa + ecdsa).map { SignatureScheme(rawValue: $0).description })
        let needed = EnumerationTests.run(server, slots: max(4, width), width: width).connections
        var (partly, wholly) = (0, 0)
        for budget in 5...needed {
            let knowledge = EnumerationTests.run(server, slots: max(4, width), budget: budget, width: width).knowledge
            let found = knowledge.parameters(versions: knowledge.versionFindings())
            guard let schemes = found.signatureSchemes.value else { continue }
            if found.signatureSchemesIncomplete == nil {
                #expect(Set(schemes) == all, "\(budget)")
                wholly += 1
            } else {
                partly += 1
            }
        }
        #expect(partly > 0 && wholly > 0)
    }

    /// Connections that were made beside it count.
    @Test func handshakesCount() {
        var enumeration = Enumeration(depth: .quick, serverName: "mail.example", used: Depth.quickLimit - 1)
        #expect(enumeration.next(slots: 8).count == 1)
        #expect(enumeration.stopped?.code == .notAsked)
    }
}

extension Depth {
    fileprivate static var quickLimit: Int { quick.connectionLimit ?? 0 }
}
