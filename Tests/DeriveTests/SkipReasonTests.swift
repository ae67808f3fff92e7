import DNS
import Model
import Testing

@testable import Derive

/// Endpoints that are not connected to, and what is said of them.
@Suite struct ObstacleTests {
    private func findings(at address: String, avoidsPrivateAddresses: Bool?) throws -> EndpointFindings {
        var plan = PlanRecord(
            provider: "a", name: "A", domains: [], services: [.init(service: .mx, domain: "a.test")])
        plan.avoidsPrivateAddresses = avoidsPrivateAddresses
        plan.blockedPorts = [25]
        let endpoint = Endpoint(
            service: .mx, domain: "a.test", host: "mx.a.test", port: 25, address: address, mode: .startTLS)
        let record = EndpointRecord(id: 1, endpoint: endpoint, lookups: [])
        let found = try deriveFindings(from: [.plan(plan), .endpoint(record)], file: "evidence")
        return try #require(found.services.first?.endpoints.first)
    }

    @Test func aNameOfTheirsLeadsIntoNoNetworkOfOurs() throws {
        for address in ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "169.254.169.254"] {
            let found = try findings(at: address, avoidsPrivateAddresses: true)
            let why = Reason(.privateAddress, "mx.a.test is at \(address)")
            #expect(found.connection == .unmeasured(why) && found.startTLS == .unmeasured(why))
            #expect(found.versions.allSatisfy { $0.finding == .unmeasured(why) })
        }
        for (address, avoids) in [("9.9.9.9", true), ("127.0.0.1", nil)] as [(String, Bool?)] {
            guard case .unmeasured(let why) = try findings(at: address, avoidsPrivateAddresses: avoids).connection
            else {
                Issue.record("measured")
                continue
            }
            #expect(why.code == .notFromHere)
        }
    }

    /// RFC 6764 §4, RFC 6763 §6.4.
    @Test(
        arguments: [
            (["path=/dav/"], "/dav/"), (["note=x", "PATH=/dav"], "/dav"), (["path=/a", "path=/b"], "/a"),
            (["path="], nil),
            (["path=dav"], nil), (["path=/a b"], nil), (["path=/\r\nX: y"], nil), (["pathetic=/a"], nil), ([], nil),
        ] as [([String], String?)])
    func contextPath(_ strings: [String], _ expected: String?) {
        let data = strings.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        let name: [UInt8] = [1, 97, 0]
        var message: [UInt8] = [0, 0, 0x81, 0x80, 0, 0, 0, strings.isEmpty ? 0 : 1, 0, 0, 0, 0]
        if !strings.isEmpty { message += name + [0, 16, 0, 1, 0, 0, 0, 9, 0, UInt8(data.count)] + data }
        let answer = Answer(question: Question("a", .txt), security: .insecure, message: message)
        #expect(Discovery.contextPath(answer) == expected)
    }
}
