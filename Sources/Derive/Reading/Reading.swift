import Dialogues
import Model
import TLSWire

/// The interpretation of one connection's transcript. The scanner makes one when a connection has ended, deriving makes
/// one of each probe record; both get the same facts.
///
/// Each part is read when it is first asked for, and once. Not `Sendable`: it stays in the task that made it.
package final class Reading {
    /// The other side of the connection.
    package let endpoint: Endpoint
    /// What the connection was for.
    package let purpose: ProbeRecord.Purpose
    /// Bytes in the order in which they passed.
    package let transcript: [Passage]
    /// How the connection ended.
    package let ending: ProbeRecord.Ending
    private let parsed: FirstFlight?

    /// - Parameter flight: the first flight as it was parsed while the bytes came. It is used where the transcript kept
    ///   all that it consumed, so that no byte is parsed again.
    package init(
        _ transcript: [Passage], ending: ProbeRecord.Ending, of endpoint: Endpoint, purpose: ProbeRecord.Purpose,
        flight: FirstFlight? = nil
    ) {
        self.endpoint = endpoint
        self.purpose = purpose
        self.transcript = transcript
        self.ending = ending
        parsed = flight?.consumed == transcript.receivedTLSCount ? flight : nil
    }

    /// Out of the evidence.
    convenience init(_ probe: ProbeRecord, of endpoint: Endpoint) {
        self.init(probe.transcript, ending: probe.ending, of: endpoint, purpose: probe.purpose)
    }

    // MARK: TLS

    /// Bytes of TLS passed, in whichever direction.
    package var reachedTLS: Bool { transcript.contains { $0.layer == .tls } }

    /// The ClientHello that was sent, read back from its bytes.
    private(set) lazy var hello: ClientHello? = transcript.first { $0.layer == .tls && $0.direction == .sent }
        .flatMap { ClientHello(record: $0.bytes.array) }

    private lazy var flight: FirstFlight = {
        if let parsed { return parsed }
        var flight = FirstFlight(extent: .flight)
        for passage in transcript where passage.layer == .tls && passage.direction == .received {
            flight.receive(passage.bytes.array)
        }
        return flight
    }()

    /// What became of the ClientHello.
    package private(set) lazy var outcome: ProbeOutcome = {
        if transcript.contains(where: { $0.layer == .tls && $0.direction == .sent }) {
            var outcome = flight.outcome(ending: ending)
            // What was read and is not in the evidence was too much to be kept; what follows a ServerHello that was all
            // that was wanted was not.
            if case .accepted(var facts) = outcome, facts.incomplete != nil, omitted > 0, !flight.endsWithServerHello {
                facts.incomplete = Reason(.tooLarge, "\(omitted) bytes of the answer were not kept")
                outcome = .accepted(facts)
            }
            return outcome
        }
        if case .failed(let reason) = ending { return .unknown(reason) }
        if transcript.contains(where: { $0.direction == .received }) {
            return .unknown(refusal ?? Reason(.streamError, "the dialogue did not reach TLS"))
        }
        return .unknown(
            ending == .closed
                ? Reason(.closed, "before TLS") : Reason(.streamError, "the dialogue did not reach TLS"))
    }()

    /// Bytes of TLS that were received and not kept.
    private var omitted: Int {
        transcript.reduce(0) { $0 + ($1.layer == .tls && $1.direction == .received ? $1.omitted : 0) }
    }

    /// The certificates that the first flight shows in the clear (TLS 1.2 and before), DER, the leaf first.
    package var certificates: [[UInt8]] {
        // A hello without ALPN gets the certificate of whatever else is on the port.
        if endpoint.mayShareItsPort, hello?.applicationProtocols.isEmpty != false { return [] }
        guard case .accepted(let facts) = outcome else { return [] }
        return facts.certificates?.map(\.array) ?? []
    }

    // MARK: dialogues

    /// The dialogue before TLS; `nil` where none was spoken.
    private(set) lazy var plain: (any Dialogue)? = dialogue(.plain)

    /// The dialogue inside TLS; `nil` where none was spoken.
    private(set) lazy var inside: (any Dialogue)? = dialogue(.inside)

    private func dialogue(_ layer: Passage.Layer) -> (any Dialogue)? {
        guard transcript.contains(where: { $0.layer == layer }),
            // How we introduced ourselves only matters to the other side.
            var dialogue = Dialogues.dialogue(
                with: endpoint, layer == .plain ? .beforeTLS : .insideTLS, purpose: purposeOfDialogue(layer))
        else { return nil }
        dialogue.replay(transcript, layer)
        return dialogue
    }

    /// The dialogue in the clear came to its end and STARTTLS was not offered in it.
    package var deniesStartTLS: Bool {
        endpoint.mode == .startTLS && plain?.startTLSOffer(host: endpoint.host, ending: ending) == .notOffered
    }

    /// The server ended the connection instead of answering the question whether it requires STARTTLS.
    package var endedByQuestion: Bool {
        guard let said = transcript.last(where: { $0.direction == .sent }), said.layer == .plain,
            let last = Self.commands([said]).last, MailDialogue.questions.contains(last)
        else { return false }
        if saysGoodbyeToQuestion { return true }
        guard transcript.last?.direction == .sent else { return false }
        return switch ending {
        case .failed(let reason): reason.code == .reset || reason.code == .closed
        case .closed: true
        case .done: false
        }
    }

    /// It did so in words.
    package var saysGoodbyeToQuestion: Bool { (plain as? MailDialogue)?.facts.endedByQuestion == true }

    private static func commands(_ said: [Passage]) -> [String] {
        said.flatMap { String(decoding: $0.bytes.array, as: UTF8.self).split(separator: "\r\n").map(String.init) }
    }

    /// A handshake whose dialogue before TLS went without the question whether the server requires it is read as it was
    /// spoken.
    private func purposeOfDialogue(_ layer: Passage.Layer) -> ProbeRecord.Purpose {
        guard purpose == .handshake, layer == .plain else { return purpose }
        let said = Self.commands(transcript.filter { $0.layer == .plain && $0.direction == .sent })
        return said.contains { $0.hasSuffix("STARTTLS") } && MailDialogue.questions.isDisjoint(with: said)
            ? .hello : purpose
    }

    /// Why the dialogue in the clear ended before TLS, in the server's words: too many connections, an error of its own.
    private var refusal: Reason? {
        guard endpoint.mode == .startTLS else { return nil }
        switch plain?.startTLSOffer(host: endpoint.host, ending: ending) {
        case .refused(_, let why), .unmeasured(let why): return why
        case .measured, .notOffered, .notApplicable, nil: return nil
        }
    }
}

extension Dialogue {
    /// Takes the received bytes of one layer in, up to the dialogue's end.
    mutating func replay(_ transcript: [Passage], _ layer: Passage.Layer) {
        WorkCounter.count(.dialogue)
        for passage in transcript where passage.layer == layer && passage.direction == .received {
            if receive(passage.bytes.array) == .finished { break }
        }
    }
}

extension [Passage] {
    fileprivate var receivedTLSCount: Int {
        reduce(0) { $0 + ($1.layer == .tls && $1.direction == .received ? $1.bytes.count : 0) }
    }
}
