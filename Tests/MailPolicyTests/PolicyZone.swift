import Model
import Names

@testable import DNS

/// A zone written in a test: `NAME TYPE DATA` a line (TXT, A, MX and CAA). What is not in it does not exist.
struct PolicyZone: Sendable {
    private let records: [Question: [[UInt8]]]
    private let names: Set<String>

    init(_ text: String) {
        var records: [Question: [[UInt8]]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let type = RecordType(mnemonic: parts[1]) else { continue }
            records[Question(parts[0], type), default: []].append(Self.data(type, parts[2]))
        }
        self.records = records
        names = Set(records.keys.map(\.name))
    }

    /// The answer that a name server would give.
    func answer(_ question: Question) -> Answer? {
        let found = records[question] ?? []
        var message: [UInt8] = [
            0, 0, 0x81, names.contains(question.name) ? 0x80 : 0x83, 0, 0, 0, UInt8(found.count), 0, 0, 0, 0,
        ]
        for data in found {
            message +=
                Self.name(question.name) + [UInt8(question.type.rawValue >> 8), UInt8(question.type.rawValue & 255)]
            message += [0, 1, 0, 0, 1, 44, UInt8(data.count >> 8), UInt8(data.count & 255)] + data
        }
        return Answer(question: question, security: .insecure, message: message)
    }

    static func name(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    private static func data(_ type: RecordType, _ text: String) -> [UInt8] {
        switch type {
        case .txt:
            let bytes = Array(text.utf8)
            return stride(from: 0, to: bytes.count, by: 255).flatMap { start in
                let part = bytes[start..<min(start + 255, bytes.count)]
                return [UInt8(part.count)] + part
            }
        case .mx:
            let parts = text.split(separator: " ")
            return [0, UInt8(parts[0]) ?? 0] + name(String(parts[1]))
        case .caa:
            let parts = text.split(separator: " ", maxSplits: 2)
            return [UInt8(parts[0]) ?? 0, UInt8(parts[1].utf8.count)] + Array(parts[1].utf8) + Array(parts[2].utf8)
        default: return IPAddress(text)?.bytes ?? []
        }
    }
}
