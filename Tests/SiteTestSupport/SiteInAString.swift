import Archive
import Content
import Defaults
import Foundation
import Model
import Pages
import TestSupport

/// A whole site in one string: files one after another, each below a line `-- PATH --`. It is written into a directory
/// of its own, which goes with the value.
package final class SiteInAString {
    private let folder: TemporaryFolder
    /// The site's root.
    package var root: String { folder.path }
    /// The templates inside the program.
    package static let templates = DefaultFile.templates

    package init(_ text: String = "", in parent: URL = FileManager.default.temporaryDirectory) throws {
        folder = try TemporaryFolder("site", in: parent)
        try write(Self.settings)
        try write(text)
    }

    /// Writes or replaces the files of a string.
    package func write(_ text: String) throws {
        var path: String?
        var lines: [Substring] = []
        func flush() throws {
            guard let path else { return }
            try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- "), line.hasSuffix(" --") {
                try flush()
                path = String(line.dropFirst(3).dropLast(3))
            } else {
                lines.append(line)
            }
        }
        while lines.last == "" { lines.removeLast() }
        try flush()
    }

    package func write(_ bytes: [UInt8], to path: String) throws { try folder.write(bytes, to: path) }

    /// A snapshot as a scan would write it.
    package func write(
        _ snapshot: SnapshotManifest, _ providers: [ProviderFindings], evidence: [String: [EvidenceRecord]] = [:],
        proofs: [ProviderProofs] = []
    ) throws {
        let folder = "content/snapshots/\(snapshot.date)"
        try write(try JSONText.encode(snapshot), to: "\(folder)/snapshot.json")
        for provider in providers {
            try write(try FindingsFile.encode(provider), to: "\(folder)/\(provider.provider).json")
        }
        for proofs in proofs {
            try write(try ProofsFile.encode(proofs), to: "\(folder)/\(ProofsFile.name(proofs.provider))")
        }
        for (provider, records) in evidence {
            try write(try EvidenceFile.encode(records), to: "\(folder)/evidence/\(provider).ndjson.gz")
        }
    }

    /// Reads and renders it.
    package func render(_ options: RenderOptions = RenderOptions()) -> RenderedSite {
        Site.render(SiteReader(root: root, defaultTemplates: Self.templates).read(), options)
    }

    /// `file:line:column rule`, for what is wrong.
    package func faults() -> [String] {
        render().diagnostics.map { "\($0.file):\($0.place.line):\($0.place.column) \($0.rule)" }
    }

    package static let settings = """
        -- content/site.yaml --
        title: {de: Prüfstand}
        base-url: https://pruefstand.example/
        languages: [de]
        author: Redaktion
        contact: redaktion@pruefstand.example
        licence: CC-BY-4.0
        """
}

extension RenderedSite {
    /// A page's text; empty where there is none.
    package func text(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }

    /// The rows of the first table of a page: the words of each cell, its lines joined by ` / `.
    package func rows(_ path: String) -> [[String]] {
        let page = text(path)
        guard let body = page.range(of: "<tbody>"), let end = page.range(of: "</tbody>") else { return [] }
        return page[body.upperBound..<end.lowerBound].components(separatedBy: "</tr>").dropLast().map { row in
            row.components(separatedBy: #/<\/t[dh]>/#).dropLast().map { cell in
                cell.replacing("</span><span class=\"line", with: " / <x class=\"line").replacing(#/<[^>]*>/#, with: "")
                    .trimmingCharacters(in: .whitespacesAndNewlines).unescaped
            }
        }
    }
}

extension String {
    package var unescaped: String {
        replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }

    fileprivate func components(separatedBy separator: some RegexComponent) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
