/// File names that contain a hash of the content, so that the files may be cached indefinitely.
package enum Fingerprint {
    /// `assets/style.css` → `assets/style.1f3a….css`
    package static func name(_ path: String, _ bytes: [UInt8]) -> String {
        let digest = hash(bytes)
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return "\(path).\(digest)" }
        return "\(path[..<dot]).\(digest)\(path[dot...])"
    }

    /// 16 hexadecimal digits. Distinguishes versions of a file; not a cryptographic hash.
    package static func hash(_ bytes: [UInt8]) -> String {
        var hash = Hash()
        hash.add(bytes)
        return text(hash.value)
    }

    package static func text(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }

    /// FNV-1a with 64 bits.
    package struct Hash: Sendable {
        package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

        package init() {}

        package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

        package mutating func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { add(byte) }
        }

        package mutating func add(_ number: UInt64) {
            for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
        }

        /// The hash with all bits mixed, so that hashes may be summed (the finaliser of SplitMix64).
        package var mixed: UInt64 {
            var mixed = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }
}
