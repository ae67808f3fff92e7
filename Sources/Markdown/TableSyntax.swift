/// The rows of a table as GitHub Flavored Markdown 0.29 has them ("Tables (extension)").
enum TableSyntax {
    enum Alignment: String, Sendable {
        case none, left, center, right
    }

    /// A cell before its inlines are parsed.
    struct Cell {
        /// Without the spaces around it and the backslash before a pipe.
        var text: [UInt8]
        /// How many characters of its row come before it.
        var offset: Int
    }

    /// A table in the lines of a paragraph.
    struct Table {
        /// How many lines come before the header row: a paragraph of their own.
        var linesBefore: Int
        var alignments: [Alignment]
        /// The header row first; each has as many cells as there are alignments.
        var rows: [[Cell]]
        /// The line after the last row: from there on, the lines are a paragraph again.
        var end: Int

        /// Adds a row; cells that it lacks are empty, cells too many are left out.
        mutating func append(row line: ArraySlice<UInt8>) {
            let row = TableSyntax.cells(of: line).prefix(alignments.count)
            rows.append(row + Array(repeating: Cell(text: [], offset: 0), count: alignments.count - row.count))
        }
    }

    /// The first table in the lines of a paragraph, without indentation.
    static func table(in lines: [ArraySlice<UInt8>]) -> Table? {
        for place in lines.indices.dropFirst() {
            guard let alignments = delimiterRow(lines[place]) else { continue }
            let header = cells(of: lines[place - 1])
            guard header.count == alignments.count else { continue }
            var table = Table(linesBefore: place - 1, alignments: alignments, rows: [header], end: place + 1)
            while table.end < lines.count, !cells(of: lines[table.end]).isEmpty {
                table.append(row: lines[table.end])
                table.end += 1
            }
            return table
        }
        return nil
    }

    /// `|---|:--:|`, the second row; `nil` if the line is not one.
    static func delimiterRow(_ line: ArraySlice<UInt8>) -> [Alignment]? {
        guard line.allSatisfy({ isSpace($0) || "|:-".utf8.contains($0) }) else { return nil }
        let cells = cells(of: line)
        let alignments = cells.compactMap { cell -> Alignment? in
            let begins = cell.text.first == UInt8(ascii: ":")
            let dashes = cell.text.dropFirst(begins ? 1 : 0)
            let ends = dashes.last == UInt8(ascii: ":")
            guard let first = dashes.first, first == UInt8(ascii: "-"),
                dashes.dropLast(ends ? 1 : 0).allSatisfy({ $0 == first })
            else { return nil }
            switch (begins, ends) {
            case (true, true): return .center
            case (true, false): return .left
            case (false, true): return .right
            case (false, false): return Alignment.none
            }
        }
        return alignments.isEmpty || alignments.count != cells.count ? nil : alignments
    }

    /// What stands between the pipes of a row; a pipe after a backslash is none.
    static func cells(of line: ArraySlice<UInt8>) -> [Cell] {
        var cells: [Cell] = []
        var text: [UInt8] = []
        let row = trimmed(line)
        var index = row.first == UInt8(ascii: "|") ? row.startIndex + 1 : row.startIndex
        var start = index
        func cell(_ text: [UInt8], from start: Int) -> Cell {
            let before = line[..<(start + text.prefix(while: isSpace).count)]
            return Cell(text: Array(trimmed(text[...])), offset: before.count { $0 & 0xC0 != 0x80 })
        }
        while index < row.endIndex {
            let byte = row[index]
            index += 1
            if byte == UInt8(ascii: "\\"), index < row.endIndex, isPunctuation(row[index]) {
                if row[index] != UInt8(ascii: "|") { text.append(byte) }
                text.append(row[index])
                index += 1
            } else if byte == UInt8(ascii: "|") {
                cells.append(cell(text, from: start))
                (text, start) = ([], index)
            } else {
                text.append(byte)
            }
        }
        if start < row.endIndex { cells.append(cell(text, from: start)) }
        return cells
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// ASCII punctuation (CommonMark §2.1).
    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
