import Foundation
import Model
import SiteTestSupport
import Testing

@testable import Content
@testable import Pages
@testable import SiteCheck

/// Images of five by three pixels as Pillow 12 writes them, and files that only say that they are images.
struct ImageTests {
    static let images: [(name: String, format: ImageFacts.Format, bytes: String)] = [
        (
            "png", .png,
            Fixture.png
        ),
        (
            "jpeg", .jpeg,
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////"
                + "////////////////////////2wBDAf//////////////////////////////////////////////////////////////////"
                + "////////////////////wAARCAADAAUDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAA"
                + "AgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6"
                + "Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG"
                + "x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREA"
                + "AgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5"
                + "OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPE"
                + "xcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwBKKKKRZ//Z"
        ),
        (
            "jpeg-progressive", .jpeg,
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////"
                + "////////////////////////2wBDAf//////////////////////////////////////////////////////////////////"
                + "////////////////////wgARCAADAAUDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAH/xAAUAQEAAAAAAAAAAAAA"
                + "AAAAAAAB/9oADAMBAAIQAxAAAAGAf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAQUCf//EABQRAQAAAAAAAAAAAAAA"
                + "AAAAAAD/2gAIAQMBAT8Bf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Bf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/"
                + "2gAIAQEABj8Cf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAT8hf//aAAwDAQACAAMAAAAQ/wD/xAAUEQEAAAAAAAAA"
                + "AAAAAAAAAAAA/9oACAEDAQE/EH//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/EH//xAAUEAEAAAAAAAAAAAAAAAAA"
                + "AAAA/9oACAEBAAE/EH//2Q=="
        ),
        (
            "gif", .gif,
            "R0lGODdhBQADAIEAAMgeKAAAAAAAAAAAACwAAAAABQADAAAICAABCBxIsGBAADs="
        ),
        (
            "webp-lossy", .webp,
            "UklGRi4AAABXRUJQVlA4ICIAAABwAQCdASoFAAMADMDOJaACdAFAAAD+2iYLtH4u7EcZJAAA"
        ),
        (
            "webp-lossless", .webp,
            "UklGRh4AAABXRUJQVlA4TBEAAAAvBIAAAAdQjyIXpf+BiOh/AAA="
        ),
        (
            "webp-extended", .webp,
            "UklGRlIAAABXRUJQVlA4WAoAAAAQAAAABAAAAgAAQUxQSAoAAAABB9CEiAhERP8DVlA4ICIAAABwAQCdASoFAAMADMDOJaAC"
                + "dAFAAAD+2iYLtH4u7EcZJAAA"
        ),
        (
            "avif", .avif,
            "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAA"
                + "AAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAIgAAAChpaW5mAAAAAAABAAAAGmluZmUC"
                + "AAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAABQAAAAMAAAAQcGl4aQAAAAADCAgIAAAA"
                + "DGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAKm1kYXQSAAoIGAhk0QENBoQy"
                + "FB/3h4UV3///4sAAAJA1jjwuPzkm"
        ),
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        let image = try #require(images.first { $0.name == name })
        return Array(try #require(Data(base64Encoded: image.bytes)))
    }

    @Test(arguments: images.map(\.name))
    func formatsAndSizes(_ name: String) throws {
        let image = try #require(Self.images.first { $0.name == name })
        let facts = try #require(ImageFacts(try Self.bytes(name)))
        #expect(facts.format == image.format)
        // AVIF keeps its size in boxes that are not read.
        #expect(facts.width == (image.format == .avif ? nil : 5) && facts.height == (image.format == .avif ? nil : 3))
        // Cut anywhere it is no image, or one whose size is what it was; it never traps.
        for count in 0..<(try Self.bytes(name).count) {
            let cut = ImageFacts(Array(try Self.bytes(name).prefix(count)))
            #expect(cut == nil || cut == facts)
        }
    }

    @Test func drawings() {
        func facts(_ text: String) -> ImageFacts? { ImageFacts(Array(text.utf8)) }
        let size = facts("<?xml version=\"1.0\"?>\n<!-- <svg width='1'> -->\n<svg width=\"12.4px\" height='7'/>")
        #expect(size?.width == 12 && size?.height == 7)
        let box = facts("<svg viewBox=\"0 0 30,20\"></svg>")
        #expect(box?.size?.width == 30 && box?.size?.height == 20)
        #expect(facts("<svg width=\"100%\"/>")?.size == nil)
        #expect(facts("<svg width=\"1e400\" height=\"nan\"/>")?.size == nil)
        #expect(facts("<html><svg/></html>") == nil && facts("") == nil && facts("P") == nil)
    }

    @Test(arguments: [
        ("a.png", "<!DOCTYPE html><script>alert(1)</script>", "no-image"), ("a.jpg", "", "no-image"),
        ("a.webp", "RIFF\0\0\0\0WEBP", "no-image"), ("a.svg", "GIF89a\u{5}\0\u{3}\0", "wrong-image-format"),
        ("a.svg", "<svg><script>alert(1)</script></svg>", "script-in-image"),
        ("a.svg", "<svg onload='alert(1)'/>", "script-in-image"),
        ("a.svg", "<svg><a xlink:href=' java\nscript:alert(1)'/></svg>", "script-in-image"),
        ("a.svg", "<svg><svg:script href='x'/></svg>", "script-in-image"),
        ("a.svg", "<svg><foreignObject/></svg>", "script-in-image"),
    ])
    func whatIsNoImage(_ name: String, _ text: String, _ rule: String) throws {
        let site = try SiteInAString()
        try site.write(Array(text.utf8), to: "content/files/\(name)")
        let rendered = site.render()
        #expect(rendered.diagnostics.map(\.rule.rawValue) == [rule])
        #expect(rendered.diagnostics.allSatisfy { $0.file == "content/files/\(name)" && !$0.hint.isEmpty })
        #expect(rendered.files.isEmpty)
    }

    @Test func tooLarge() throws {
        let site = try SiteInAString()
        var image = try Self.bytes("png")
        image.replaceSubrange(16..<20, with: [0, 0, 0x20, 0])
        try site.write(image, to: "content/files/wide.png")
        try site.write(try Self.bytes("gif") + Array(repeating: 0, count: 1 << 20), to: "content/files/heavy.gif")
        let found = site.render().diagnostics
        #expect(found.map(\.rule.rawValue) == ["large-image", "large-image"])
        #expect(found.allSatisfy { $0.level == .warning })
    }

    @Test func anImageBringsItsSize() throws {
        let site = try SiteInAString(
            "-- content/articles/2026-01-02-a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n![Ein \"Bild\"](files/a.png)\n"
        )
        try site.write(try Self.bytes("png"), to: "content/files/a.png")
        #expect(
            site.render().text("2026/01/a/index.html").contains(
                "<img src=\"../../../files/a.png\" alt=\"Ein &quot;Bild&quot;\" width=\"5\" height=\"3\" loading=\"lazy\">"
            ))
    }

