/// The most that an endpoint, a provider, an address and a run may take, whatever is done to them; published with every
/// snapshot. What is not looked at because of one of them is unknown, for that reason.
package struct ScanLimits: Hashable, Codable, Sendable {
    /// Seconds for one endpoint, from its first connection. How many connections it may take is `Manners.budget`.
    package var endpointTime = 600
    /// Megabytes received from one endpoint.
    package var endpointBytes = 16
    /// Seconds for one provider, from its first look-up.
    package var providerTime = 1_800
    /// Connections for one provider.
    package var providerConnections = 5_000
    /// Megabytes received for one provider.
    package var providerBytes = 64
    /// Megabytes of evidence of one provider, which are kept in memory until it is finished.
    package var providerMemory = 16
    /// Connections for one provider to one port of an address, whatever names lead there.
    package var portConnections = 400
    /// Connections to one address in a run, whatever names of whatever providers lead there. One provider takes at most
    /// three quarters of them, so that a name of one does not cost another its measurement.
    package var addressConnections = 1_200
    /// Seconds for a run, from its start.
    package var runTime = 18_000
    /// Connections of a run.
    package var runConnections = 1_000_000
    /// Megabytes received in a run.
    package var runBytes = 4_096
    /// Megabytes of evidence in memory in all; beyond it the provider that has the most is ended.
    package var runMemory = 64

    package init() {}
}

extension ScanLimits {
    /// These, with room for an endpoint that may take so many connections: a budget that somebody asks for is not cut by a
    /// bound that nobody set.
    package func fitting(budget: Int) -> ScanLimits {
        var limits = self
        limits.portConnections = max(portConnections, budget)
        // A provider has three quarters of an address.
        limits.addressConnections = max(addressConnections, (limits.portConnections * 4 + 2) / 3)
        limits.providerConnections = max(providerConnections, limits.portConnections)
        limits.runConnections = max(runConnections, limits.providerConnections)
        return limits
    }

    /// Connections that one provider may make to an address.
    package var addressShare: Int { max(1, addressConnections - addressConnections / 4) }

    /// Providers that are begun at once; how long one counts among them, in seconds; and how many there may be at the
    /// same time. One that takes its time does not hold the others up.
    package static let providersAtOnce = 16
    package static let providerPatience = 2
    package static let providersAtMost = 64
    /// Seconds after its end within which a provider's last connections are closed and its findings derived.
    package static let closingTime = 10

    /// Seconds within which that many providers are measured, whatever they do.
    package func longestRun(providers: Int) -> Int {
        let rounds = max(0, providers - 1) / Self.providersAtMost
        let places = max(0, min(providers, Self.providersAtMost) - 1) / Self.providersAtOnce
        let all = rounds * (providerTime + Self.closingTime) + places * Self.providerPatience + providerTime
        return min(runTime, all) + Self.closingTime
    }
}

extension ScanLimits: CustomStringConvertible {
    /// All of them, under the names that `site.yaml` has for them.
    package var description: String {
        "endpoint-time \(endpointTime), endpoint-bytes \(endpointBytes), provider-time \(providerTime), "
            + "provider-connections \(providerConnections), provider-bytes \(providerBytes), "
            + "provider-memory \(providerMemory), port-connections \(portConnections), "
            + "address-connections \(addressConnections), run-time \(runTime), run-connections \(runConnections), "
            + "run-bytes \(runBytes), run-memory \(runMemory)"
    }
}
