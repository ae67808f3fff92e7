/// `manifest.sha256` of a published directory, in the format of `sha256sum`: what the build that made it has written.
enum PublishedManifest {
    static let path = "manifest.sha256"

    /// The paths that it lists. Lines of another form are passed over: what they may mean is not removed.
    static func paths(in bytes: [UInt8]) -> Set<String> {
        var paths: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let isEscaped = line.first == UInt8(ascii: "\\")
            let entry = isEscaped ? line.dropFirst() : line
            let name = entry.dropFirst(digits + 2)
            guard entry.prefix(digits).allSatisfy(isDigit), entry.dropFirst(digits).prefix(2).elementsEqual("  ".utf8),
                !name.isEmpty
            else { continue }
            let path = String(decoding: name, as: UTF8.self)
            paths.insert(isEscaped ? unescaped(path) : path)
        }
        return paths
    }

    /// Of a SHA-256.
    private static let digits = 64

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

    private static func unescaped(_ path: String) -> String {
        var result = ""
        var isEscape = false
        for character in path.unicodeScalars {
            if isEscape {
                result.unicodeScalars.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
