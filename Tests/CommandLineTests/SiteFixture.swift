import Foundation

/// A site in one string: files one after another, each below a line `-- PATH --`. `⟦FC⟧` stands for a byte in
/// hexadecimal, `⟦repeat N⟧` for N letters.
struct SiteFixture {
    private let folder: TemporaryFolder

    var root: String { folder.path }

    init(_ text: String) throws {
        folder = try TemporaryFolder()
        var path: String?
        var lines: [Substring] = []
        func flush() throws {
            if let path { try folder.write(Self.bytes(lines.map { $0 + "\n" }.joined()), to: path) }
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("-- "), line.hasSuffix(" --") else {
                lines.append(line)
                continue
            }
            try flush()
            path = String(line.dropFirst(3).dropLast(3))
            lines = []
        }
        if lines.last == "" { lines.removeLast() }
        try flush()
    }

    /// The site of `Sites/NAME.txt`.
    init(named name: String) throws {
        try self.init(String(contentsOfFile: "\(Golden.folder)/Sites/\(name).txt", encoding: .utf8))
    }

    private static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let match = rest.firstMatch(of: #/⟦(?:repeat (?<count>[0-9]+)|(?<byte>[0-9A-F]{2}))⟧/#) {
            bytes += rest[..<match.range.lowerBound].utf8
            if let byte = match.byte.flatMap({ UInt8($0, radix: 16) }) { bytes.append(byte) }
            if let count = match.count.flatMap({ Int($0) }) { bytes += [UInt8](repeating: 120, count: count) }
            rest = rest[match.range.upperBound...]
        }
        return bytes + rest.utf8
    }

    func write(_ bytes: [UInt8], to path: String) throws { try folder.write(bytes, to: path) }
}
