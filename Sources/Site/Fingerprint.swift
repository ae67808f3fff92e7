/// Names for files that may be cached for ever.
enum Fingerprint {
    /// `assets/style.css` → `assets/style.1f3a….css`
    static func name(_ path: String, _ bytes: [UInt8]) -> String {
        let digest = hash(bytes)
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return "\(path).\(digest)" }
        return "\(path[..<dot]).\(digest)\(path[dot...])"
    }

    /// FNV-1a with 64 bits, hexadecimal: it tells versions of a file apart, it guards nothing.
    static func hash(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}
