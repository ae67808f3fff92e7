import Model
import Text

/// Reports as JUnit XML, as CI systems show it: a test suite for each domain, a test case for each fact.
///
/// A bad fact is a failure, and so is a service without encryption. What is unknown is skipped with its reason: it neither passed nor failed.
package enum JUnitReport {
    /// - Parameter failing: whether a service fails by its grade (`--fail-below`).
    package static func text(
        _ reports: [DomainReport], failing: (DomainReport.ServiceRow) -> Bool = { _ in false }
    ) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for report in reports { text += suite(report, failing) }
        return text + "</testsuites>\n"
    }

    fileprivate struct Case {
        var group: String
        var name: String
        /// `failure` or `skipped`; `nil` where it passed.
        var outcome: String?
        var message: String
    }

    private static func suite(_ report: DomainReport, _ failing: (DomainReport.ServiceRow) -> Bool) -> String {
        var cases = report.services.flatMap { row in
            row.facts.map { fact in
                let fails = fact.column == "grade" && (row.isWithoutEncryption || failing(row))
                return Case(fact, of: row.service.rawValue, fails: fails)
            }
        }
        cases += report.policies.map { Case($0, of: "domain", fails: false) }
        let failures = cases.count { $0.outcome == "failure" }
        let skipped = cases.count { $0.outcome == "skipped" }
        var text =
            "  <testsuite name=\"\(escaped(report.domain))\" tests=\"\(cases.count)\" failures=\"\(failures)\" "
            + "errors=\"0\" skipped=\"\(skipped)\" timestamp=\"\(report.measured)\">\n"
        for one in cases {
            text +=
                "    <testcase classname=\"\(escaped("\(report.domain).\(one.group)"))\" name=\"\(escaped(one.name))\""
            if let outcome = one.outcome {
                text += "><\(outcome) message=\"\(escaped(one.message))\"/></testcase>\n"
            } else {
                text += "/>\n"
            }
        }
        return text + "  </testsuite>\n"
    }

    /// For XML 1.0, which has no place for most control characters.
    private static func escaped(_ text: String) -> String {
        let legal = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: scalar
            default: "\u{FFFD}"
            }
        }
        return HTML.escaped(String(String.UnicodeScalarView(legal)))
    }
}

extension JUnitReport.Case {
    fileprivate init(_ fact: DomainReport.Fact, of group: String, fails: Bool) {
        self.group = group
        name = fact.column
        message = fact.why.isEmpty ? fact.text : "\(fact.text): \(fact.why)"
        switch fact.state {
        case _ where fails || fact.state == "bad": outcome = "failure"
        case "unknown", "refused", "not-applicable": outcome = "skipped"
        default: outcome = nil
        }
    }
}
