import CUnbound
import FoundationEssentials
import Model
import Names

/// A libunbound context, set up and ready to resolve in a thread of its own.
///
/// It is used by one thread at a time: by whoever makes it, and then by the thread it is handed to.
struct UnboundContext: ~Copyable {
    let pointer: OpaquePointer

    private static let optionsAlways = [
        ("outgoing-range:", "4096"), ("num-queries-per-thread:", "4096"),
        // A dead server costs 5 s instead of 29 s.
        ("infra-cache-max-rtt:", "2000"),
    ]

    /// The parts of the cache, of 29: sets of records need twice as much as messages (unbound.conf(5)).
    private static let cacheParts = [
        ("msg-cache-size:", 8), ("rrset-cache-size:", 16), ("key-cache-size:", 4), ("neg-cache-size:", 1),
    ]

    /// - Throws: A diagnostic on whatever in the configuration libunbound does not take.
    static func make(_ configuration: ResolverConfiguration) throws(Diagnostic) -> UnboundContext {
        guard let pointer = ub_ctx_create() else {
            throw Diagnostic(
                file: "", rule: .resolver, message: "libunbound cannot be initialised: out of memory",
                hint: "free some memory and try again")
        }
        let context = UnboundContext(pointer: pointer)
        // It would print its complaints to standard error; they come back as error codes too.
        _ = ub_ctx_debugout(pointer, nil)
        for (option, value) in optionsAlways { try context.set(option, value) }
        for (option, part) in cacheParts { try context.set(option, "\(max(1, configuration.cacheSize * part / 29))m") }
        if let limit = configuration.cacheLimit {
            for option in ["cache-max-ttl:", "cache-max-negative-ttl:", "val-bogus-ttl:", "infra-host-ttl:"] {
                try context.set(option, "\(limit)")
            }
        }
        if configuration.rootHints != nil || configuration.forwarder != nil {
            // Someone's own name servers may stand on this machine, and may serve `test.`, which libunbound
            // would answer by itself (RFC 6761 §6.2).
            try context.set("do-not-query-localhost:", "no")
            try context.set("local-zone:", "test. transparent")
        }
        try context.addRootHints(configuration.rootHints)
        try context.addForwarder(configuration.forwarder)
        try context.addAnchors(configuration.trustAnchors)
        try context.check(ub_ctx_async(pointer, 1), "asynchronous mode", file: "")
        try context.settle(configuration)
        return context
    }

    private init(pointer: OpaquePointer) { self.pointer = pointer }

    deinit { ub_ctx_delete(pointer) }

    private func addRootHints(_ file: String?) throws(Diagnostic) {
        guard let file else { return }
        _ = try Self.text(of: file, rule: .rootHints)
        try set("root-hints:", file)
    }

    private func addForwarder(_ forwarder: String?) throws(Diagnostic) {
        guard let forwarder else { return }
        let parts = forwarder.split(separator: "@", omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first),
            parts.count == 1 || parts.count == 2 && UInt16(parts[1]).map({ $0 > 0 }) == true
        else {
            throw Diagnostic(
                file: "", rule: .resolverAddress, message: "'\(forwarder)' is not a valid resolver address",
                hint: "use an IPv4 or IPv6 address, followed by @PORT unless the port is 53")
        }
        let text = parts.count == 2 ? "\(address)@\(parts[1])" : "\(address)"
        try check(ub_ctx_set_fwd(pointer, text), "the resolver \(text)", file: "")
    }

    private func addAnchors(_ anchors: ResolverConfiguration.TrustAnchors) throws(Diagnostic) {
        switch anchors {
        case .builtIn:
            for anchor in ResolverConfiguration.rootAnchors {
                try check(ub_ctx_add_ta(pointer, anchor), "a trust anchor", file: "")
            }
        case .file(let file):
            _ = try Self.anchors(in: file)
            try check(ub_ctx_add_ta_file(pointer, file), "the trust anchors", file: file)
        }
    }

    /// libunbound reads its files when the first question comes; a question that it answers by itself (RFC 6761
    /// §6.3) makes it do so now, so that a broken file is an error here and not a failure of every look-up.
    private func settle(_ configuration: ResolverConfiguration) throws(Diagnostic) {
        var result: UnsafeMutablePointer<ub_result>?
        let error = ub_resolve(pointer, "localhost.", 1, 1, &result)
        ub_resolve_free(result)
        var files: [String] = []
        if let hints = configuration.rootHints { files.append(hints) }
        if case .file(let anchors) = configuration.trustAnchors { files.append(anchors) }
        try check(error, "its configuration", file: files.joined(separator: ", "))
    }

    private func set(_ option: String, _ value: String) throws(Diagnostic) {
        try check(ub_ctx_set_option(pointer, option, value), option + " " + value, file: "")
    }

    private func check(_ error: Int32, _ what: String, file: String) throws(Diagnostic) {
        guard error != UB_NOERROR.rawValue else { return }
        throw Diagnostic(
            file: file, rule: .resolver, message: "libunbound rejected \(what): \(Self.words(error))",
            hint: "check the files and the options of the resolver")
    }

    /// libunbound's words for an error code.
    static func words(_ error: Int32) -> String { ub_strerror(error).map { String(cString: $0) } ?? "error \(error)" }

    static func anchors(in file: String) throws(Diagnostic) -> TrustAnchorFile {
        guard let anchors = TrustAnchorFile(try text(of: file, rule: .trustAnchor)) else {
            throw Diagnostic(
                file: file, rule: .trustAnchor, message: "the file contains no DS or DNSKEY record",
                hint: "write the trust anchors in zone-file format, e.g. '. IN DS 20326 8 2 E06D…'")
        }
        return anchors
    }

    /// At most 1 MB of a file.
    private static func text(of file: String, rule: Diagnostic.Rule) throws(Diagnostic) -> String {
        let limit = 1_000_000
        do {
            let data = try Data(contentsOf: URL(filePath: file))
            guard data.count <= limit else {
                throw Diagnostic(
                    file: file, rule: rule, message: "the file is larger than \(limit) bytes", hint: "name another file"
                )
            }
            return String(decoding: data, as: UTF8.self)
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch {
            throw Diagnostic(
                file: file, rule: rule, message: "the file cannot be read", hint: "check the path and the permissions")
        }
    }
}
