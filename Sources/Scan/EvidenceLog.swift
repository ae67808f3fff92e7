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
    /// Where the record of each endpoint stands, by its id.
    private var endpoints: [Int: Int] = [:]
    /// DER forms by their digests.
    private var certificates: [String: [UInt8]] = [:]
    /// Digests of the anchors of a chain, by the digests of its certificates: most connections show the same chain.
    private var anchors: [[String]: [String]] = [:]
    private let now: @Sendable () -> Instant
    private let lookup: @Sendable (Question) async -> Answer
    private let allowance: Allowance

    /// Look-ups under way for one provider at the same time: the resolver is there for others too.
    static let lookupsAtOnce = 32
    /// About what a record takes in memory beside the bytes that were seen.
    private static let recordSize = 512

    /// - Parameters:
    ///   - allowance: once it is used up, nothing more is asked: every further answer is the reason for that.
    ///   - lookup: asks the DNS.
    init(
        plan: PlanRecord, allowance: Allowance = .unlimited, now: @escaping @Sendable () -> Instant,
        lookup: @escaping @Sendable (Question) async -> Answer
    ) {
        self.allowance = allowance
        self.now = now
        self.lookup = lookup
        records = [.plan(plan)]
    }

    /// Asks those of the questions that were not asked yet, all at the same time.
    func ask(_ questions: [Question]) async {
        let open = questions.filter { answers[$0] == nil }
        let at = now()
        let (lookup, allowance) = (self.lookup, self.allowance)
        let found = await withTaskGroup(of: (Int, Answer).self) { group in
            var found: [(Int, Answer)] = []
            for (index, question) in open.enumerated() {
                if index >= Self.lookupsAtOnce, let one = await group.next() { found.append(one) }
                group.addTask {
                    if let reason = allowance.stopped { return (index, .unasked(question, reason)) }
                    let answer = await lookup(question)
                    guard answer.failure?.code == .interrupted, let reason = allowance.stopped
                    else { return (index, answer) }
                    return (index, .unasked(question, reason))
                }
            }
            for await one in group { found.append(one) }
            return found
        }
        // In the order asked, so that the same answers give the same evidence.
        for (_, answer) in found.sorted(by: { $0.0 < $1.0 }) where answers[answer.question] == nil {
            let id = takeID()
            answers.add(answer, id: id, at: at)
            append(.lookup(answer.record(id: id, at: at)), size: answer.message?.count ?? 0)
        }
    }

    private func append(_ record: EvidenceRecord, size: Int) {
        records.append(record)
        allowance.add(kept: size + Self.recordSize)
    }

    /// Keeps a page under a fresh id. Its certificates have to be there already.
    func keep(fetch record: (Int) -> FetchRecord) {
        let record = record(takeID())
        fetches.add(record, certificates: certificates)
        append(.fetch(record), size: record.transcript.reduce(0) { $0 + $1.bytes.count })
    }

    /// A place that is to be looked at; `nil` where it is looked at already, for another domain that it serves too.
    func add(_ place: Discovery.Place) -> Int? {
        var anyone = place.endpoint
        if !anyone.isXMPP { anyone.domain = "" }
        guard places.insert(anyone).inserted else { return nil }
        let id = takeID()
        endpoints[id] = records.count
        append(.endpoint(EndpointRecord(id: id, endpoint: place.endpoint, lookups: place.lookups)), size: 0)
        return id
    }

    /// Notes why an endpoint is not looked at any further.
    func stop(_ endpoint: Int, _ reason: Reason) {
        guard let index = endpoints[endpoint], case .endpoint(var record) = records[index] else { return }
        record.stopped = reason
        records[index] = .endpoint(record)
    }

    /// Keeps certificates once each; returns their digests.
    func add(certificates: [[UInt8]], digest: ([UInt8]) -> String) -> [String] {
        certificates.map { der in
            let sha256 = digest(der)
            if self.certificates.updateValue(der, forKey: sha256) == nil {
                append(.certificate(CertificateRecord(sha256: sha256, der: Bytes(der))), size: der.count)
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
        let record = probe(takeID())
        append(.probe(record), size: record.transcript.reduce(0) { $0 + $1.bytes.count })
    }

    private func takeID() -> Int {
        defer { nextID += 1 }
        return nextID
    }
}

extension Answer {
    /// The question was not asked, or not to the end.
    fileprivate static func unasked(_ question: Question, _ reason: Reason) -> Answer {
        Answer(question: question, security: .indeterminate, message: nil, failure: reason)
    }
}
