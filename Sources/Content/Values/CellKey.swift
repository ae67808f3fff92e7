import Model

/// Identifies a cell of a provider: a column and, for columns per service, the service.
package struct CellKey: Hashable, Codable, Sendable {
    package var service: Service?
    package var column: TableDefinition.Column
    /// For grades, the table with the profiles; otherwise empty.
    package var table: String

    package init(_ column: TableDefinition.Column, of service: Service? = nil, in table: String = "") {
        self.service = service
        self.column = column
        self.table = column == .grade ? table : ""
    }
}

extension CellKey {
    /// Reads `SERVICE/COLUMN`, or `COLUMN` for columns about the whole provider; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let column = parts.last.flatMap({ TableDefinition.Column(rawValue: String($0)) }), column != .notes,
            parts.count == (column.isPerService ? 2 : 1)
        else { return nil }
        let service = parts.count == 2 ? Service(rawValue: String(parts[0])) : nil
        if parts.count == 2, service == nil { return nil }
        self.init(column, of: service)
    }
}

extension CellKey {
    /// Every text that `init(_:)` takes.
    package static var names: [String] {
        TableDefinition.Column.allCases.flatMap { column in
            column.isPerService ? Service.allCases.map { "\($0.rawValue)/\(column.rawValue)" } : [column.rawValue]
        }.filter { CellKey($0) != nil }
    }
}

extension CellKey: Comparable {
    /// Ordered by service, then by column; columns about the whole provider first.
    package static func < (left: CellKey, right: CellKey) -> Bool { left.key < right.key }

    private var key: (Int, Int, String) {
        (
            service.flatMap { Service.allCases.firstIndex(of: $0) } ?? -1,
            TableDefinition.Column.allCases.firstIndex(of: column) ?? 0, table
        )
    }
}

extension CellKey {
    /// The fragment of the cell on an evidence page.
    package var anchor: String { service.map { "\($0.rawValue)-\(column.rawValue)" } ?? column.rawValue }
}
