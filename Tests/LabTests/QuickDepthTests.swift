import Archive
import Model
import TLSWire
import Testing

/// What a quick look takes of every server of the lab, and that what it leaves out is never a "no".
@Suite struct QuickDepthTests {
    /// The endpoints of a snapshot; those where several servers answer in turn say something else each time.
    private func endpoints(_ snapshot: Snapshot) -> [Endpoint: EndpointFindings] {
        var found: [Endpoint: EndpointFindings] = [:]
        for (id, findings) in snapshot.providers where id != "wacholderpost" {
            for endpoint in findings.services.flatMap(\.endpoints) { found[endpoint.endpoint] = endpoint }
        }
        return found
    }

    @Test func takesFewConnections() async throws {
        let result = try await QuickScan.shared.result()
        let all = result.proofs.values.flatMap(\.services).flatMap(\.endpoints)
        #expect(all.count >= 140, "\(all.count)")
        for one in all where one.connections > Depth.quick.connectionLimit ?? 0 {
            Issue.record("\(one.endpoint): \(one.connections) connections")
        }
    }

    @Test func leavesOutWithoutDenying() async throws {
        let quick = endpoints(try await QuickScan.shared.result().snapshot)
        let site = try ScannedLab.site
        let date = ScannedLab.date
        let full = endpoints(
            try SnapshotFolder(path: "\(site)/content/snapshots/\(date)", displayPath: "content/snapshots/\(date)")
                .load().snapshot)
        var compared = 0
        for (endpoint, whole) in full {
            guard let part = quick[endpoint], whole.handshake?.value != nil else { continue }
            compared += 1
            for (one, other) in zip(part.versions, whole.versions) {
                guard let facts = one.finding.value else {
                    // A server that hangs up at once may have done so this time.
                    #expect(one.finding == other.finding, "\(endpoint) \(one.version): \(one.finding)")
                    continue
                }
                let names = Set(facts.suites.map(\.name))
                let all = Set((other.finding.value?.suites ?? []).map(\.name))
                #expect(!names.isEmpty && names.isSubset(of: all), "\(endpoint) \(one.version)")
                if names.count < all.count {
                    #expect(facts.incomplete != nil, "\(endpoint) \(one.version)")
                }
            }
            guard let groups = part.groups.value, let all = whole.groups.value else { continue }
            let untested = Set(part.groupsIncomplete?.names ?? [])
            let isModern = whole.versions.last?.finding.value != nil
            for group in all where !groups.contains(group) && isModern && NamedGroup(named: group)?.isForTLS13 == true {
                #expect(untested.contains(group), "\(endpoint): \(group)")
            }
            #expect(
                untested.allSatisfy { !$0.contains("MLKEM") } || groups.contains { $0.contains("MLKEM") }, "\(endpoint)"
            )
            #expect(part.certificates.value?.map(\.subject) == whole.certificates.value?.map(\.subject), "\(endpoint)")
        }
        #expect(compared >= 80, "\(compared)")
    }
}
