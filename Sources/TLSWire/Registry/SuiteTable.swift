/// The raw material of ``SuiteRegistry``: one suite a line, `NUMBER NAME OPENSSL-NAME`, `-` where OpenSSL has none.
enum SuiteTable {
    /// One line of a table.
    struct Line {
        var code: UInt32
        var name: String
        var openSSLName: String
    }

    /// Reads a table; a line that does not fit is left out (a test counts them).
    static func lines(of table: String) -> [Line] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count == 3, let code = UInt32(fields[0], radix: 16) else { return nil }
            return Line(
                code: code, name: String(fields[1]), openSSLName: fields[2] == "-" ? "" : String(fields[2]))
        }
    }
}
