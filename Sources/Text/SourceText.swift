import Glibc
import Model

/// A text file: UTF-8, with line ends normalised to `\n`.
package struct SourceText: Hashable, Sendable {
    /// The file's path, relative to the site's root, as diagnostics name it.
    package var file: String
    /// The text in UTF-8, valid.
    package let bytes: [UInt8]

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Takes a text unchanged.
    package init(file: String, text: String) {
        self.file = file
        bytes = Array(text.utf8)
    }

    /// Reads bytes as UTF-8. A byte order mark is dropped; `\r\n` and `\r` become `\n`.
    /// - Parameter limit: the most bytes the file may have.
    /// - Throws: one diagnostic: `too-large`, or `not-utf8` with the place of the first bad byte.
    package init(file: String, bytes: [UInt8], limit: Int) throws(Diagnostics) {
        guard bytes.count <= limit else {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .tooLarge,
                    message: "the file is \(bytes.count) bytes long, the limit is \(limit)",
                    hint: "split it")
            ])
        }
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let (hasReturns, isValid) = bytes.withUnsafeBytes { buffer in
            (
                buffer.baseAddress.map { memchr($0, CInt(UInt8(ascii: "\r")), buffer.count) != nil } ?? false,
                UTF8Text.isValid(buffer)
            )
        }
        if hasReturns { bytes = Self.withoutCarriageReturns(bytes) }
        guard isValid else {
            throw Diagnostics([
                Diagnostic(
                    file: file, place: Self.place(ofFirstFaultIn: bytes), rule: .notUTF8,
                    message: "invalid UTF-8", hint: "save the file as UTF-8; it may be Latin-1")
            ])
        }
        self.file = file
        self.bytes = bytes
    }

    private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte != UInt8(ascii: "\r") {
                plain.append(byte)
            } else if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") {
                plain.append(UInt8(ascii: "\n"))
            }
        }
        return plain
    }

    /// Decoding with repair puts U+FFFD where the fault is; the text before it is the same.
    private static func place(ofFirstFaultIn bytes: [UInt8]) -> Diagnostic.Place {
        var place = Diagnostic.Place.start
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" {
                place.line += 1
                place.column = 1
            } else {
                place.column += 1
            }
        }
        return place
    }
}
