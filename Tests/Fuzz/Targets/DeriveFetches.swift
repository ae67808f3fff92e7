import DNS
import Derive
import Model
import Names

extension FuzzTarget {
    /// The input, cut at zero bytes, is what one web server after the other says. Wherever they send us, it is https, a
    /// host with a name, and not without end.
    static let deriveFetches = FuzzTarget("DeriveFetches") { bytes throws(FuzzViolation) in
        var responses = bytes.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)[...]
        var fetches = Fetches()
        let first = FetchTarget(host: "a.test", path: "/.well-known/caldav")
        for round in 0...Fetches.redirectLimit + 1 {
            let target: FetchTarget
            switch fetches.page(first) {
            case .open(let open): target = open
            case .failed(let reason, let records):
                guard reason.detail.utf8.count <= 4_000, records.count <= Fetches.redirectLimit + 1 else {
                    throw FuzzViolation("\(reason)")
                }
                return
            case .page(let page):
                guard !page.isAuthentic, page.response.body.count <= FetchedPage.bodyLimit else {
                    throw FuzzViolation("\(page)")
                }
                return
            }
            guard target.url.hasPrefix("https://"), DomainName.isValid(target.host), IPAddress(target.host) == nil,
                target.path.hasPrefix("/"), target.port > 0, !target.url.utf8.contains(where: { $0 <= 0x20 })
            else { throw FuzzViolation(target.url) }
            let told = responses.popFirst() ?? []
            fetches.add(
                FetchRecord(
                    id: round, at: Instant(milliseconds: 0), url: target.url, lookups: [], address: "127.0.0.1",
                    milliseconds: 1, transcript: [Passage(.received, .inside, told)], ending: .closed))
        }
        throw FuzzViolation("no end")
    }
}
