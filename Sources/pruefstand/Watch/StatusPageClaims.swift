import Model
import Scan
import StatusPages
import Watch

/// Reads what providers say of incidents on their status pages. Whatever a page does, the watch goes on: what cannot be
/// read is a warning, said once, and no statement.
struct StatusPageClaims {
    private let checker: ServiceChecker
    /// After this long a page is given up, however it takes its time.
    private let limit: Duration
    /// What was wrong with each page when it was read last.
    private var faults: [StatusPage: Reason] = [:]

    /// - Parameter timeout: of a connection, in milliseconds; a page may take four, and twenty seconds at most.
    init(_ checker: ServiceChecker, timeout: Int) {
        self.checker = checker
        limit = .milliseconds(min(timeout * 4, 20_000))
    }

    /// Reads pages side by side, each once.
    /// - Returns: what they say, and what is wrong with the others, where it was not said before.
    mutating func read(
        _ pages: [StatusPage: Provider]
    ) async -> (statements: [StatusPage: [StatusStatement]], diagnostics: [Diagnostic]) {
        let (checker, limit) = (self.checker, self.limit)
        let outcomes = await withTaskGroup(of: (StatusPage, Result<[StatusStatement], StatusPageFault>).self) { tasks in
            for page in pages.keys {
                tasks.addTask {
                    (page, await checker.page(at: page.dataURL, within: limit).flatMap { Self.statements($0, page) })
                }
            }
            var outcomes: [(StatusPage, Result<[StatusStatement], StatusPageFault>)] = []
            for await outcome in tasks { outcomes.append(outcome) }
            return outcomes
        }
        var statements: [StatusPage: [StatusStatement]] = [:]
        var diagnostics: [Diagnostic] = []
        for (page, outcome) in outcomes {
            switch outcome {
            case .success(let found):
                faults[page] = nil
                statements[page] = found
            case .failure(let fault):
                if faults.updateValue(fault.reason, forKey: page)?.code != fault.reason.code, let provider = pages[page]
                {
                    diagnostics.append(Self.diagnostic(provider.id, page, fault.reason))
                }
            }
        }
        return (statements, diagnostics)
    }

    private static func statements(_ bytes: [UInt8], _ page: StatusPage) -> Result<[StatusStatement], StatusPageFault> {
        do throws(StatusPageFault) {
            return .success(try page.format.statements(in: bytes))
        } catch {
            return .failure(error)
        }
    }

    static func diagnostic(_ provider: String, _ page: StatusPage, _ reason: Reason) -> Diagnostic {
        let why = reason.detail.isEmpty ? reason.code.rawValue : "\(reason.code.rawValue), \(reason.detail)"
        return Diagnostic(
            file: "content/providers/\(provider).md", level: .warning, rule: .statusPage,
            message: "the status page \(page.dataURL) cannot be read: \(why)",
            hint: "what it says is not recorded as long as that lasts; check url and format of status-page")
    }
}
