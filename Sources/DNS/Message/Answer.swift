import Model
import Names

/// What came of one question: the raw answer, what the validating resolver made of it, and the records in it.
///
/// It is made from a look-up and, with the same result, from the look-up's record in the evidence.
package struct Answer: Hashable, Sendable {
    package let question: Question
    /// `indeterminate` where nothing was concluded: no answer came, or no trust anchor covers the name.
    package let security: DNSSECState
    /// The resolver's words on a bogus answer.
    package let bogusReason: String?
    /// The answer in wire form. A bogus answer has one too: it is evidence, and nothing in it may be believed.
    package let message: [UInt8]?
    /// Why nothing is known: time-out, SERVFAIL, bogus, malformed. `nil` where the answer can be believed as
    /// far as `security` says; "no such name" and "no such records" are such answers.
    package let failure: Reason?
    /// The message, where it could be read and is believed; `nil` wherever `failure` is not.
    package let content: DNSMessage?

    /// Puts together what is known of a look-up.
    ///
    /// - Parameter failure: Why there is no message; it counts before anything in `message`.
    package init(
        question: Question, security: DNSSECState, bogusReason: String? = nil, message: [UInt8]?, failure: Reason? = nil
    ) {
        self.question = question
        self.security = security
        self.bogusReason = bogusReason
        self.message = message
        // Bogus first: such an answer still carries data and the response code 0.
        if security == .bogus {
            self.failure = Reason(.bogus, Self.withoutServers(bogusReason ?? failure?.detail ?? ""))
            content = nil
        } else if let failure {
            self.failure = failure
            content = nil
        } else if let message {
            switch Self.read(message) {
            case .success(let content):
                self.content = content
                self.failure = nil
            case .failure(let reason):
                self.failure = reason.reason
                content = nil
            }
        } else {
            self.failure = Reason(.dnsFailure, "no answer")
            content = nil
        }
    }

    /// libunbound's words on a bogus answer without the addresses of the name servers (`from 192.0.2.1 and 192.0.2.2`):
    /// those are whichever it happened to ask.
    private static func withoutServers(_ words: String) -> String {
        var kept: [Substring] = []
        for word in words.split(separator: " ") {
            guard IPAddress(word) != nil else {
                kept.append(word)
                continue
            }
            if let last = kept.last, ["from", "and"].contains(last) { kept.removeLast() }
        }
        return kept.joined(separator: " ")
    }

    private struct Unread: Error { var reason: Reason }

    private static func read(_ message: [UInt8]) -> Result<DNSMessage, Unread> {
        do throws(DNSMessage.Fault) {
            let content = try DNSMessage(message)
            switch content.responseCode {
            case .noError, .nameError: return .success(content)
            default: return .failure(Unread(reason: Reason(.dnsFailure, content.responseCode.description)))
            }
        } catch {
            return .failure(Unread(reason: Reason(.malformed, "DNS message: \(error.rawValue)")))
        }
    }

    /// The name does not exist (NXDOMAIN), proven where `security` is `secure`.
    package var noSuchName: Bool { content?.responseCode == .nameError }

    /// The name asked for does not exist itself; the target of an alias may lack, too.
    package var isMissing: Bool { noSuchName && resolved?.names.count == 1 }

    /// The answer after its aliases; `nil` where `failure` is not.
    package var resolved: DNSMessage.Resolved? { content?.resolve(question) }

    /// The data of the records asked for, behind any aliases; `nil` where nothing is known, empty where there are none.
    package var records: [RecordData]? { resolved?.records.map(\.data) }
}

extension Answer {
    /// The same answer out of the evidence; `nil` where the record's type is none that is known here.
    package init?(_ record: LookupRecord) {
        guard let type = RecordType(mnemonic: record.type) else { return nil }
        self.init(
            question: Question(record.name, type), security: record.security, bogusReason: record.bogusReason,
            message: record.answer?.array, failure: record.failure)
    }

    /// The answer as a record of the evidence.
    package func record(id: Int, at instant: Instant) -> LookupRecord {
        LookupRecord(
            id: id, at: instant, name: question.name, type: question.type.mnemonic, security: security,
            bogusReason: bogusReason, answer: message.map { Bytes($0) }, failure: failure)
    }
}

extension Answer {
    /// Addresses, sorted.
    package var addresses: [IPAddress] {
        (records ?? []).compactMap { if case .address(let address) = $0 { address } else { nil } }
    }

    /// Where the service is, by priority.
    package var services: [SRVRecord] {
        (records ?? []).compactMap { if case .srv(let service) = $0 { service } else { nil } }
    }

    /// TLSA records, sorted; those that break RFC 6698 §2.1 are left out.
    package var tlsa: [TLSARecord] {
        (records ?? []).compactMap { if case .tlsa(let record) = $0 { record } else { nil } }
    }

    /// Names of name servers, in the order of the answer.
    package var nameServers: [String] {
        (records ?? []).compactMap { if case .ns(let name) = $0 { name } else { nil } }
    }

    /// Mail exchangers by preference.
    package var mailExchangers: [MXRecord] {
        (records ?? []).compactMap { if case .mx(let record) = $0 { record } else { nil } }
    }
}
