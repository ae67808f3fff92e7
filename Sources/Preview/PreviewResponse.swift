import NIOHTTP1

/// What is answered to one request: pure, but for the file that is looked up.
struct PreviewResponse {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: Body

    enum Body {
        case none
        case text(String)
        case bytes([UInt8])
        case file(SiteFile)
    }

    /// The pages bring a policy of their own; this one also covers what is not a page, and framing, which only a header
    /// can forbid.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'"

    /// - Parameter root: the site's folder.
    static func answer(to request: HTTPRequestHead, root: String, anyHost: Bool) -> PreviewResponse {
        guard request.method == .GET || request.method == .HEAD else {
            return plain(.methodNotAllowed, adding: ("Allow", "GET, HEAD"))
        }
        guard anyHost || LiveResponse.isLocal(request.headers[canonicalForm: "Host"]) else {
            return plain(.misdirectedRequest)
        }
        let path: RequestPath
        do throws(RequestPath.Problem) {
            path = try RequestPath(target: request.uri)
        } catch {
            return error == .malformed ? plain(.badRequest) : notFound(root: root)
        }
        switch SiteFile.look(up: path, root: root) {
        case .nothing: return notFound(root: root)
        case .folder: return plain(.movedPermanently, adding: ("Location", path.folderTarget))
        case .file(let file):
            if isKnown(file, to: request.headers) {
                var response = PreviewResponse(status: .notModified, file: file)
                response.headers.remove(name: "Content-Length")
                response.headers.remove(name: "Content-Type")
                response.body = .none
                return response
            }
            return PreviewResponse(status: .ok, file: file)
        }
    }

    /// A refusal in one line of plain text.
    static func plain(_ status: HTTPResponseStatus, adding field: (String, String)? = nil) -> PreviewResponse {
        let text = "\(status.code) \(status.reasonPhrase)\n"
        var headers = common
        headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        headers.add(name: "Content-Length", value: String(text.utf8.count))
        if let field { headers.add(name: field.0, value: field.1) }
        return PreviewResponse(status: status, headers: headers, body: .text(text))
    }

    /// The site's own page for it, where it has one.
    private static func notFound(root: String) -> PreviewResponse {
        guard let page = try? RequestPath(target: "/404.html"),
            case .file(let file) = SiteFile.look(up: page, root: root)
        else { return plain(.notFound) }
        var response = PreviewResponse(status: .notFound, file: file)
        // It is not what was asked for, so it must not be taken for a version of that.
        response.headers.remove(name: "ETag")
        response.headers.remove(name: "Last-Modified")
        return response
    }

    /// The client has it already (RFC 9110 §13.1.2, §13.1.3). A date is compared as text: clients send back ours.
    private static func isKnown(_ file: SiteFile, to headers: HTTPHeaders) -> Bool {
        let tags = headers[canonicalForm: "If-None-Match"]
        if !tags.isEmpty {
            return tags.contains { $0 == "*" || ($0.hasPrefix("W/") ? $0.dropFirst(2) : $0[...]) == file.entityTag }
        }
        return headers.first(name: "If-Modified-Since") == HTTPDate.text(seconds: file.modified)
    }

    static let common: HTTPHeaders = [
        "Cache-Control": "no-cache",
        "Content-Security-Policy": contentSecurityPolicy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    ]
}

extension PreviewResponse {
    private init(status: HTTPResponseStatus, file: SiteFile) {
        self.status = status
        headers = PreviewResponse.common
        headers.add(name: "Content-Type", value: file.mediaType)
        headers.add(name: "Content-Length", value: String(file.size))
        headers.add(name: "Last-Modified", value: HTTPDate.text(seconds: file.modified))
        headers.add(name: "ETag", value: file.entityTag)
        body = .file(file)
    }
}