    /// A file is called what its editor called it, and an address means what RFC 3986 says.
    @Test func aFileIsFoundWhateverItIsCalled() throws {
        let site = try SiteInAString(
            """
            -- content/articles/2026-01-02-a.md --
            ---
            title: A
            date: 2026-01-02
            ---
            ![Bild](<files/100% ü?#1.png>) und [Text](<files/a%25 b.txt>)

            ![Bild](files/100%25%20%C3%BC%3F%231.png) und [Text](files/a%2525%20b.txt)
            -- content/files/a%25 b.txt --
            Text
            """)
        try site.write(try Self.bytes("png"), to: "content/files/100% ü?1.png")
        try site.write(try Self.bytes("png"), to: "content/files/100% ü?#1.png")
        let content = SiteReader(root: site.root, defaultTemplates: SiteInAString.templates).read()
        let rendered = Site.render(content)
        #expect(SiteCheck.diagnostics(content, rendered).isEmpty)
        let page = rendered.text("2026/01/a/index.html")
        #expect(page.matches(of: #/src="../../../files/100%25%20%C3%BC%3F%231.png"/#).count == 2)
        #expect(page.matches(of: #/href="../../../files/a%2525%20b.txt"/#).count == 2)
    }

    /// A camera held upright: the pixels lie, and browsers turn them (Exif orientation 5 to 8).
    @Test(arguments: [1, 3, 5, 6, 8], [false, true])
    func photographsAreTurned(_ orientation: UInt8, _ isBigEndian: Bool) throws {
        var tiff: [UInt8] = Array("II".utf8) + [42, 0, 8, 0, 0, 0, 2, 0]
        tiff +=
            [0x0F, 1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0] + [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0] + [0, 0, 0, 0]
        if isBigEndian {
            tiff = Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 2]
            tiff +=
                [1, 0x0F, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0] + [1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0] + [
                    0, 0, 0, 0,
                ]
        }
        let segment = Array("Exif\0\0".utf8) + tiff
        let plain = try Self.bytes("jpeg")
        let photograph = plain.prefix(2) + [0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment + plain.dropFirst(2)
        let facts = try #require(ImageFacts(Array(photograph)))
        let isTurned = orientation >= 5
        #expect(facts.width == (isTurned ? 3 : 5) && facts.height == (isTurned ? 5 : 3))
        // Cut anywhere it never traps.
        for count in 0..<photograph.count { _ = ImageFacts(Array(photograph.prefix(count))) }
    }

    @Test(arguments: [
        ("width=\"40\" viewBox=\"0 0 30 20\"", 40, 27), ("height=\"20\" viewBox=\"0 0 30 20\"", 30, 20),
        ("viewBox=\"0 0 30 20\"", 30, 20), ("width=\"40\" height=\"10\" viewBox=\"0 0 30 20\"", 40, 10),
    ])
    func aViewBoxGivesTheRatio(_ attributes: String, _ width: Int, _ height: Int) throws {
        let facts = try #require(ImageFacts(Array("<svg xmlns=\"http://www.w3.org/2000/svg\" \(attributes)/>".utf8)))
        #expect(facts.width == width && facts.height == height)
    }
}
