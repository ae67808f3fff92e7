import DNS
import Model
import Names

extension PlanRecord {
    /// Why an endpoint is not connected to: nobody gets out to its port from where we look, or a name of theirs leads into
    /// a network that only we can reach. `nil` where nothing stands in the way.
    package func obstacle(to endpoint: Endpoint) -> Reason? {
        if avoidsPrivateAddresses == true, IPAddress(endpoint.address)?.isPrivate == true {
            return Reason(.privateAddress, "\(endpoint.host) is at \(endpoint.address)")
        }
        if blockedPorts?.contains(endpoint.port) == true {
            return Reason(.notFromHere, "control hosts do not answer at port \(endpoint.port) either")
        }
        return nil
    }
}
