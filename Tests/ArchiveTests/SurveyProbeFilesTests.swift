import Model
import Survey
import TestSupport
import Testing

@testable import Archive

/// The files of the probe pass, and how they are joined to those of the resolve pass.
extension SurveyFilesTests {
    private func server(_ number: Int) -> SurveyServer {
        SurveyServer(
            Endpoint(
                service: .mx, domain: "a.test", host: "mx\(number).test", port: 25, address: "192.0.2.\(number)",
                mode: .startTLS))
    }

    /// Domains of which the `n`th names the servers `n` and `n + 1` of five.
    private func resolve(_ folder: SurveyFolder) throws {
        let terms = Self.terms(1)
        var draft = try begin(folder, terms, shard: 0)
        for number in 1...20 {
            let entry = SurveyEntry(line: number, domain: "d\(number).test")
            let domain = SurveyedDomain(
                entry, findings: DomainFindings(domain: entry.domain, dnssec: .measured(.secure)), services: [],
                servers: [server(number % 5), server((number + 1) % 5)])
            try draft.add(try JSONText.encodeLine(domain))
        }
        try draft.publish { data in
            SurveyManifest(
                terms: terms, shard: 0, restart: 0, vantage: "", started: Self.now, finished: Self.now,
                counts: SurveyListCounts(), data: data)
        }
        _ = try SurveyMerge(folder).run(.resolve)
    }

    private func findings(_ target: SurveyTarget) -> EndpointFindings {
        EndpointFindings(
            endpoint: target.endpoint, discovered: [], connection: .measured(.tcp), startTLS: .measured(.optional),
            mechanisms: MechanismFindings(beforeTLS: .notApplicable, afterTLS: .notApplicable),
            versions: [], groups: .notOffered, certificates: .notAsked, trust: .notAsked, identity: .notAsked,
            dane: .notOffered)
    }

    private func probe(_ folder: SurveyFolder, shard: Int, of shards: Int) throws {
        var terms = Self.terms(shards)
        terms.pass = .probe
        terms.targets = try folder.targets(ofList: "ab").sha256
        let (division, servers) = try TargetFile.divide(folder, Sharding(seed: "0", shards: shards))
        var draft = try begin(folder, terms, shard: shard)
        var targets = try TargetFile(folder)
        while let target = try targets.next() {
            guard division[target.group] == shard else { continue }
            try draft.add(try JSONText.encodeLine(SurveyedServer(target, findings: findings(target))))
        }
        var counts = SurveyListCounts()
        counts.servers = servers[shard]
        try draft.publish { data in
            SurveyManifest(
                terms: terms, shard: shard, restart: 0, vantage: "", started: Self.now, finished: Self.now,
                counts: counts, data: data)
        }
    }

    @Test func serversAreJoinedToDomains() throws {
        var results: [[UInt8]] = []
        for shards in [1, 3] {
            let folder = try TemporaryFolder("survey")
            let survey = SurveyFolder(folder.path)
            try resolve(survey)
            for shard in 0..<shards { try probe(survey, shard: shard, of: shards) }
            let (merged, faults) = try SurveyMerge(survey).run(.probe)
            #expect(faults.isEmpty && merged.servers == 5)
            #expect(try read("\(folder.path)/servers.ndjson.gz").count == 5)
            let joined = try read("\(folder.path)/joined.ndjson.gz").map {
                try JSONText.decode(JoinedDomain.self, from: $0, file: "joined")
            }
            #expect(joined.map(\.line) == Array(1...20))
            #expect(joined.allSatisfy { $0.servers.count == 2 && $0.servers.allSatisfy { $0.facts != nil } })
            results.append(
                try bytes("\(folder.path)/servers.ndjson.gz") + (try bytes("\(folder.path)/joined.ndjson.gz")))
        }
        #expect(results[0] == results[1])
    }

    /// A server whose shard is missing is not one that offers nothing.
    @Test func serversOfAMissingShardAreUnknown() throws {
        let folder = try TemporaryFolder("survey")
        let survey = SurveyFolder(folder.path)
        try resolve(survey)
        try probe(survey, shard: 1, of: 2)
        let (merged, faults) = try SurveyMerge(survey).run(.probe)
        #expect(merged.missing == [0] && faults.map(\.rule) == [.missingShard])
        let servers = try read("\(folder.path)/joined.ndjson.gz").flatMap {
            try JSONText.decode(JoinedDomain.self, from: $0, file: "joined").servers
        }
        #expect(servers.contains { $0.facts == nil && $0.line == nil })
        #expect(servers.contains { $0.facts != nil })
    }

    @Test func nothingIsProbedBeforeAllIsResolved() throws {
        let folder = try TemporaryFolder("survey")
        let survey = SurveyFolder(folder.path)
        func refusal(_ list: String = "ab") -> [Diagnostic.Rule]? {
            let error = #expect(throws: Diagnostics.self) { try survey.targets(ofList: list) }
            return error?.all.map(\.rule)
        }
        #expect(refusal() == [.missingShard])
        try write(survey, shard: 0, of: 2)
        _ = try SurveyMerge(survey).run(.resolve)
        #expect(refusal() == [.missingShard])
        try write(survey, shard: 1, of: 2)
        _ = try SurveyMerge(survey).run(.resolve)
        #expect(try !survey.targets(ofList: "ab").sha256.isEmpty)
        #expect(refusal("cd") == [.otherSettings])
        try folder.write([0], to: "targets.ndjson.gz")
        #expect(refusal() == [.brokenShard])
    }
}
