import Derive
import Model

/// A connection that has ended.
final class TimedResult: Sendable {
    let at: Instant
    let result: ConnectionResult

    init(at: Instant, result: ConnectionResult) {
        self.at = at
        self.result = result
    }
}

/// A connection's result with its interpretation.
final class ProbedConnection {
    let result: ConnectionResult
    let reading: Reading
    private let at: Instant

    init(_ done: TimedResult, of endpoint: Endpoint, purpose: ProbeRecord.Purpose) {
        at = done.at
        result = done.result
        reading = Reading(
            result.transcript.passages, ending: result.ending, of: endpoint, purpose: purpose,
            flight: result.flight?.flight)
    }

    /// The certificates that it showed, the leaf first.
    var chain: [[UInt8]] { result.session == nil ? reading.certificates : result.chain }

    /// Its record, under a number that is still to be given.
    func record(endpoint: Int, anchors: [String]) -> @Sendable (Int) -> ProbeRecord {
        { [result, at, purpose = reading.purpose] number in
            ProbeRecord(
                id: number, endpoint: endpoint, at: at, purpose: purpose,
                connectMilliseconds: result.connectMilliseconds, milliseconds: result.milliseconds,
                transcript: result.transcript.passages, ending: result.ending, session: result.session,
                anchors: anchors)
        }
    }
}

extension ProbeRecord.Ending {
    /// The server ended the handshake, in one way or another; not we, and no time-out.
    var isByTheServer: Bool {
        switch self {
        case .failed(let reason): [.alert, .reset, .closed].contains(reason.code)
        case .closed: true
        case .done: false
        }
    }
}

extension Reason {
    /// False where nothing listens or no route exists: an immediate retry would fail again.
    var isWorthAnotherTry: Bool { ![.connectionRefused, .unreachable, .tooLarge, .tooSlow].contains(code) }
}

extension ConnectionResult {
    /// Why a connection was cut.
    mutating func explain(_ reason: Reason?) {
        if let reason, case .failed(let why) = ending, why.code == .interrupted { ending = .failed(reason) }
    }

    /// Bytes of TLS came, or at least we got to send some.
    var reachedTLS: Bool { transcript.passages.contains { $0.layer == .tls } }

    /// How it ended, with a close before TLS counted as a failure.
    var endingOfDialogue: ProbeRecord.Ending {
        ending == .closed && transcript.passages.allSatisfy({ $0.direction == .sent })
            ? .failed(Reason(.closed)) : ending
    }

    /// The server aborted or stopped answering after TCP was established, perhaps because of our load.
    var showsOverload: Bool {
        if isRateLimited { return true }
        guard connectMilliseconds != nil, case .failed(let reason) = ending else { return false }
        return reason.code == .reset || reason.code == .timeout
    }
}
