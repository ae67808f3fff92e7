import Model
import StatusPages

extension FuzzTarget {
    /// Whatever a status page sends, statements are few and short, and what cannot be read is a fault.
    static let statusPages = FuzzTarget("StatusPages") { bytes throws(FuzzViolation) in
        for format in StatusPage.Format.allCases {
            let statements: [StatusStatement]
            do throws(StatusPageFault) {
                statements = try format.statements(in: bytes)
            } catch { continue }
            guard statements.count <= 20, statements.allSatisfy({ $0.text.count <= 500 }) else {
                throw FuzzViolation("unbounded")
            }
            guard statements.allSatisfy({ ($0.at != nil) == (format == .feed) }) else {
                throw FuzzViolation("a time that the page did not say, or none")
            }
        }
    }
}
