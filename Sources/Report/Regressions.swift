import Comparison
import Model

/// What is worse in a report than in an earlier one of the same domain.
package struct Regressions: Hashable, Sendable {
    /// A fact that is worse.
    package struct Regression: Hashable, Sendable {
        /// `nil` for a fact about the domain.
        package var service: Service?
        /// The column's name in table files.
        package var column: String
        package var before: String
        package var after: String
    }

    package private(set) var all: [Regression] = []

    /// Only what is known in both reports is compared: an unknown is neither better nor worse.
    ///
    /// - Parameter baseline: the earlier report.
    package init(from baseline: DomainReport, to report: DomainReport) {
        for row in report.services {
            guard let earlier = baseline.services.first(where: { $0.service == row.service }) else { continue }
            compare(earlier.facts, row.facts, row.service)
        }
        compare(baseline.policies, report.policies, nil)
    }

    private mutating func compare(
        _ earlier: [DomainReport.Fact], _ facts: [DomainReport.Fact], _ service: Service?
    ) {
        for fact in facts {
            guard let before = earlier.first(where: { $0.column == fact.column }), !before.value.finding.isUnknown,
                !fact.value.finding.isUnknown, Changes.direction(before.value, fact.value) == .worse
            else { continue }
            all.append(
                Regression(service: service, column: fact.column, before: before.text, after: fact.text))
        }
    }
}
