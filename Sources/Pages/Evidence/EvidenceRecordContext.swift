import Comparison
import Content
import FoundationEssentials
import Model
import Templates

/// The raw records at the foot of an evidence page.
struct EvidenceRecordContext {
    let words: CellFormatter
    let excerpts: EvidenceExcerpts
    private var texts: Localization { words.texts }

    /// Look-ups and probes by number, then certificates by digest.
    var scopes: [TemplateContext] {
        let lookups = excerpts.lookups.map { ($0.key, scope($0.key, $0.value)) }
        let probes = excerpts.probes.map { ($0.key, scope($0.key, $0.value)) }
        let numbered = (lookups + probes).sorted { $0.0 < $1.0 }.map(\.1)
        return numbered + excerpts.certificates.sorted { $0.key < $1.key }.map { certificate($0.key, $0.value) }
    }

    private func scope(_ id: Int, _ lookup: EvidenceExcerpts.Lookup) -> TemplateContext {
        TemplateContext {
            $0.set(.recordId, "record-\(id)")
            $0.set(
                .recordTitle,
                texts.filled(.lookupRecord, ["number": "\(id)", "name": lookup.name, "type": lookup.type]))
            $0.set(.recordWhen, lookup.at.description)
            $0.set(
                .recordEnding,
                lookup.failure.map { texts.filled(.endingFailed, ["why": words.reason($0)]) }
                    ?? texts[.security, lookup.security.rawValue, fallback: lookup.security.rawValue])
            $0.set(.passages, lookup.answer.map { [passage(texts[.answer], $0)] } ?? [])
        }
    }

    private func scope(_ id: Int, _ probe: EvidenceExcerpts.Probe) -> TemplateContext {
        TemplateContext {
            $0.set(.recordId, "record-\(id)")
            let purpose =
                switch probe.purpose {
                case .probe(.hello): texts[.purposeHello]
                case .probe(.handshake): texts[.purposeHandshake]
                case .probe(.certificate): texts[.purposeCertificate]
                case .fetch(let url): texts.filled(.purposeFetch, ["url": url])
                }
            $0.set(.recordTitle, texts.filled(.probeRecord, ["number": "\(id)", "purpose": purpose]))
            $0.set(.recordWhen, probe.at.description)
            $0.set(.recordEnding, ending(probe.ending))
            $0.set(
                .passages,
                probe.passages.map { part in
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
    }

    private func certificate(_ digest: String, _ der: [UInt8]) -> TemplateContext {
        TemplateContext {
            $0.set(.recordId, "certificate-\(digest.prefix(16))")
            $0.set(.recordTitle, texts.filled(.certificateRecord, ["digest": String(digest.prefix(16))]))
            $0.set(.passages, [TemplateContext([.passageTitle: "PEM", .passageText: Self.pem(der)])])
        }
    }

    private func ending(_ ending: ProbeRecord.Ending) -> String {
        switch ending {
        case .done: texts[.endingDone]
        case .closed: texts[.endingClosed]
        case .failed(let why): texts.filled(.endingFailed, ["why": words.reason(why)])
        }
    }

    private func passage(_ title: String, _ excerpt: EvidenceExcerpts.Excerpt, asText: Bool = false, sameAs: Int? = nil)
        -> TemplateContext
    {
        TemplateContext {
            $0.set(.passageTitle, title)
            if let sameAs {
                $0.set(.passageSame, texts.filled(.sameAs, ["number": "\(sameAs)"]))
                $0.set(.passageSameHref, "#record-\(sameAs)")
                return
            }
            $0.set(.passageText, asText ? Self.readable(excerpt.bytes) : Self.dump(excerpt.bytes))
            $0.set(
                .passageOmitted, excerpt.omitted > 0 ? texts.filled(.omitted, ["count": "\(excerpt.omitted)"]) : nil)
        }
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
