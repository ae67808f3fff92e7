import Comparison
import Content
import Markdown
import Model

/// Pages once more as Markdown beside them (`index.md`): for programs, and for people who copy a table into a text.
extension PageComposer {
    /// A table with its caption and how to cite it. Cells say in words what the page shows.
    func markdown(of comparison: Comparison, title: String, _ download: TableDownload) -> [UInt8] {
        let isTranscribed = comparison.snapshot.manifest.origin == .transcribed
        let headers =
            [texts.all["columns.provider"] ?? ""]
            + comparison.columns.map { texts.header($0, transcribed: isTranscribed) }
        let date = comparison.snapshot.manifest.date
        let rows = comparison.rows.map { row in
            let name = row.staleSince.map { "\(row.name) (\(texts.longDate($0)))" } ?? row.name
            return [name] + row.cells.map { $0.lines.map(said).filter { !$0.isEmpty }.joined(separator: "; ") }
        }
        var lines = ["# " + MarkdownText.escaped(title), "", MarkdownText.escaped(caption(comparison)), ""]
        lines += Self.table([headers] + rows)
        lines += ["", MarkdownText.escaped("\(texts[.downloadsCite]) \(download.citation)"), ""]
        let base = settings.baseURL
        lines += [
            "- [\(texts[.tableMethod])](\(base)\(addresses.method))", "- [CSV](\(base)\(download.csvPath))",
            "- [JSON](\(base)\(download.jsonPath))",
            "- [\(texts.longDate(date))](\(base)\(addresses.table(comparison.definition.name, date)))",
        ]
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// A line of a cell: its label, its value or what its sign means, and why that is not known.
    private func said(_ line: CellLine) -> String {
        guard !line.text.isEmpty else { return "" }
        let text = (line.spoken.isEmpty || line.mixed ? line.text : line.spoken) + (line.mixed ? texts[.mixedMark] : "")
        let value = line.why.isEmpty ? text : texts.filled(.csvReason, ["value": text, "why": line.why])
        return line.label.isEmpty ? value : texts.filled(.labelled, ["label": line.label, "value": value])
    }

    /// A table as GitHub's and most other readers of Markdown know it; the first row is its header.
    private static func table(_ rows: [[String]]) -> [String] {
        let lines = rows.map { "| " + $0.map { MarkdownText.escaped($0) }.joined(separator: " | ") + " |" }
        return Array(lines.prefix(1)) + [rows.first.map { "|" + $0.map { _ in "---|" }.joined() } ?? ""]
            + lines.dropFirst()
    }

    /// An article as its editor wrote it, with links that lead to the site from anywhere; for tables and charts that the
    /// program makes, a link to the page.
    func markdown(of article: Article, at address: String) -> [UInt8] {
        let url = settings.baseURL + address
        var head = "# \(MarkdownText.escaped(article.title))\n\n\(texts.longDate(article.date)) – <\(url)>\n\n"
        if !article.summary.isEmpty { head += "\(MarkdownText.escaped(article.summary))\n\n" }
        var twin = ArticleTwin(base: settings.baseURL, page: url, made: texts[.onThePage])
        twin.bytes = Array(head.utf8)
        twin.add(article.body)
        for update in article.updates {
            let title = "\(texts[.articleUpdated]) \(texts.longDate(update.date))"
            twin.bytes += Array("\n**\(MarkdownText.escaped(title))** \(MarkdownText.escaped(update.text))\n".utf8)
        }
        return twin.bytes
    }
}

/// Rewrites the Markdown of an article for readers elsewhere: by bytes, since ten thousand articles have some.
private struct ArticleTwin {
    /// With a final slash.
    let base: String
    let page: String
    /// What stands for a table or a chart.
    let made: String
    var bytes: [UInt8] = []
    /// The fence that is open: its character, how often it stands there, and whether the program makes its content.
    private var fence: (mark: UInt8, count: Int, isMade: Bool)?

    init(base: String, page: String, made: String) {
        self.base = base
        self.page = page
        self.made = made
    }

    mutating func add(_ body: [UInt8]) {
        for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            let mark = text.first ?? 0
            let count = mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") ? text.prefix { $0 == mark }.count : 0
            if let open = fence {
                if mark == open.mark, count >= open.count, text.dropFirst(count).allSatisfy({ $0 <= 0x20 }) {
                    fence = nil
                    if open.isMade { continue }
                }
                if !open.isMade { end(line) }
            } else if count >= 3 {
                let name = text.dropFirst(count).drop { $0 == UInt8(ascii: " ") }.prefix { $0 > 0x20 }
                let isMade = name.elementsEqual("table".utf8) || name.elementsEqual("chart".utf8)
                fence = (mark, count, isMade)
                end(isMade ? Array("[\(made)](\(page))".utf8)[...] : line)
            } else {
                linked(line)
            }
        }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func end(_ line: ArraySlice<UInt8>) {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Links (`](target)`) that lead nowhere outside the site get its address; a claim leads to the page that proves it.
    private mutating func linked(_ line: ArraySlice<UInt8>) {
        var rest = line
        while let open = rest.indices.dropLast().first(where: {
            rest[$0] == UInt8(ascii: "]") && rest[$0 + 1] == UInt8(ascii: "(")
        }) {
            bytes += rest[...(open + 1)]
            rest = rest[(open + 2)...]
            if rest.first == UInt8(ascii: "/") {
                bytes += base.utf8
                rest = rest.dropFirst()
            } else if rest.starts(with: "files/".utf8) {
                bytes += base.utf8
            } else {
                let target = rest.prefix { $0 != UInt8(ascii: ")") && $0 > 0x20 }
                let isOurs = target.starts(with: "finding:".utf8) || target.suffix(3).elementsEqual(".md".utf8)
                guard isOurs else { continue }
                bytes += page.utf8
                rest = rest[target.endIndex...]
            }
        }
        end(rest)
    }
}
