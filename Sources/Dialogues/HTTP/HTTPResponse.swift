/// What a web server answered; all of it is outside data, bounded.
package struct HTTPResponse: Hashable, Sendable {
    /// 100 to 599.
    package var status: Int
    /// In the order of the response, the first `HTTPDialogue.fieldLimit`.
    package var fields: [HTTPField] = []
    package var body: [UInt8] = []
    /// There was more of the body, or there should have been.
    package var isTruncated = false

    init(status: Int) { self.status = status }

    /// All values of a field, joined as RFC 9110 §5.2 joins them; `nil` where it is not there.
    /// - Parameter name: lower case.
    package func field(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// What the server calls itself (RFC 9110 §10.2.4), the first 200 characters; `nil` where it does not say.
    package var server: String? {
        field("server").flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
    }

    /// Compliance classes of the DAV field (RFC 4918 §10.1), lower case, the first 64.
    package var davClasses: [String] {
        let classes = (field("dav") ?? "").split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }
        return Array(classes.filter { !$0.isEmpty }.prefix(64)).map { String($0.prefix(200)) }
    }

    /// Authentication schemes of the WWW-Authenticate fields (RFC 9110 §11.6.1), lower case, each once: the word before
    /// each field's parameters. A field may hold several challenges; the first counts, as its commas are ambiguous.
    package var challenges: [String] {
        var schemes: [String] = []
        for field in fields where field.name == "www-authenticate" {
            let scheme = field.value.prefix { $0 != " " && $0 != "," }.lowercased()
            if !scheme.isEmpty, scheme.count <= 40, !schemes.contains(scheme) { schemes.append(scheme) }
        }
        return schemes
    }
}

/// A header field.
package struct HTTPField: Hashable, Sendable {
    /// Lower case.
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
