import CZlib

/// An image of at most 256 colours as PNG (W3C, Portable Network Graphics, third edition): the same pixels give the same
/// bytes.
struct PNG {
    let width: Int
    let height: Int
    /// The colours as 0xRRGGBB.
    let palette: [UInt32]
    /// A colour's place for each pixel, row by row.
    var pixels: [UInt8]

    /// - Parameter palette: 1 to 256 colours; the first fills the image.
    init(width: Int, height: Int, palette: [UInt32]) {
        self.width = width
        self.height = height
        self.palette = palette
        pixels = [UInt8](repeating: 0, count: width * height)
    }

    /// `nil` where zlib has no memory.
    var bytes: [UInt8]? {
        // Each row begins with its filter: none, which suits an image of few colours.
        var rows: [UInt8] = []
        rows.reserveCapacity((width + 1) * height)
        for row in 0..<height {
            rows.append(0)
            rows += pixels[row * width..<(row + 1) * width]
        }
        var packed = [UInt8](repeating: 0, count: Int(compressBound(uLong(rows.count))))
        var count = uLongf(packed.count)
        guard compress2(&packed, &count, rows, uLong(rows.count), 9) == Z_OK else { return nil }
        let colours = palette.flatMap {
            [UInt8(truncatingIfNeeded: $0 >> 16), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
        }
        // Eight bits a pixel, by palette; no interlacing.
        let header = Self.number(UInt32(width)) + Self.number(UInt32(height)) + [8, 3, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
            + Self.chunk("PLTE", colours) + Self.chunk("IDAT", Array(packed.prefix(Int(count))))
            + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(name.utf8) + data
        return number(UInt32(data.count)) + content
            + number(UInt32(truncatingIfNeeded: crc32(0, content, uInt(content.count))))
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
