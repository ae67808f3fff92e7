import Findings

/// The XMPP dialogue of a client (RFC 6120 §4, §5) or of a server (with XEP-0220's namespace), up to the go-ahead for
/// TLS or, inside TLS, up to the features. Bytes in, bytes out; the same bytes in any pieces give the same facts, so
/// recorded evidence is replayed through it.
public struct XMPPDialogue {
    /// What to do next.
    public enum Step: Hashable, Sendable {
        case needMore
        case send([UInt8])
        /// TLS may begin.
        case proceed
        /// There is nothing more to learn.
        case finished
    }

    public enum Phase: Hashable, Sendable {
        /// In the clear; asks for STARTTLS where it is offered.
        case beforeTLS
        /// Inside TLS, whether by STARTTLS or from the first byte.
        case insideTLS
    }

    public private(set) var facts = XMPPFacts()
    private let service: Service
    private let domain: String
    private let from: String?
    private let phase: Phase
    private let stream = XMLStream()
    private var asked = false
    private var finished = false

    static let streams = "http://etherx.jabber.org/streams"
    static let tls = "urn:ietf:params:xml:ns:xmpp-tls"
    static let sasl = "urn:ietf:params:xml:ns:xmpp-sasl"
    static let sasl2 = "urn:xmpp:sasl:2"
    static let dialback = "urn:xmpp:features:dialback"
    static let bindings = "urn:xmpp:sasl-cb:0"
    static let streamErrors = "urn:ietf:params:xml:ns:xmpp-streams"

    /// - Parameters:
    ///   - service: `xmppServer` speaks server-to-server, everything else client-to-server.
    ///   - domain: the JID domain that is asked for.
    ///   - from: server-to-server only: a domain that the scanning site controls.
    public init(service: Service, domain: String, from: String?, phase: Phase) {
        self.service = service
        self.domain = domain
        self.from = from
        self.phase = phase
    }

    /// The stream header that begins the dialogue.
    public mutating func begin() -> [UInt8] {
        let isServer = service == .xmppServer
        var header = "<?xml version='1.0'?><stream:stream xmlns='jabber:\(isServer ? "server" : "client")'"
        if isServer { header += " xmlns:db='jabber:server:dialback'" }
        header += " xmlns:stream='\(Self.streams)' to='\(Self.escaped(domain))'"
        if isServer, let from { header += " from='\(Self.escaped(from))'" }
        header += " version='1.0'"
        if !isServer { header += " xml:lang='en'" }
        return Array((header + ">").utf8)
    }

    /// Takes the next bytes in.
    public mutating func receive(_ bytes: [UInt8]) -> Step {
        guard !finished else { return .finished }
        // The go-ahead's bytes must not reach the XML parser together with what follows: TLS or injected plaintext.
        for (index, byte) in bytes.enumerated() {
            for event in stream.receive([byte]) {
                switch handle(event) {
                case .needMore: continue
                case .send(let reply): return remember(.send(reply), rest: Array(bytes[(index + 1)...]))
                case .proceed:
                    facts.bytesAfterProceed = bytes.count - index - 1
                    finished = true
                    return .proceed
                case .finished: return end()
                }
            }
            if let failure = stream.failure {
                facts.fault = failure
                return end()
            }
        }
        return .needMore
    }

    private mutating func end() -> Step {
        finished = true
        return .finished
    }

    /// After our request came bytes already: they belong to the dialogue and go through the parser now.
    private mutating func remember(_ step: Step, rest: [UInt8]) -> Step {
        guard !rest.isEmpty else { return step }
        switch receive(rest) {
        case .finished: return .finished
        // Go-ahead before we asked for it: nobody honest does that.
        case .proceed:
            facts.fault = Reason(.malformed, "go-ahead before the request")
            return .finished
        case .needMore, .send: return step
        }
    }

    private mutating func handle(_ event: XMLStream.Event) -> Step {
        switch event {
        case .opened(let name, let attributes):
            guard name == "\(Self.streams) stream" else {
                facts.fault = Reason(.malformed, "no XMPP stream")
                return .finished
            }
            facts.streamOpened = true
            facts.announcesFeatures = (attributes["version"].flatMap { Double($0) } ?? 0) >= 1
            // Without a version no features will come (RFC 6120 §4.7.5): such a server knows no STARTTLS.
            return facts.announcesFeatures ? .needMore : .finished
        case .closed: return .finished
        case .stanza(let element): return handle(element)
        }
    }

    private mutating func handle(_ element: XMLStream.Element) -> Step {
        switch element.name {
        case "\(Self.streams) features":
            guard facts.features == nil else { return .needMore }
            read(features: element)
            guard phase == .beforeTLS, facts.startTLSOffered else { return .finished }
            asked = true
            return .send(Array("<starttls xmlns='\(Self.tls)'/>".utf8))
        case "\(Self.streams) error":
            let condition = element.children.first { $0.name.hasPrefix(Self.streamErrors) && !$0.name.hasSuffix(" text") }
            facts.streamError = condition.map { String($0.name.dropFirst(Self.streamErrors.utf8.count + 1)) } ?? "unknown"
            facts.streamErrorText = String((element.child("\(Self.streamErrors) text")?.text ?? "").prefix(200))
            return .finished
        case "\(Self.tls) proceed" where asked:
            facts.proceeded = true
            return .proceed
        case "\(Self.tls) failure" where asked:
            facts.startTLSFailed = true
            return .finished
        default: return .needMore
        }
    }

    private mutating func read(features: XMLStream.Element) {
        facts.features = features.children.map { String($0.name.prefix(200)) }
        if let offer = features.child("\(Self.tls) starttls") {
            facts.startTLSOffered = true
            facts.startTLSRequired = offer.child("\(Self.tls) required") != nil
        }
        facts.dialback = features.child("\(Self.dialback) dialback") != nil
        for child in features.children where child.name.hasPrefix("\(Self.sasl) mechanisms")
            || child.name.hasPrefix("\(Self.sasl2) authentication")
        {
            for mechanism in child.children where mechanism.name.hasSuffix(" mechanism") {
                let name = String(mechanism.text.prefix(60))
                if facts.mechanisms.count < 50, !facts.mechanisms.contains(name) { facts.mechanisms.append(name) }
            }
        }
        for binding in features.child("\(Self.bindings) sasl-channel-binding")?.children.prefix(20) ?? [] {
            if let type = binding.attributes["type"] { facts.channelBindings.append(String(type.prefix(60))) }
        }
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case "'": escaped += "&apos;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
