import Comparison
import Content
import FoundationEssentials
import Model
import Templates

/// A record on the page of records.
struct EvidenceRecordEntry: TemplateData {
    var id: String
    var title: String
    var when: String?
    var ending: String?
    var passages: [Passage]

    static let schema = TemplateSchema<Self>(
        "record", "a record that an evidence page rests on: a look-up, a connection or a certificate",
        [
            .text("record-id", "its anchor") { $0.id },
            .text("record-title", "its number, and what it is") { $0.title },
            .text("record-when", "when it was made, as in RFC 3339") { $0.when },
            .text("record-ending", "how it ended") { $0.ending },
            .list("passages", "what was sent and received") { $0.passages },
        ])

    /// What was sent or received.
    struct Passage: TemplateData {
        var title: String
        var text: String?
        var omitted: String?
        var same: String?
        var sameHref: String?

        static let schema = TemplateSchema<Self>(
            "passage", "what was sent or received",
            [
                .text("passage-title", "the direction and the layer") { $0.title },
                .text("passage-text", "the text, or a dump in hexadecimal") { $0.text },
                .text("passage-omitted", "how many bytes are left out") { $0.omitted },
                .text("passage-same", "which record it is equal to, instead of the text") { $0.same },
                .text("passage-same-href", "the link to that record") { $0.sameHref },
            ])
    }
}

/// The raw records on the page of records.
struct EvidenceRecords {
    let words: CellFormatter
    let excerpts: EvidenceExcerpts
    private var texts: Localization { words.texts }

    init(words: CellFormatter, excerpts: EvidenceExcerpts) {
        self.words = words
        self.excerpts = excerpts
    }

    /// The numbers of all look-ups and probes that are shown, in order.
    var numbers: [Int] { (Array(excerpts.lookups.keys) + Array(excerpts.probes.keys)).sorted() }

    /// A look-up or a probe by its number; `nil` where it is not shown.
    func entry(_ number: Int) -> EvidenceRecordEntry? {
        excerpts.lookups[number].map { entry(number, $0) } ?? excerpts.probes[number].map { entry(number, $0) }
    }

    /// The certificates by digest.
    var certificates: [EvidenceRecordEntry] {
        excerpts.certificates.sorted { $0.key < $1.key }.map { certificate($0.key, $0.value) }
    }

    private func entry(_ id: Int, _ lookup: EvidenceExcerpts.Lookup) -> EvidenceRecordEntry {
        EvidenceRecordEntry(
            id: "record-\(id)",
            title: texts.filled(.lookupRecord, ["number": "\(id)", "name": lookup.name, "type": lookup.type]),
            when: lookup.at.description,
            ending: lookup.failure.map { texts.filled(.endingFailed, ["why": words.reason($0)]) }
                ?? texts[.security, lookup.security.rawValue, fallback: lookup.security.rawValue],
            passages: lookup.answer.map { [passage(texts[.answer], $0)] } ?? [])
    }

    private func entry(_ id: Int, _ probe: EvidenceExcerpts.Probe) -> EvidenceRecordEntry {
        let purpose =
            switch probe.purpose {
            case .probe(.hello): texts[.purposeHello]
            case .probe(.handshake): texts[.purposeHandshake]
            case .probe(.certificate): texts[.purposeCertificate]
            case .fetch(let url): texts.filled(.purposeFetch, ["url": url])
            }
        return EvidenceRecordEntry(
            id: "record-\(id)", title: texts.filled(.probeRecord, ["number": "\(id)", "purpose": purpose]),
            when: probe.at.description, ending: ending(probe.ending),
            passages: probe.passages.map { part in
                let direction = texts[part.direction == .sent ? .sent : .received]
                let layer: TextKey =
                    switch part.layer {
                    case .plain: .layerPlain
                    case .tls: .layerTLS
                    case .inside: .layerInside
                    }
                return passage(
                    "\(direction), \(texts[layer])", part.excerpt, asText: part.layer != .tls, sameAs: part.sameAs)
            })
    }

    private func certificate(_ digest: String, _ der: [UInt8]) -> EvidenceRecordEntry {
        EvidenceRecordEntry(
            id: "certificate-\(digest.prefix(16))",
            title: texts.filled(.certificateRecord, ["digest": String(digest.prefix(16))]),
            passages: [EvidenceRecordEntry.Passage(title: "PEM", text: Self.pem(der))])
    }

    private func ending(_ ending: ProbeRecord.Ending) -> String {
        switch ending {
        case .done: texts[.endingDone]
        case .closed: texts[.endingClosed]
        case .failed(let why): texts.filled(.endingFailed, ["why": words.reason(why)])
        }
    }

    private func passage(_ title: String, _ excerpt: EvidenceExcerpts.Excerpt, asText: Bool = false, sameAs: Int? = nil)
        -> EvidenceRecordEntry.Passage
    {
        if let sameAs {
            return EvidenceRecordEntry.Passage(
                title: title, same: texts.filled(.sameAs, ["number": "\(sameAs)"]), sameHref: "#record-\(sameAs)")
        }
        return EvidenceRecordEntry.Passage(
            title: title, text: asText ? Self.readable(excerpt.bytes) : Self.dump(excerpt.bytes),
            omitted: excerpt.omitted > 0 ? texts.filled(.omitted, ["count": "\(excerpt.omitted)"]) : nil)
    }

    /// Text as text, with a full stop for what cannot be seen; else a dump.
    static func readable(_ bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { return dump(bytes) }
        var shown = ""
        for scalar in text.unicodeScalars {
            let isControl =
                scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
            // Direction marks could make the page show another text than the bytes are.
            let turns = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            shown.unicodeScalars.append(isControl || turns ? "." : scalar)
        }
        return shown
    }

    /// Sixteen bytes a line: offset, hexadecimal, ASCII.
    static func dump(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            let line = bytes[start..<min(start + 16, bytes.count)]
            let hex = line.map { hexadecimal([$0]) }.joined(separator: " ")
            let ascii = String(
                decoding: line.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
            let offset = String(start, radix: 16)
            return String(repeating: "0", count: max(0, 4 - offset.utf8.count)) + offset + "  " + hex
                + String(repeating: " ", count: 47 - hex.utf8.count + 2) + ascii
        }.joined(separator: "\n")
    }

    /// RFC 7468.
    static func pem(_ der: [UInt8]) -> String {
        let base64 = Array(Data(der).base64EncodedString())
        let lines = stride(from: 0, to: base64.count, by: 64).map {
            String(base64[$0..<min($0 + 64, base64.count)])
        }
        return (["-----BEGIN CERTIFICATE-----"] + lines + ["-----END CERTIFICATE-----"]).joined(separator: "\n")
    }
}
