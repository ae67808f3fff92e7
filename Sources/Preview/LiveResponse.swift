import FoundationEssentials
import Glibc
import Model
import NIOHTTP1
import Text

/// Answers out of a `LiveSite`. Pages get a script that reloads them and shows what is wrong; it comes from here, is
/// never part of the site, and is all that the pages' own policy is opened for.
enum LiveResponse {
    static let eventsPath = "/.pruefstand/events"
    static let scriptPath = "/.pruefstand/live.js"
    static let stylePath = "/.pruefstand/live.css"

    /// What the script may do beyond what the pages may; and what a policy of an editor's may lack. Browsers complain of a
    /// directive that is there twice.
    private static let connecting = "connect-src 'self'; "
    private static let running: StaticString = "script-src 'self'; "

    static func answer(to request: HTTPRequestHead, site: LiveSite, anyHost: Bool) -> PreviewResponse {
        guard request.method == .GET || request.method == .HEAD else {
            return PreviewResponse.plain(.methodNotAllowed, adding: ("Allow", "GET, HEAD"))
        }
        guard anyHost || isLocal(request.headers[canonicalForm: "Host"]) else {
            return PreviewResponse.plain(.misdirectedRequest)
        }
        switch request.uri {
        case scriptPath: return asset(LiveAssets.script, "text/javascript; charset=utf-8")
        case stylePath: return asset(LiveAssets.style, "text/css; charset=utf-8")
        default: break
        }
        let path: RequestPath
        do throws(RequestPath.Problem) {
            path = try RequestPath(target: request.uri)
        } catch {
            return error == .malformed ? PreviewResponse.plain(.badRequest) : notFound(site)
        }
        let name = path.components.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        let file = path.isFolder ? (name.isEmpty ? "" : "\(name)/") + "index.html" : name
        if let bytes = site.file(file) {
            return found(bytes, named: file, known: request.headers[canonicalForm: "If-None-Match"])
        }
        if !path.isFolder, site.file("\(name)/index.html") != nil {
            return PreviewResponse.plain(.movedPermanently, adding: ("Location", path.folderTarget))
        }
        return notFound(site)
    }

    /// One event (WHATWG HTML, server-sent events): what is wrong, on one line.
    static func event(_ diagnostics: [Diagnostic]) -> String {
        // A hundred are more than anyone reads in a browser; the terminal has them all.
        let data = (try? JSONEncoder().encode(Array(diagnostics.prefix(100)))) ?? Data("[]".utf8)
        return "data: \(String(decoding: data, as: UTF8.self))\n\n"
    }

    static var eventHeaders: HTTPHeaders {
        var headers = PreviewResponse.common
        headers.replaceOrAdd(name: "Cache-Control", value: "no-store")
        headers.add(name: "Content-Type", value: "text/event-stream")
        return headers
    }

    /// A page of another host that resolves to this machine must not read what is not published yet (DNS rebinding).
    static func isLocal(_ hosts: [Substring]) -> Bool {
        guard let host = hosts.first, hosts.count == 1 else { return false }
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        return ["localhost", "127.0.0.1", "[::1]"].contains(name.lowercased())
    }

    private static func found(_ bytes: [UInt8], named name: String, known: [Substring]) -> PreviewResponse {
        let tag = Fingerprint.hash(bytes)
        let mediaType = MediaType.of(fileNamed: name)
        guard !known.contains(where: { ["*", "\"\(tag)\"", "W/\"\(tag)\""].contains($0) }) else {
            var headers = PreviewResponse.common
            headers.add(name: "ETag", value: "\"\(tag)\"")
            return PreviewResponse(status: .notModified, headers: headers, body: .none)
        }
        return response(.ok, bytes, tag: tag, mediaType: mediaType, isCacheable: true)
    }

    private static func notFound(_ site: LiveSite) -> PreviewResponse {
        guard let bytes = site.file("404.html") else {
            let page = "<!DOCTYPE html><title>404</title><p>404 Not Found</p>"
            return response(
                .notFound, Array(page.utf8), tag: "", mediaType: MediaType.of(fileNamed: "404.html"), isCacheable: false
            )
        }
        return response(
            .notFound, bytes, tag: Fingerprint.hash(bytes), mediaType: MediaType.of(fileNamed: "404.html"),
            isCacheable: false)
    }

    private static func response(
        _ status: HTTPResponseStatus, _ bytes: [UInt8], tag: String, mediaType: String, isCacheable: Bool
    ) -> PreviewResponse {
        let isPage = mediaType.hasPrefix("text/html")
        let body = isPage ? withScript(bytes, tag: tag) : bytes
        var headers = PreviewResponse.common
        headers.replaceOrAdd(
            name: "Content-Security-Policy", value: connecting + PreviewResponse.contentSecurityPolicy)
        headers.add(name: "Content-Type", value: mediaType)
        headers.add(name: "Content-Length", value: "\(body.count)")
        // The script compares it: is this still the page that I stand on?
        headers.add(name: "X-Preview-Tag", value: tag)
        if isCacheable { headers.add(name: "ETag", value: "\"\(tag)\"") }
        return PreviewResponse(status: status, headers: headers, body: .bytes(body))
    }

    private static func asset(_ text: String, _ mediaType: String) -> PreviewResponse {
        let bytes = Array(text.utf8)
        return response(.ok, bytes, tag: Fingerprint.hash(bytes), mediaType: mediaType, isCacheable: false)
    }

    /// The page with the script at its end, and its policy opened for just that.
    static func withScript(_ page: [UInt8], tag: String) -> [UInt8] {
        var page = page
        if let place = place(of: "http-equiv=\"Content-Security-Policy\" content=\"", in: page) {
            let runs = Self.place(of: running, in: page).map { $0.lowerBound >= place.upperBound } ?? false
            page.insert(contentsOf: ((runs ? "" : "\(running)") + connecting).utf8, at: place.upperBound)
        }
        let script = "<script src=\"\(scriptPath)\" data-tag=\"\(tag)\" defer></script>\n"
        page.insert(contentsOf: script.utf8, at: place(of: "</body>", in: page)?.lowerBound ?? page.endIndex)
        return page
    }

    /// Where a text stands first. `firstRange` of Foundation takes milliseconds for a page, at each look at it.
    private static func place(of text: StaticString, in page: [UInt8]) -> Range<Int>? {
        let count = text.utf8CodeUnitCount
        return page.withUnsafeBytes { bytes in
            guard bytes.count >= count, let base = bytes.baseAddress else { return nil }
            return (0...bytes.count - count)
                .first { bytes[$0] == text.utf8Start[0] && memcmp(base + $0, text.utf8Start, count) == 0 }
                .map { $0..<$0 + count }
        }
    }
}
