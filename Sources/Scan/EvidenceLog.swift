import DNS
import Derive
import Model
import Text
import Trust

/// The evidence of one provider while it grows: numbers the records, asks every question once, keeps every certificate
/// once.
actor EvidenceLog {
    private(set) var records: [EvidenceRecord] = []
    private(set) var answers = Answers()
    private(set) var fetches = Fetches()
    /// The fetches of pages, by address.
    let pages = SingleFlight<String, Void>()
    /// Places that are probed already.
    private var places: Set<Endpoint> = []
    private var nextID = 1
    /// DER forms by their digests.
    private var certificates: [String: [UInt8]] = [:]
    /// Digests of the anchors of a chain, by the digests of its certificates: most connections show the same chain.
    private var anchors: [[String]: [String]] = [:]
    private let now: @Sendable () -> Instant
    private let lookup: @Sendable (Question) async -> Answer

    /// - Parameter lookup: asks the DNS.
    init(
        plan: PlanRecord, now: @escaping @Sendable () -> Instant, lookup: @escaping @Sendable (Question) async -> Answer
    ) {
        self.now = now
        self.lookup = lookup
        records = [.plan(plan)]
    }

    /// Asks those of the questions that were not asked yet, all at the same time.
    func ask(_ questions: [Question]) async {
        let open = questions.filter { answers[$0] == nil }
        let at = now()
        let lookup = self.lookup
        let found = await withTaskGroup(of: (Int, Answer).self) { group in
            for (index, question) in open.enumerated() {
                group.addTask { (index, await lookup(question)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // In the order asked, so that the same answers give the same evidence.
        for (_, answer) in found.sorted(by: { $0.0 < $1.0 }) where answers[answer.question] == nil {
            let id = takeID()
            answers.add(answer, id: id, at: at)
            records.append(.lookup(answer.record(id: id, at: at)))
        }
    }

    /// Keeps a page under a fresh id. Its certificates have to be there already.
    func keep(fetch record: (Int) -> FetchRecord) {
        let record = record(takeID())
        fetches.add(record, certificates: certificates)
        records.append(.fetch(record))
    }

    /// A place that is to be looked at; `nil` where it is looked at already, for another domain that it serves too.
    func add(_ place: Discovery.Place) -> Int? {
        var anyone = place.endpoint
        if !anyone.isXMPP { anyone.domain = "" }
        guard places.insert(anyone).inserted else { return nil }
        let id = takeID()
        records.append(.endpoint(EndpointRecord(id: id, endpoint: place.endpoint, lookups: place.lookups)))
        return id
    }

    /// Keeps certificates once each; returns their digests.
    func add(certificates: [[UInt8]], digest: ([UInt8]) -> String) -> [String] {
        certificates.map { der in
            let sha256 = digest(der)
            if self.certificates.updateValue(der, forKey: sha256) == nil {
                records.append(.certificate(CertificateRecord(sha256: sha256, der: Bytes(der))))
            }
            return sha256
        }
    }

    /// Keeps a chain, and what of the trust store verifying it needs.
    /// - Returns: the digests of the anchors.
    func add(chain: [[UInt8]], trusting store: TrustStore) -> [String] {
        let digest: ([UInt8]) -> String = { hexadecimal(Digest.sha256($0)) }
        let digests = add(certificates: chain, digest: digest)
        if let known = anchors[digests] { return known }
        let found = add(certificates: store.anchors(for: chain), digest: digest)
        anchors[digests] = found
        return found
    }

    /// Adds a probe under a fresh id.
    func add(_ probe: (Int) -> ProbeRecord) {
        records.append(.probe(probe(takeID())))
    }

    private func takeID() -> Int {
        defer { nextID += 1 }
        return nextID
    }
}
