import Glibc
import Testing

@testable import Preview

@Suite struct HTTPDateTests {
    /// RFC 9110 §5.6.7, and the ends of what the format can say.
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (-1, "Thu, 01 Jan 1970 00:00:00 GMT"), (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func known(seconds: Int, text: String) {
        #expect(HTTPDate.text(seconds: seconds) == text)
    }

    @Test func asTheSystemSaysIt() {
        for step in 0..<5_000 {
            var seconds = time_t(step * 1_234_567 + step)
            var parts = tm()
            gmtime_r(&seconds, &parts)
            var buffer = [CChar](repeating: 0, count: 64)
            strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            let text = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            #expect(HTTPDate.text(seconds: Int(seconds)) == text)
        }
    }
}

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("index.html", "text/html; charset=utf-8"), ("A.CSS", "text/css; charset=utf-8"), ("a.b.svg", "image/svg+xml"),
        ("x.png", "image/png"), ("x.jpg", "image/jpeg"), ("x.webp", "image/webp"), ("x.json", "application/json"),
        ("x.xml", "application/xml"), ("x.atom", "application/atom+xml"), ("x.csv", "text/csv; charset=utf-8"),
        ("x.txt", "text/plain; charset=utf-8"), ("x.woff2", "font/woff2"), ("x.ico", "image/x-icon"),
        ("x.html.exe", "application/octet-stream"), ("html", "application/octet-stream"),
        ("", "application/octet-stream"),
    ])
    func byEnding(name: String, type: String) {
        #expect(MediaType.of(fileNamed: name) == type)
    }
}
