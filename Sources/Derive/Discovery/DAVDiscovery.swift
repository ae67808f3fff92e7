import DNS
import Model

extension Discovery {
    /// A path out of a TXT record, and where it stands.
    struct ContextPath {
        var path: String
        var question: Question
        var lookup: Int
    }

    /// RFC 6764: SRV records for DAV over TLS, with a TXT record beside them for the path (§4), then what the provider
    /// file names; where neither names a place, the well-known address of the domain, whose redirect leads to the server
    /// (§5).
    mutating func discoverDAV(
        _ service: Service, domain: String, hosts: [Provider.Host]
    ) {
        let word = service == .caldav ? "caldav" : "carddav"
        let name = "_\(word)s._tcp.\(domain)"
        var path: ContextPath?
        if let known = ask(Question(name, .srv)), known.answer.services.contains(where: { !$0.isNotOffered }) {
            guard let text = ask(Question(name, .txt)) else { return }
            path = Self.contextPath(text.answer).map {
                ContextPath(path: $0, question: text.answer.question, lookup: text.id)
            }
        }
        guard
            let declined = discoverSRV(
                service, [("_\(word)s", .direct)], domain: domain, path: path)
        else { return }
        addNamed(service, domain: domain, hosts: hosts)
        if places.isEmpty, open.isEmpty, !declined {
            addWellKnown(service, FetchTarget(host: domain, path: "/.well-known/\(word)"))
        }
        concludeNamed(declined: declined)
    }

    /// The first `path=` among the strings (RFC 6763 §6.4: of a key that is there twice the first counts; keys in any
    /// case), if it is one that can stand in a request.
    static func contextPath(_ answer: Answer) -> String? {
        let key = Array("path=".utf8)
        for case .txt(let strings) in (answer.records ?? []).prefix(RecordText.recordLimit) {
            for string in strings
            where string.count > key.count && string.prefix(key.count).map({ $0 | 0x20 }) == key.map({ $0 | 0x20 }) {
                let path = string.dropFirst(key.count)
                let isPath = path.first == UInt8(ascii: "/") && path.allSatisfy { (0x21...0x7E).contains($0) }
                return isPath ? String(decoding: path, as: UTF8.self) : nil
            }
        }
        return nil
    }

    private mutating func addWellKnown(
        _ service: Service, _ target: FetchTarget
    ) {
        switch fetch(target) {
        case .open: break
        case .failed(let reason, let records):
            lookups += records
            if reason.code != .noSuchName, reason.code != .connectionRefused { note(reason) }
        case .page(let page):
            lookups += page.records
            // Only a server that asks who is there, or sent us elsewhere, shows that something is served.
            guard page.records.count > 1 || page.response.status == 401 else { return }
            add(
                Target(
                    host: page.target.host, port: page.target.port, mode: .direct, lookups: page.records,
                    discovered: ["\(target.url) redirects to \(page.target.url)"], isSecure: false,
                    path: page.target.path),
                service: service, domain: target.host)
        }
    }
}
