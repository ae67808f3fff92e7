import Dialogues
import Model
import Testing

/// One request, one response; the responses of nginx and Radicale are captured in the lab.
@Suite struct HTTPDialogueTests {
    static let radicale = """
        HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Tue, 24 Nov 2026 17:01:42 GMT\r\nContent-Length: 0\r
        Connection: close\r
        Allow: DELETE, GET, HEAD, MKCALENDAR, MKCOL, MOVE, OPTIONS, POST, PROPFIND, PROPPATCH, PUT, REPORT\r
        DAV: 1, 2, 3, calendar-access, addressbook, extended-mkcol\r
        Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n\r

        """
    static let unauthorized = """
        HTTP/1.1 401 Unauthorized\r\nServer: nginx\r\nDate: Tue, 24 Nov 2026 17:01:45 GMT\r
        Content-Type: text/html\r\nContent-Length: 172\r\nConnection: close\r
        WWW-Authenticate: Basic realm="cloud"\r\n\r\n<html>
        """

    private func response(
        _ text: String, method: String = "GET", limit: Int = 100, ending: ProbeRecord.Ending = .closed
    ) -> (HTTPResponse?, Reason?) {
        var dialogue = HTTPDialogue(
            HTTPRequest(method: method, host: "a.test", path: "/", userAgent: "test"), bodyLimit: limit)
        for byte in text.utf8 { if dialogue.receive([byte]) == .finished { break } }
        return (dialogue.response(ending: ending), dialogue.fault)
    }

    @Test func theRequest() {
        let request = HTTPRequest(
            host: "a.test", port: 8443, path: "/x y\r\nEvil: 1", userAgent: "pruefstand (+https://b/)\r\n")
        #expect(
            String(decoding: request.encoded, as: UTF8.self)
                == "GET /x HTTP/1.1\r\nHost: a.test:8443\r\nUser-Agent: pruefstand (+https://b/)\r\nAccept: */*\r\n"
                + "Accept-Encoding: identity\r\nConnection: close\r\n\r\n")
    }

    @Test func realResponses() throws {
        let dav = try #require(response(Self.radicale, limit: 0).0)
        #expect(dav.status == 200)
        #expect(dav.davClasses == ["1", "2", "3", "calendar-access", "addressbook", "extended-mkcol"])
        let hsts = try #require(StrictTransportSecurity(dav))
        #expect(hsts.maxAge == 31_536_000 && hsts.includesSubdomains && !hsts.preload)
        let closed = try #require(response(Self.unauthorized, limit: 0).0)
        #expect(closed.status == 401)
        #expect(closed.challenges == ["basic"])
        #expect(StrictTransportSecurity(closed) == nil)
    }

    @Test func bodies() {
        let length = response("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").0
        #expect(length?.body == Array("hello".utf8) && length?.isTruncated == false)
        let chunks = response(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"
        ).0
        #expect(chunks?.body == Array("hello".utf8) && chunks?.isTruncated == false)
        #expect(response("HTTP/1.0 200 OK\r\n\r\nhello").0?.isTruncated == false)
        #expect(response("HTTP/1.0 200 OK\r\n\r\nhello", ending: .failed(Reason(.timeout))).0?.isTruncated == true)
        #expect(response("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello").0?.isTruncated == true)
        let long = response("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 500)).0
        #expect(long?.body.count == 100 && long?.isTruncated == true)
        #expect(response("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n").0?.status == 204)
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH\r\n", Reason.Code.malformed), ("HTTP/1.1 20 OK\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nno field\r\n", .malformed), ("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 20_000), .tooLarge),
        ("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 200), .tooLarge),
        (String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 10), .tooLarge),
    ])
    func whatIsNoResponse(_ text: String, _ code: Reason.Code) {
        #expect(response(text).1?.code == code)
    }

    @Test(arguments: [
        ("max-age=0", 0), ("max-age=\"63072000\" ; preload", 63_072_000), ("MAX-AGE=1;includeSubDomains;foo=bar", 1),
    ])
    func hsts(_ field: String, _ age: Int) {
        let found = response("HTTP/1.1 200 OK\r\nStrict-Transport-Security: \(field)\r\n\r\n").0
        #expect(found.flatMap { StrictTransportSecurity($0) }?.maxAge == age)
    }

    /// RFC 6797 §6.1: each of these a browser passes over.
    @Test(arguments: ["", "includeSubDomains", "max-age=x", "max-age=1; max-age=2", "max-age=-1"])
    func hstsThatIsNone(_ field: String) {
        let found = response("HTTP/1.1 200 OK\r\nStrict-Transport-Security: \(field)\r\n\r\n").0
        #expect(found.flatMap { StrictTransportSecurity($0) } == nil)
    }
}
