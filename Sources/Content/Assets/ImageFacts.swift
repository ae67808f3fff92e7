import Text

/// The format and size of an image, from its first bytes.
package struct ImageFacts: Hashable {
    package enum Format: String, CaseIterable { case png, jpeg, gif, webp, avif, svg }

    package var format: Format
    /// As the `type` of a link to it.
    package var mediaType: String { format == .svg ? "image/svg+xml" : "image/\(format.rawValue)" }
    /// Pixels; `nil` if they are not in the first bytes (AVIF) or not given (SVG without a size).
    package var width: Int?
    package var height: Int?

    /// Width and height, if both are known.
    package var size: (width: Int, height: Int)? {
        guard let width, let height, width > 0, height > 0 else { return nil }
        return (width, height)
    }

    /// Formats by file name extension.
    package static let endings: [String: Format] = [
        "png": .png, "jpg": .jpeg, "jpeg": .jpeg, "gif": .gif, "webp": .webp, "avif": .avif, "svg": .svg,
    ]

    /// The format by a path's extension; `nil` if it is not that of an image.
    package static func promised(_ path: String) -> Format? {
        path.split(separator: ".").last.flatMap { endings[$0.lowercased()] }
    }

    /// `nil` if the bytes have none of these formats.
    package init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self.init(png: bytes)
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self.init(jpeg: bytes)
        } else if bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)) {
            guard bytes.count >= 10 else { return nil }
            self.init(format: .gif, width: Self.little(bytes, 6, 2), height: Self.little(bytes, 8, 2))
        } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self.init(webp: bytes)
        } else if bytes.dropFirst(4).starts(with: Array("ftypavif".utf8)) {
            self.init(format: .avif, width: nil, height: nil)
        } else {
            self.init(svg: bytes)
        }
    }

    private init(format: Format, width: Int?, height: Int?) {
        self.format = format
        self.width = width
        self.height = height
    }

    /// IHDR is the first chunk (PNG §5.6).
    private init?(png bytes: [UInt8]) {
        guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        self.init(format: .png, width: Self.big(bytes, 16, 4), height: Self.big(bytes, 20, 4))
    }

    /// The frame header is one of the first segments (ITU-T T.81 §B.2.2); each segment has its length.
    private init?(jpeg bytes: [UInt8]) {
        var offset = 2
        var isTurned = false
        while offset + 9 <= bytes.count, bytes[offset] == 0xFF {
            let marker = bytes[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            // SOF0 to SOF15 except DHT, JPG and DAC.
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                let (width, height) = (Self.big(bytes, offset + 7, 2), Self.big(bytes, offset + 5, 2))
                self.init(format: .jpeg, width: isTurned ? height : width, height: isTurned ? width : height)
                return
            }
            let length = Self.big(bytes, offset + 2, 2)
            guard length >= 2 else { return nil }
            if marker == 0xE1, let orientation = Self.orientation(bytes[(offset + 4)...].prefix(length - 2)) {
                isTurned = (5...8).contains(orientation)
            }
            offset += 2 + length
        }
        return nil
    }

    /// How a camera was held (Exif 2.32 §4.6.4, tag 0x0112): browsers turn the image by it, and from 5 on width and
    /// height change places.
    private static func orientation(_ segment: ArraySlice<UInt8>) -> Int? {
        guard segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = Array(segment.dropFirst(6))
        guard tiff.count >= 8 else { return nil }
        let isBig = tiff.starts(with: Array("MM".utf8))
        guard isBig || tiff.starts(with: Array("II".utf8)) else { return nil }
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset + count <= tiff.count else { return nil }
            return isBig ? big(tiff, offset, count) : little(tiff, offset, count)
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<count {
            let start = directory + 2 + 12 * entry
            guard let tag = number(start, 2) else { return nil }
            if tag == 0x0112 { return number(start + 8, 2) }
        }
        return nil
    }

    /// RFC 9649 §2.5–2.7: lossy, lossless, extended.
    private init?(webp bytes: [UInt8]) {
        guard bytes.count >= 30 else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ":
            self.init(
                format: .webp, width: Self.little(bytes, 26, 2) & 0x3FFF, height: Self.little(bytes, 28, 2) & 0x3FFF)
        case "VP8L":
            let bits = Self.little(bytes, 21, 4)
            self.init(format: .webp, width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
        case "VP8X":
            self.init(format: .webp, width: Self.little(bytes, 24, 3) + 1, height: Self.little(bytes, 27, 3) + 1)
        default: return nil
        }
    }

    /// The root's width and height; what is missing follows from the ratio of its view box.
    private init?(svg bytes: [UInt8]) {
        guard String(validating: bytes.prefix(1_000_000), as: UTF8.self) != nil,
            let root = HTMLTags(bytes).tags.first, root.name == "svg"
        else { return nil }
        func pixels(_ text: String?) -> Int? {
            text.flatMap { Double($0.hasSuffix("px") ? String($0.dropLast(2)) : $0) }
                .flatMap { Int(exactly: $0.rounded()) }
        }
        let box = (root["viewbox"] ?? "").split { $0 == " " || $0 == "," }
        let sides = box.count == 4 ? box.suffix(2).map { Double($0) ?? 0 } : [0, 0]
        let hasBox = sides.allSatisfy { $0.isFinite && $0 > 0 }
        func scaled(_ length: Int, _ ratio: Double) -> Int? { Int(exactly: (Double(length) * ratio).rounded()) }
        switch (pixels(root["width"]), pixels(root["height"])) {
        case (let width?, nil) where hasBox:
            self.init(format: .svg, width: width, height: scaled(width, sides[1] / sides[0]))
        case (nil, let height?) where hasBox:
            self.init(format: .svg, width: scaled(height, sides[0] / sides[1]), height: height)
        case (nil, nil) where hasBox:
            self.init(format: .svg, width: scaled(1, sides[0]), height: scaled(1, sides[1]))
        case (let width, let height): self.init(format: .svg, width: width, height: height)
        }
    }

    private static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }

    private static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
}
