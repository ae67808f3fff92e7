import DNS
import Names

/// The record that says there is an MTA-STS policy (RFC 8461 §3.1).
package enum MTASTSRecord {
    private static let version = "v=STSv1"

    /// Whether a TXT record is one: it begins with `v=STSv1` and a semicolon.
    package static func isRecord(_ bytes: [UInt8]) -> Bool { VersionedFields.begins(bytes, with: version) }

    /// The policy's id: 1 to 32 letters and digits; `nil` where the record breaks the rules.
    package static func id(_ bytes: [UInt8]) -> String? {
        guard let id = VersionedFields(bytes, version: version)?["id"], (1...32).contains(id.utf8.count),
            id.utf8.allSatisfy({ SPFRecord.isLetter($0) || SPFRecord.isDigit($0) })
        else { return nil }
        return String(id)
    }
}

/// An MTA-STS policy, as it is fetched over HTTPS (RFC 8461 §3.2).
package struct MTASTSPolicy: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable { case enforce, testing, none }

    /// Patterns that are kept; what is beyond is not looked at.
    package static let patternLimit = 100
    /// Bytes of a policy that are looked at; §3.2 has no limit, and an honest one has some hundred.
    package static let sizeLimit = 65_536
    /// §3.2: the most seconds of `max_age`.
    package static let longestAge = 31_557_600

    package let mode: Mode
    /// Seconds.
    package let maxAge: Int
    /// `mx` patterns in lower case, in order.
    package let patterns: [String]

    /// Why a text is not a policy: a stable name and the line that it is about.
    package struct Fault: Error, Hashable, Sendable {
        package let name: String
        /// Outside text, bounded.
        package let line: String
    }

    /// Reads a policy: `key: value` on lines that end in LF or CRLF, with nothing before the colon but the key; of a key
    /// that is there twice the first counts, but for `mx`; unknown keys are passed over, and their values may be any
    /// UTF-8 without control characters.
    package init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= Self.sizeLimit else { throw Fault(name: "too-large", line: "") }
        var values: [String: String] = [:]
        var patterns: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if line.allSatisfy({ $0 == 0x20 || $0 == 9 }) { continue }
            guard let text = Self.text(line), let colon = text.firstIndex(of: ":"),
                VersionedFields.isName(text[..<colon])
            else { throw Fault(name: "syntax", line: RecordText.shown(line, limit: 100)) }
            let key = String(text[..<colon])
            let value = String(TagList.trimmed(text[text.index(after: colon)...]))
            if key == "mx" {
                guard Self.isPattern(value) else {
                    throw Fault(name: "bad-mx", line: RecordText.shown(line, limit: 100))
                }
                if patterns.count < Self.patternLimit { patterns.append(DomainName.normalised(value)) }
            } else if values[key] == nil {
                values[key] = value
            }
        }
        guard values["version"] == "STSv1" else { throw Self.fault("bad-version", values["version"]) }
        guard let mode = values["mode"].flatMap(Mode.init(rawValue:)) else {
            throw Self.fault("bad-mode", values["mode"])
        }
        guard let age = values["max_age"], (1...10).contains(age.utf8.count), age.utf8.allSatisfy(SPFRecord.isDigit),
            let maxAge = Int(age), maxAge <= Self.longestAge
        else { throw Self.fault("bad-max-age", values["max_age"]) }
        guard !patterns.isEmpty || mode == .none else { throw Fault(name: "no-mx", line: "") }
        self.mode = mode
        self.maxAge = maxAge
        self.patterns = patterns
    }

    /// Whether a mail exchanger is covered: equal to a pattern, or with `*.` in place of its first label (§4.1).
    package func covers(_ host: String) -> Bool {
        let host = DomainName.normalised(host)
        return patterns.contains { pattern in
            guard pattern.hasPrefix("*.") else { return pattern == host }
            guard let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
            return host[dot...] == pattern.dropFirst()
        }
    }

    private static func fault(_ name: String, _ value: String?) -> Fault {
        Fault(name: name, line: RecordText.shown((value ?? "").utf8, limit: 100))
    }

    /// A line's text; `nil` where it is not UTF-8 or has control characters in it.
    private static func text(_ line: some Sequence<UInt8>) -> String? {
        guard let text = String(validating: line, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0 == "\t" || $0.properties.generalCategory != .control })
        else { return nil }
        return text
    }

    private static func isPattern(_ text: String) -> Bool {
        DomainName.isValid(text.hasPrefix("*.") ? text.dropFirst(2) : text[...])
    }
}
