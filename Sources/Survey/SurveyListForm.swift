import Model
import Names

/// How the lines of a list are written, which its first line shows.
enum SurveyListForm: Hashable, Sendable {
    /// One domain a line.
    case plain
    /// `RANK,DOMAIN`, as Tranco has it.
    case ranked
    /// Columns by a header; their positions, from 0.
    case columns(domain: Int, rank: Int?)

    /// What is wrong with a line.
    struct Fault: Error {
        var rule: Diagnostic.Rule
        var column: Int
        var message: String
        var hint: String

        init(_ rule: Diagnostic.Rule, _ column: Int, _ message: String, _ hint: String) {
            self.rule = rule
            self.column = column
            self.message = message
            self.hint = hint
        }
    }

    /// What a line has.
    struct Line {
        var domain: String
        /// Where the domain is in the line, from 1.
        var column: Int
        var rank: Int?
        /// What is wrong with the rest of it.
        var warning: Fault?
    }

    /// The form of a list that begins with this line, and whether the line is a header.
    static func begin(_ text: String) throws(Fault) -> (form: SurveyListForm, isHeader: Bool) {
        let names = try fields(text).map { $0.text.lowercased() }
        if let domain = names.firstIndex(of: "domain") {
            return (.columns(domain: domain, rank: names.firstIndex(of: "rank")), true)
        }
        if names.count == 1 { return (.plain, false) }
        if names.count == 2, Int(names[0]) != nil { return (.ranked, false) }
        throw Fault(
            .brokenCSV, 1, "the line has \(names.count) columns, and there is no header that says what they are",
            "begin the list with a header that names the column domain, or write one domain a line")
    }

    func read(_ text: String) throws(Fault) -> Line {
        let fields = try Self.fields(text)
        let domain: Int
        var rank: Int?
        switch self {
        case .plain:
            domain = 0
            guard fields.count == 1 else {
                throw Fault(
                    .brokenCSV, fields[1].column, "expected one domain, found \(fields.count) columns",
                    "write one domain a line, or begin the list with a header that names the column domain")
            }
        case .ranked:
            (domain, rank) = (1, 0)
            guard fields.count == 2 else {
                throw Fault(
                    .brokenCSV, 1, "expected RANK,DOMAIN, found \(fields.count) column\(fields.count == 1 ? "" : "s")",
                    "write RANK,DOMAIN in every line")
            }
        case .columns(let named, let rankNamed):
            (domain, rank) = (named, rankNamed)
            guard fields.count > max(named, rankNamed ?? 0) else {
                throw Fault(
                    .brokenCSV, 1, "the line has only \(fields.count) column\(fields.count == 1 ? "" : "s")",
                    "write as many as the header has")
            }
        }
        var line = Line(domain: try Self.domain(fields[domain]), column: fields[domain].column)
        if let rank, !fields[rank].text.isEmpty {
            line.rank = Int(fields[rank].text).flatMap { $0 > 0 ? $0 : nil }
            if line.rank == nil {
                line.warning = Fault(
                    .wrongType, fields[rank].column, "'\(Self.shown(fields[rank].text))' is not a valid rank",
                    "write a number from 1; the domain is used without a rank")
            }
        }
        return line
    }

    // MARK: fields

    /// A field and where it begins, in characters from 1.
    private struct Field {
        var text: String
        var column: Int
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }

    /// The fields of a line (RFC 4180 §2, without line breaks in them), without the blanks around them.
    private static func fields(_ text: String) throws(Fault) -> [Field] {
        let scalars = Array(text.unicodeScalars)
        var fields: [Field] = []
        var index = 0
        while true {
            while index < scalars.count, isBlank(scalars[index]) { index += 1 }
            let column = index + 1
            var field = String.UnicodeScalarView()
            if index < scalars.count, scalars[index] == "\"" {
                index += 1
                while true {
                    guard index < scalars.count else {
                        throw Fault(.brokenCSV, column, "unterminated quoted field", "close the quotation marks")
                    }
                    if scalars[index] == "\"" {
                        index += 1
                        guard index < scalars.count, scalars[index] == "\"" else { break }
                    }
                    field.append(scalars[index])
                    index += 1
                }
                while index < scalars.count, isBlank(scalars[index]) { index += 1 }
                guard index == scalars.count || scalars[index] == "," else {
                    throw Fault(.brokenCSV, index + 1, "text after a quoted field", "write a comma after the field")
                }
            } else {
                while index < scalars.count, scalars[index] != "," {
                    field.append(scalars[index])
                    index += 1
                }
                while let last = field.last, isBlank(last) { field.removeLast() }
            }
            fields.append(Field(text: String(field), column: column))
            guard index < scalars.count else { return fields }
            index += 1
        }
    }

    // MARK: domains

    private static func domain(_ field: Field) throws(Fault) -> String {
        func fault(_ why: String, _ hint: String) -> Fault {
            Fault(.badDomain, field.column, "'\(shown(field.text))' is not a valid domain: \(why)", hint)
        }
        let name: String
        do {
            name = try DomainName.aLabels(DomainName.normalised(field.text))
        } catch {
            throw fault(error.reason, hint(field.text))
        }
        guard name.contains(".") else { throw fault("it has one label only", "write the whole name") }
        return name
    }

    private static func hint(_ text: String) -> String {
        if text.contains("://") { return "write the domain alone, without https:// and path" }
        if text.contains("@") { return "write the domain alone, without what is before the @" }
        if IPAddress(text) != nil { return "write a domain; an address has no mail or XMPP service in the DNS" }
        return "check the spelling"
    }

    /// Untrusted input, bounded.
    private static func shown(_ text: String) -> String { text.count > 80 ? "\(text.prefix(80))…" : text }
}
