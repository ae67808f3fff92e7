import Content
import Grading
import Model

/// How many rows of a table say yes to the question of a column, for one service where it is asked of each.
package struct ColumnCount: Hashable, Sendable {
    /// Rows that say yes.
    package var yes = 0
    /// Rows of which it is known whether they do.
    package var known = 0
    /// Rows that could not be measured; they are in neither of the others.
    package var unknown = 0

    package init() {}

    package mutating func add(_ reading: CountReading) {
        switch reading {
        case .yes:
            yes += 1
            known += 1
        case .no: known += 1
        case .unknown: unknown += 1
        case .uncounted: break
        }
    }
}

/// What a cell says where all that counts is yes or no.
package enum CountReading: Hashable, Sendable {
    case yes, no, unknown
    /// There is nothing to be asked, such as a service that the provider does not have.
    case uncounted
}

extension TableDefinition {
    /// The last of a scale's good letters, which is what a grade has to reach on a day; empty without grades.
    package func lowestGoodGrade(on day: Day) -> String {
        profile(on: day)?.scale.filter(CellFormatter.isGood).min { Profile.rank($0) < Profile.rank($1) } ?? ""
    }
}

extension CellValue {
    /// What it says to the question of a column, as yes or no. A proven absence is a no, but for a service that the
    /// provider does not have.
    package func reading(_ column: TableDefinition.Column) -> CountReading {
        guard column.isCounted else { return .uncounted }
        switch finding {
        case .measured(let value): return value.saysYes(column) ? .yes : .no
        case .notOffered: return hasNoService ? .uncounted : .no
        case .notApplicable: return .uncounted
        // Known, and as bad as can be.
        case .refused(_, let why) where why.code == .noHandshake: return .no
        case .unmeasured, .refused: return .unknown
        }
    }
}

extension CellValue.Value {
    /// The texts below `counts` say the same in words.
    fileprivate func saysYes(_ column: TableDefinition.Column) -> Bool {
        switch self {
        case .certificate(let validity): validity != .invalid
        case .protocols(let versions): !versions.isEmpty && versions.allSatisfy { $0 >= .tls12 }
        case .suites(let quality): quality.strength == .modern && quality.forwardSecrecy
        case .startTLS(let offer): offer == .required
        case .truth(let truth): truth
        case .services(let services): !services.isEmpty
        case .grade(let letter): CellFormatter.isGood(letter)
        // All servers by IPv6, SCRAM, both signed and IPv6: the others are half a yes.
        case .policy(_, let worth): [.ipv6, .sasl, .exchangerDNS].contains(column) ? worth >= 2 : worth >= 1
        case .share(let count, let total): count == total
        case .criteria(let met, _, let total): met == total
        case .chain(let chain): chain.condition.worth >= 2
        case .names(let names): !names.isEmpty
        case .traits, .keys: false
        case .strictTransport(let days, _): days > 0
        }
    }
}

extension Comparison {
    /// The sums of a column, in the order of its lines: for each of the table's services, or one. Empty where there is
    /// nothing to be counted. Rows of an earlier snapshot are not counted.
    package func counts(_ column: TableDefinition.Column) -> [ColumnCount] {
        guard column.isCounted, snapshot.manifest.origin != .transcribed,
            let place = columns.firstIndex(of: column)
        else { return [] }
        let lines = column.isPerService ? definition.services.count : 1
        return (0..<lines).map { line in
            rows.reduce(into: ColumnCount()) { sum, row in
                guard row.staleSince == nil, row.cells[place].lines.indices.contains(line) else { return }
                sum.add(row.cells[place].lines[line].reading)
            }
        }
    }
}
