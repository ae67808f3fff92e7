import DNS
import Dialogues
import Model
import Trust

/// The pages that were fetched, by address.
package struct Fetches: Sendable {
    private var known: [String: FetchRecord] = [:]
    private var certificates: [String: [UInt8]] = [:]
    /// Read when first asked for. Copies share what was read: a record never changes.
    private let responses = Memo<Int, HTTPDialogue>()
    private let pages = Memo<FetchTarget, Result<FetchedPage, Unread>>()

    package init() {}

    /// Out of the evidence.
    package init(_ records: some Sequence<FetchRecord>, certificates: [String: [UInt8]] = [:]) {
        for record in records { add(record, certificates: certificates) }
    }

    /// The first record of an address stays: a run fetches each once.
    /// - Parameter certificates: DER forms by their digests, those of the record's chain and anchors among them.
    package mutating func add(_ record: FetchRecord, certificates: [String: [UInt8]] = [:]) {
        guard known[record.url] == nil else { return }
        known[record.url] = record
        for digest in (record.session?.chain ?? []) + record.anchors {
            if let der = certificates[digest] { self.certificates[digest] = der }
        }
    }

    package subscript(target: FetchTarget) -> FetchRecord? { known[target.url] }

    /// The most redirects in a row that are followed; browsers follow more.
    package static let redirectLimit = 5

    /// What came of a fetch.
    package enum Outcome: Sendable {
        /// Pages that are not fetched yet; fetch them and ask again.
        case open(FetchTarget)
        /// A response that is no redirect (or one that was not to be followed), and the records on the way to it.
        case page(FetchedPage)
        /// Nothing came, for a reason, and the records that show it.
        case failed(Reason, records: [Int])
    }

    /// Follows an address to its page.
    /// - Parameters:
    ///   - redirects: how many redirects may be followed; 0 for what must not redirect, as an MTA-STS policy
    ///     (RFC 8461 §3.3).
    package func page(_ target: FetchTarget, redirects: Int = redirectLimit) -> Outcome {
        var target = target
        var seen: [String] = []
        var ids: [Int] = []
        while true {
            guard !seen.contains(target.url) else {
                return .failed(Reason(.malformed, "redirect loop back to \(target.url)"), records: ids)
            }
            seen.append(target.url)
            guard let record = self[target] else { return .open(target) }
            ids.append(record.id)
            let page: FetchedPage
            switch pages.value(target, { fetched(record, target) }) {
            case .success(var found):
                found.records = ids
                page = found
            case .failure(let unread): return .failed(unread.reason, records: ids)
            }
            guard page.isRedirect, redirects > 0 else { return .page(page) }
            guard seen.count <= redirects else {
                return .failed(Reason(.tooLarge, "more than \(redirects) redirects"), records: ids)
            }
            let location = page.response.field("location") ?? ""
            guard let next = target.redirected(to: location) else {
                return .failed(
                    Reason(.malformed, "redirect to a non-HTTPS URL: \(location.prefix(120))"), records: ids)
            }
            guard next.isAtWebPort else {
                return .failed(
                    Reason(.malformed, "redirect to port \(next.port) of another protocol"), records: ids)
            }
            target = next
        }
    }

    private struct Unread: Error { var reason: Reason }

    /// What came as the response of a page.
    func dialogue(_ record: FetchRecord, _ target: FetchTarget) -> HTTPDialogue {
        responses.value(record.id) {
            var dialogue = HTTPDialogue(
                HTTPRequest(host: target.host, port: target.port, path: target.path, userAgent: ""),
                bodyLimit: FetchedPage.bodyLimit)
            dialogue.replay(record.transcript, .inside)
            return dialogue
        }
    }

    private func fetched(_ record: FetchRecord, _ target: FetchTarget) -> Result<FetchedPage, Unread> {
        let dialogue = dialogue(record, target)
        if let fault = dialogue.fault { return .failure(Unread(reason: fault)) }
        guard let response = dialogue.response(ending: record.ending) else {
            guard case .failed(let why) = record.ending else {
                return .failure(Unread(reason: Reason(.closed, "before the response")))
            }
            return .failure(Unread(reason: why))
        }
        let chain = record.session?.chain.compactMap { certificates[$0] } ?? []
        return .success(
            FetchedPage(
                target: target, response: response,
                trust: verifyChain(
                    chain: chain, anchors: record.anchors.compactMap { certificates[$0] }, at: record.at),
                identity: checkIdentity(
                    leaf: chain.first ?? [], service: .https, domain: target.host, host: target.host),
                records: []))
    }
}

/// A page, and how far its server is to be believed.
package struct FetchedPage: Hashable, Sendable {
    /// Bytes of a body that are kept. RFC 8461 §3.2 has 64 kB as the most that a policy needs.
    package static let bodyLimit = 60_000

    /// The address that the page came from, after any redirects.
    package var target: FetchTarget
    package var response: HTTPResponse
    /// Whether the chain leads to a trusted root, and whether the certificate is for the host. A page with a false one
    /// here came from nobody knows whom.
    package var trust: TrustFacts
    package var identity: IdentityFacts
    /// Ids of the records on the way, the page's own last.
    package var records: [Int]

    package var isAuthentic: Bool { trust.valid && identity.valid }

    /// RFC 9110 §15.4, those that a GET follows.
    package var isRedirect: Bool {
        [301, 302, 303, 307, 308].contains(response.status) && response.field("location") != nil
    }
}
