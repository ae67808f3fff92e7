import Model

/// The words of one line-based mail protocol: what to say, and what the answers mean.
protocol MailLanguage: Sendable {
    /// What is said inside TLS, where no greeting comes.
    mutating func opening() -> [UInt8]
    /// A line came.
    mutating func hear(_ line: [UInt8], _ facts: inout MailFacts, phase: DialoguePhase) -> MailStep
    /// How to say good-bye.
    var farewell: String { get }
}

/// What a line led to.
enum MailStep: Hashable {
    case wait
    case say(String)
    /// The go-ahead for TLS.
    case proceed
    case finish
}

/// A dialogue by lines: SMTP, IMAP, POP3 or ManageSieve, before TLS or inside it.
package struct MailDialogue: Dialogue {
    private enum State { case running, proceeded, finished }

    /// The commands, without line end, that ask whether the server requires STARTTLS: they mean nothing to one that does
    /// not.
    package static let questions: Set = [SMTPLanguage.question, IMAPLanguage.question]

    /// What is known so far; complete with `proceed`, with `finished`, or when the connection ends.
    package private(set) var facts = MailFacts()

    private let service: Service
    /// Whether this is the dialogue between mail servers.
    var isExchanger: Bool { service == .mx }
    private let phase: DialoguePhase
    private let greets: Bool
    private var language: any MailLanguage
    private var lines = LineReader()
    private var state = State.running
    private var saidFarewell = false

    init(_ language: some MailLanguage, service: Service, phase: DialoguePhase, greets: Bool) {
        var language: any MailLanguage = language
        // The language has to know what was said, in a replay too, where nobody calls `begin`.
        first = greets ? [] : language.opening()
        self.language = language
        self.service = service
        self.phase = phase
        self.greets = greets
    }

    private let first: [UInt8]

    package mutating func begin() -> [UInt8] { first }

    package mutating func receive(_ bytes: [UInt8]) -> DialogueStep {
        var reply: [UInt8] = []
        for byte in bytes {
            switch state {
            case .proceeded: facts.bytesAfterProceed += 1
            case .finished: return .finished
            case .running:
                if !reply.isEmpty { facts.earlyBytes += 1 }
                take(byte, &reply)
            }
        }
        switch state {
        case .finished: return .finished
        case .proceeded: return .proceed
        case .running: return reply.isEmpty ? .needMore : .send(reply)
        }
    }

    package mutating func farewell() -> [UInt8] {
        guard !saidFarewell, facts.fault == nil, facts.refusal == nil, !facts.endedByQuestion, state != .proceeded,
            facts.greeting != nil || !greets
        else { return [] }
        saidFarewell = true
        return Array("\(language.farewell)\r\n".utf8)
    }

    private mutating func take(_ byte: UInt8, _ reply: inout [UInt8]) {
        let line: [UInt8]
        do throws(LineReader.Problem) {
            guard let whole = try lines.take(byte) else { return }
            line = whole
        } catch {
            switch error {
            case .lineTooLong: return giveUp(Reason(.tooLarge, "a line of more than \(LineReader.lineLimit) bytes"))
            case .tooMuch: return giveUp(Reason(.tooLarge, "more than \(LineReader.limit) bytes"))
            }
        }
        switch language.hear(line, &facts, phase: phase) {
        case .wait: break
        case .say(let text): reply += Array("\(text)\r\n".utf8)
        case .proceed:
            // A go-ahead that was under way before STARTTLS was said answers nothing of ours.
            guard reply.isEmpty else { return giveUp(Reason(.malformed, "a positive reply before STARTTLS was sent")) }
            facts.proceeded = true
            state = .proceeded
        case .finish: state = .finished
        }
    }

    private mutating func giveUp(_ fault: Reason) {
        facts.fault = fault
        state = .finished
    }
}

// MARK: What it comes to

extension MailDialogue {
    /// Why plaintext login is impossible, judged from behaviour: the server accepts no other command, or offers no
    /// mechanism.
    /// A mail exchanger lets everybody in without authentication, so only the first counts there.
    package var insists: Bool {
        guard facts.startTLSOffered else { return false }
        if facts.insists { return true }
        return service != .mx && facts.capabilities != nil && facts.mechanisms.isEmpty && !facts.otherLogin
    }

    package func startTLSOffer(host: String, ending: ProbeRecord.Ending) -> Finding<StartTLSOffer> {
        if let refusal = facts.refusal { return .refused(by: host, why: refusal) }
        if let declined = facts.declined { return .refused(by: host, why: declined) }
        // A list that breaks the rules, or our bounds, proves nothing by what is missing in it.
        if let fault = facts.fault, !facts.proceeded { return .unmeasured(fault) }
        if facts.capabilities != nil || facts.proceeded || facts.startTLSUnknown {
            guard facts.startTLSOffered else { return concealed() ?? .notOffered }
            // The positive response is the proof; an offer without one is not.
            if facts.proceeded || phase != .beforeTLS { return .measured(insists ? .required : .optional) }
        }
        return .unmeasured(why(ending))
    }

    package func offeredMechanisms(host: String, ending: ProbeRecord.Ending) -> Finding<[String]> {
        if facts.mechanisms.isEmpty, let state: Finding<[String]> = concealed() { return state }
        if facts.capabilities != nil { return .measured(facts.mechanisms) }
        if let refusal = facts.refusal { return .refused(by: host, why: refusal) }
        if facts.startTLSUnknown || facts.proceeded {
            return .unmeasured(Reason(.dependsOnUnknown, "the server does not list its capabilities"))
        }
        return .unmeasured(why(ending))
    }

    /// The state of what is missing in an answer that somebody in between overwrote; `nil` where nobody did.
    private func concealed<Value>() -> Finding<Value>? {
        facts.overwritten.map { .refused(by: "", why: Reason(.middlebox, $0)) }
    }

    package var isRateLimited: Bool { facts.refusal?.code == .rateLimited || facts.refusal?.code == .greylisted }

    private func why(_ ending: ProbeRecord.Ending) -> Reason {
        if let fault = facts.fault { return fault }
        switch ending {
        case .failed(let reason): return reason
        case .closed, .done:
            return Reason(.closed, facts.greeting == nil ? "before the greeting" : "during the dialogue")
        }
    }
}
