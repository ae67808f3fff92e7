import Model

/// Reads a list of domains that comes in parts of any size: one domain a line; `RANK,DOMAIN` as Tranco has it; or
/// comma-separated values (RFC 4180) with a header that names `domain` and optionally `rank`. Blank lines and lines that
/// begin with `#` are passed over. What cannot be used gets a diagnostic, and reading goes on.
///
/// Memory: 16 bytes for each domain of the shard, beside one line and a bounded number of diagnostics.
package struct SurveyListReader: Sendable {
    /// Bytes of the longest line that is read: a quoted domain with a few more columns has far fewer.
    static let lineLimit = 4_096

    package private(set) var counts = SurveyListCounts()
    private var form: SurveyListForm?
    private let file: String
    private let sharding: Sharding
    private let shard: Int
    private var line: [UInt8] = []
    private var number = 1
    private var isTooLong = false
    private var seen: Set<SIMD2<UInt64>> = []
    private var faults = BoundedDiagnostics()

    /// - Parameters:
    ///   - file: what to name in diagnostics.
    ///   - shard: whose domains are wanted, from 0.
    package init(file: String, sharding: Sharding = Sharding(), shard: Int = 0) {
        self.file = file
        self.sharding = sharding
        self.shard = shard
    }

    /// What was wrong so far, by line.
    package var diagnostics: [Diagnostic] { faults.all }

    /// Reads the next part.
    /// - Returns: the domains of this shard on lines that ended in it.
    package mutating func read(_ part: some Sequence<UInt8>) -> [SurveyEntry] {
        var entries: [SurveyEntry] = []
        for byte in part {
            if byte == UInt8(ascii: "\n") {
                if let entry = endLine() { entries.append(entry) }
            } else if line.count < Self.lineLimit {
                line.append(byte)
            } else {
                isTooLong = true
            }
        }
        return entries
    }

    /// Ends reading.
    /// - Returns: the domain of a last line without its end.
    package mutating func finish() -> SurveyEntry? {
        let entry = line.isEmpty ? nil : endLine()
        if counts.lines == counts.unusable {
            faults.add(
                Diagnostic(
                    file: file, place: Diagnostic.Place(line: number, column: 1), rule: .emptyValue,
                    message: "the list names no domain", hint: "write one domain a line"))
        }
        return entry
    }

    private mutating func endLine() -> SurveyEntry? {
        defer {
            line.removeAll(keepingCapacity: true)
            isTooLong = false
            number += 1
        }
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard let start = line.firstIndex(where: { !SurveyListForm.isBlank($0) }), line[start] != UInt8(ascii: "#")
        else { return nil }
        do throws(SurveyListForm.Fault) {
            if isTooLong { throw .init(.tooLarge, 1, "the line is longer than \(Self.lineLimit) bytes", "shorten it") }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw .init(.notUTF8, 1, "the line is not UTF-8", "save the list as UTF-8")
            }
            if form == nil {
                let begun = try SurveyListForm.begin(text)
                form = begun.form
                if begun.isHeader { return nil }
            }
            guard let form else { return nil }
            counts.lines += 1
            let found = try form.read(text)
            if let warning = found.warning { note(warning, .warning) }
            return take(SurveyEntry(line: number, domain: found.domain, rank: found.rank), column: found.column)
        } catch {
            if form == nil || isTooLong || error.rule == .notUTF8 { counts.lines += 1 }
            counts.unusable += 1
            note(error, .error)
            return nil
        }
    }

    private mutating func take(_ entry: SurveyEntry, column: Int) -> SurveyEntry? {
        let key = sharding.key(of: entry.domain)
        guard sharding.shard(of: key) == shard else { return nil }
        guard seen.insert(key.identity).inserted else {
            counts.duplicates += 1
            note(
                .init(
                    .duplicateDomain, column, "duplicate '\(entry.domain)'", "remove the line; the first one counts"),
                .warning)
            return nil
        }
        counts.domains += 1
        return entry
    }

    private mutating func note(_ fault: SurveyListForm.Fault, _ level: Diagnostic.Level) {
        faults.add(
            Diagnostic(
                file: file, place: Diagnostic.Place(line: number, column: fault.column), level: level,
                rule: fault.rule, message: fault.message, hint: fault.hint))
    }
}
