import Model
import TLSWire
import Text
import Trust

/// What one connection says and what it waits for: bytes in, bytes out. It holds no socket, no timer and no clock, so
/// every script can be run in a test by hand; `Connection` drives it over TCP.
protocol ConnectionScript {
    /// TCP is established: what to send first.
    mutating func opened() -> Reaction
    /// Bytes were received.
    mutating func received(_ bytes: [UInt8]) -> Reaction
    /// On our side there is something new to do.
    mutating func woken() -> Reaction
    /// The other side has nothing to say, as it is our turn, and we have nothing to say yet.
    var waitsForUs: Bool { get }
    /// What passed so far.
    var transcript: Transcript { get }
    /// What a TLS library reported; `nil` before the end of a handshake.
    var session: SessionRecord? { get }
    /// The certificates of that session, DER, as sent.
    var chain: [[UInt8]] { get }
    /// The first flight, where the script parsed it as it came.
    var flight: FirstFlight? { get }
    /// Before TLS the server reported too many connections or asked to try again later.
    var isRateLimited: Bool { get }
}

extension ConnectionScript {
    mutating func woken() -> Reaction { .wait }
    var waitsForUs: Bool { false }
    var session: SessionRecord? { nil }
    var chain: [[UInt8]] { [] }
    var flight: FirstFlight? { nil }
}

extension SessionRecord {
    /// What a TLS library reported; `nil` before the end of the handshake.
    init?(_ tls: TLSSession) {
        guard let facts = tls.facts else { return nil }
        self.init(
            version: facts.version, suite: facts.suite, chain: facts.chain.map { hexadecimal(Digest.sha256($0)) },
            applicationProtocol: facts.applicationProtocol, signatureScheme: tls.signatureScheme,
            stapledStatus: tls.requestsStatus ? tls.hasStapledStatus || facts.ocspResponse != nil : nil,
            certificateTimestamps: tls.hasCertificateTimestamps, group: facts.group,
            requestsCertificate: tls.requestsCertificate)
    }
}

/// What a script wants done.
struct Reaction: Sendable {
    var send: [UInt8] = []
    /// The script has what it wanted, or cannot go on.
    var ending: ProbeRecord.Ending?

    static let wait = Reaction()
    static func finish(_ ending: ProbeRecord.Ending = .done, sending bytes: [UInt8] = []) -> Reaction {
        Reaction(send: bytes, ending: ending)
    }
}

/// The bytes of a connection in order, kept up to a bound for each layer.
struct Transcript: Sendable {
    private(set) var passages: [Passage] = []
    private var kept: [Passage.Layer: Int] = [:]
    /// Bytes received, kept or not.
    private(set) var receivedBytes = 0
    /// Bytes kept per layer: more than a dialogue may have (so that a flood is a flood again when it is replayed), and
    /// far more than any honest one has.
    private static let limit = FirstFlight.Limits.keptBytes

    /// - Parameter keeping: how many of the bytes are worth keeping; all of them where it is not said.
    mutating func add(
        _ direction: Passage.Direction, _ layer: Passage.Layer, _ bytes: [UInt8], keeping: Int = .max
    ) {
        guard !bytes.isEmpty else { return }
        if direction == .received { receivedBytes += bytes.count }
        let room = min(max(0, keeping), max(0, Self.limit - kept[layer, default: 0]))
        let keep = Array(bytes.prefix(room))
        kept[layer, default: 0] += keep.count
        if var last = passages.last, last.direction == direction, last.layer == layer {
            last.bytes.array += keep
            last.omitted += bytes.count - keep.count
            passages[passages.count - 1] = last
        } else {
            passages.append(Passage(direction, layer, keep, omitted: bytes.count - keep.count))
        }
    }
}
