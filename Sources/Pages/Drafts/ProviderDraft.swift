import Content
import Model
import Names
import Text
import YAML

/// A new provider's file.
package struct ProviderDraft: Sendable {
    /// `content/providers/example-org.md`
    package var path: String
    package var text: String

    /// What the DNS says, in lines for comments; or why it says nothing.
    package enum Discovery: Sendable {
        case asked(on: Day, lines: [String], hasJabber: Bool)
        case notAsked(why: String)
        /// The DNS says that there is no such name.
        case noSuchName
    }

    /// - Parameters:
    ///   - domain: as a provider file may hold it: lower case.
    ///   - id: the file's name; made of the domain where it is `nil`.
    /// - Throws: a diagnostic where the domain is none or the id cannot be a file's name.
    package init(domain: String, id: String? = nil, name: String? = nil, discovery: Discovery) throws(Diagnostics) {
        let id = id ?? Slug.make(domain)
        do throws(ProviderDomain.Fault) {
            _ = try ProviderDomain.aLabels(domain)
        } catch {
            throw Diagnostics([
                Diagnostic(
                    file: "content/providers", rule: .badDomain, message: "'\(domain)' \(error.message)",
                    hint: error.hint)
            ])
        }
        guard Provider.isID(id) else {
            throw Diagnostics([
                Diagnostic(
                    file: "content/providers", rule: .badProviderID, message: "invalid provider id '\(id)'",
                    hint: "use lower-case letters, digits and hyphens")
            ])
        }
        if case .noSuchName = discovery {
            throw Diagnostics([.noSuchDomain(domain, file: "content/providers", level: .error, known: [])])
        }
        path = "content/providers/\(id).md"
        var lines = [
            "---", "name: \(YAMLScalar.quoted(name ?? domain))", "# website: https://\(domain)/",
            "# country: DE", "# Mail domains, the main one first.", "domains: [\(domain)]",
        ]
        switch discovery {
        case .asked(let day, let found, let hasJabber):
            lines += hasJabber ? ["jid-domains: [\(domain)]"] : ["# jid-domains: [\(domain)]"]
            lines.append("# DNS records on \(day):")
            lines += found.map { "#   \(Self.plain($0))" }
        case .noSuchName: break
        case .notAsked(let why):
            lines += ["# jid-domains: [\(domain)]", "# DNS lookup skipped: \(Self.plain(why))."]
        }
        lines += [
            "# Services without DNS records:", "# hosts:",
            "#   - {service: imap, host: imap.\(domain), port: 993, mode: direct}",
            "# Statements of the provider, shown next to the measurements:", "# claims:",
            "#   - {text: …, source: https://\(domain)/, date: 2026-01-31}", "---", "",
        ]
        text = lines.joined(separator: "\n")
    }

    /// Printable ASCII on one line: it comes from other people's DNS, and stands in a comment.
    private static func plain(_ text: String) -> String {
        String(
            decoding: text.utf8.prefix(200).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
