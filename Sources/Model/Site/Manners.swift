/// How politely is measured; printed with every scan.
package struct Manners: Hashable, Codable, Sendable {
    /// Connections to one address at the same time.
    package var perAddress: Int
    /// Milliseconds between the starts of two connections to one address.
    package var gap: Int
    /// Connections to one endpoint in one run.
    package var budget: Int
    /// Milliseconds to wait for a connection or an answer.
    package var timeout: Int
    /// Connections in all at the same time.
    package var jobs: Int
    /// Connections to one mail exchanger at the same time; `nil`: one, as many allow no more.
    package var perExchanger: Int?
    /// Connections to one endpoint at the same time, however many its address may have; `nil`: eight.
    package var perEndpoint: Int?

    package init(perAddress: Int = 2, gap: Int = 50, budget: Int = 200, timeout: Int = 10_000, jobs: Int = 50) {
        self.perAddress = perAddress
        self.gap = gap
        self.budget = budget
        self.timeout = timeout
        self.jobs = jobs
    }
}

extension Manners {
    /// Connections to one address at the same time, for a service.
    package func connections(to service: Service) -> Int { service == .mx ? perExchanger ?? 1 : perAddress }
}
