import DNS
import Derive
import Model
import Names

/// Answers written in a test: `NAME TYPE STATE DATA` a line, where STATE is `secure` or `insecure`, or how the question
/// failed (`timeout`). A name that is not in it has no records, in a secure answer. What is tested with it is what is
/// made of answers; how they are read has tests over captured messages.
struct AnswerZone {
    private var records: [Question: [[UInt8]]] = [:]
    private var states: [Question: String] = [:]
    private var aliases: [String: (target: String, state: String)] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard parts.count >= 3, let type = RecordType(mnemonic: parts[1]) else { continue }
            let question = Question(parts[0], type)
            states[question] = parts[2]
            if parts.count == 4 { records[question, default: []].append(Self.data(type, parts[3])) }
            if type == .cname, parts.count == 4 { aliases[parts[0]] = (parts[3], parts[2]) }
        }
    }

    /// What comes of it once all that is open has been asked, as the scanner does.
    func settled<Look>(_ look: (Answers) -> Look, open: (Look) -> [Question]) -> Look {
        look(Answers(records(look, open: open)))
    }

    /// The answers that were needed on the way, as records of the evidence.
    func records<Look>(_ look: (Answers) -> Look, open: (Look) -> [Question]) -> [LookupRecord] {
        var records: [LookupRecord] = []
        for _ in 0..<16 {
            let missing = open(look(Answers(records)))
            if missing.isEmpty { break }
            for question in missing {
                records.append(answer(question).record(id: records.count + 1, at: Instant(milliseconds: 0)))
            }
        }
        return records
    }

    private func answer(_ question: Question) -> Answer {
        var entries: [(owner: String, type: RecordType, data: [UInt8])] = []
        var name = question.name
        var seen: [String] = []
        while question.type != .cname, let (target, state) = aliases[name], seen.count < 8 {
            entries.append((name, .cname, Self.name(target)))
            seen.append(state)
            name = target
        }
        let last = Question(name, question.type)
        entries += (records[last] ?? []).map { (name, question.type, $0) }
        seen.append(states[last] ?? "secure")
        if let failure = seen.first(where: { $0 != "secure" && $0 != "insecure" }) {
            return Answer(
                question: question, security: .indeterminate, message: nil,
                failure: Reason(Reason.Code(rawValue: failure)))
        }
        var message: [UInt8] = [0, 0, 0x81, 0x80, 0, 0, 0, UInt8(entries.count), 0, 0, 0, 0]
        for entry in entries {
            message += Self.name(entry.owner) + Self.number(entry.type.rawValue) + [0, 1, 0, 0, 1, 44]
            message += Self.number(UInt16(entry.data.count)) + entry.data
        }
        // One insecure link makes all behind it insecure (RFC 4035 §4.3).
        return Answer(question: question, security: seen.contains("insecure") ? .insecure : .secure, message: message)
    }

    private static func number(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

    private static func name(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    private static func data(_ type: RecordType, _ text: String) -> [UInt8] {
        let words = text.split(separator: " ").map(String.init)
        let numbers = words.map { UInt16($0) ?? 0 }
        switch type {
        case .mx: return number(numbers[0]) + name(words[1])
        case .srv: return numbers.prefix(3).flatMap(number) + name(words[3])
        case .cname, .ns: return name(text)
        case .tlsa: return numbers.prefix(3).map { UInt8($0) } + [UInt8](repeating: 0x11, count: 32)
        default: return IPAddress(text)?.bytes ?? []
        }
    }
}
