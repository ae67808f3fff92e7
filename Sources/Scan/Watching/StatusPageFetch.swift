import DNS
import Derive
import Dialogues
import Model
import Names
import Trust

extension ServiceChecker {
    /// What a page may have; those of large providers have some hundred kilobytes.
    private static let pageLimit = 2 << 20
    /// Redirects that are followed in a row.
    private static let redirectLimit = 3
    /// Addresses of each family that are tried.
    private static let addressesAtMost = 2

    /// Fetches a page that a provider's file names. Whatever its server does, this ends within the time: a watch has
    /// services to check.
    /// - Parameters:
    ///   - address: an https URL.
    ///   - time: after which it counts as a time-out.
    /// - Returns: the body of a response with the status 200, or why there is none.
    package func page(at address: String, within time: Duration) async -> Result<[UInt8], StatusPageFault> {
        let clock = settings.clock
        return await withTaskGroup(of: Result<[UInt8], StatusPageFault>?.self) { tasks in
            tasks.addTask {
                do throws(StatusPageFault) {
                    return .success(try await self.follow(address))
                } catch {
                    return .failure(error)
                }
            }
            tasks.addTask {
                try? await clock.sleep(for: time)
                return nil
            }
            let first = await tasks.next() ?? nil
            tasks.cancelAll()
            return first ?? .failure(StatusPageFault(Reason(.timeout, "no response within \(time)")))
        }
    }

    private func follow(_ address: String) async throws(StatusPageFault) -> [UInt8] {
        guard var target = FetchTarget(address) else {
            throw StatusPageFault(Reason(.malformed, "not an https URL"))
        }
        for _ in 0...Self.redirectLimit {
            let response = try await response(of: target)
            switch response.status {
            case 200:
                if !response.isTruncated { return response.body }
                throw StatusPageFault(
                    Reason(.tooLarge, "the response was cut off, or has more than \(Self.pageLimit >> 20) MiB"))
            case 301, 302, 303, 307, 308:
                let location = response.field("location") ?? ""
                guard let next = target.redirected(to: location), next.isAtWebPort else {
                    throw StatusPageFault(Reason(.malformed, "redirect to '\(location.prefix(120))'"))
                }
                target = next
            default: throw StatusPageFault(Reason(.serverError, "HTTP status \(response.status)"))
            }
        }
        throw StatusPageFault(Reason(.tooLarge, "more than \(Self.redirectLimit) redirects"))
    }

    /// One response; nothing is believed of a server whose certificate does not prove that it is the one that is meant.
    private func response(of target: FetchTarget) async throws(StatusPageFault) -> HTTPResponse {
        let answers = [await resolver.lookup(target.host, .a), await resolver.lookup(target.host, .aaaa)]
        let addresses = answers.flatMap { $0.addresses.prefix(Self.addressesAtMost) }
        var failure =
            answers.compactMap(\.failure).first ?? Reason(.noSuchName, "\(target.host) has no address")
        if !settings.allowsPrivateAddresses, let inner = addresses.first(where: \.isPrivate) {
            throw StatusPageFault(Reason(.privateAddress, "\(target.host) is at \(inner)"))
        }
        for address in addresses {
            let (ending, notes) = await request(target, at: address.description)
            if let fault = notes.page?.fault { throw StatusPageFault(fault) }
            if let response = notes.page?.response(ending: ending) {
                if isAuthentic(notes.chain, target.host) { return response }
                throw StatusPageFault(Reason(.malformed, "\(target.host) has no valid certificate"))
            }
            failure = Reason(.closed, "before the response")
            if case .failed(let reason) = ending { failure = reason }
        }
        throw StatusPageFault(failure)
    }

    private func request(
        _ target: FetchTarget, at address: String
    ) async -> (ending: ProbeRecord.Ending, notes: CheckNotes) {
        let notes = Locked(CheckNotes())
        let request = HTTPRequest(
            host: target.host, port: target.port, path: target.path, userAgent: settings.identity.userAgent)
        let endpoint = Endpoint(
            service: .https, domain: target.host, host: target.host, port: target.port, address: address, mode: .direct)
        let result = await connect(to: address, port: target.port) {
            CheckScript(
                opening: nil, inside: HTTPDialogue(request, bodyLimit: Self.pageLimit),
                tls: try? TLSSession(
                    serverName: endpoint.serverName, applicationProtocols: endpoint.applicationProtocols,
                    requestsStatus: false), notes: notes)
        }
        return (result.ending, notes.withLock { $0 })
    }

    private func isAuthentic(_ chain: [[UInt8]], _ host: String) -> Bool {
        verifyChain(chain: chain, anchors: store.anchors(for: chain), at: settings.now()).valid
            && checkIdentity(leaf: chain.first ?? [], service: .https, domain: host, host: host).valid
    }
}
