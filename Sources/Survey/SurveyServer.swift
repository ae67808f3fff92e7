import Model

/// One place that a survey connects to, once, however many domains name it: service × host × port × address × mode.
package struct SurveyServer: Hashable, Codable, Sendable {
    package var service: Service
    /// Lower case, in A-labels, without the final dot.
    package var host: String
    package var port: UInt16
    /// An IPv4 or IPv6 address in its usual text form.
    package var address: String
    package var mode: Endpoint.Mode

    /// The place of an endpoint, whichever domain's it is.
    package init(_ endpoint: Endpoint) {
        service = endpoint.service
        host = endpoint.host
        port = endpoint.port
        address = endpoint.address
        mode = endpoint.mode
    }
}

extension SurveyServer: Comparable {
    /// By service, host, port, address and mode, each as text: the order of the file of servers.
    package static func < (left: SurveyServer, right: SurveyServer) -> Bool {
        (left.service.rawValue, left.host, left.port, left.address, left.mode.rawValue)
            < (right.service.rawValue, right.host, right.port, right.address, right.mode.rawValue)
    }
}
