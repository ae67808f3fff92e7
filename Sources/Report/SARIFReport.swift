import Model

/// Reports in SARIF 2.1.0 (OASIS standard, 2020), as code hosts read it: a result for each problem.
package struct SARIFReport: Encodable, Sendable {
    private var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    private var version = "2.1.0"
    private var runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    fileprivate struct Run: Encodable {
        var tool: Tool
        var results: [Result]
    }

    fileprivate struct Tool: Encodable {
        var driver: Driver
    }

    fileprivate struct Driver: Encodable {
        var name: String
        var version: String
        var rules: [Rule]
    }

    fileprivate struct Rule: Encodable {
        var id: String
        var shortDescription: Message
    }

    fileprivate struct Message: Encodable {
        var text: String
    }

    fileprivate struct Result: Encodable {
        var ruleId: String
        var level: Problem.Level
        var message: Message
        var locations: [Location]
    }

    fileprivate struct Location: Encodable {
        var physicalLocation: PhysicalLocation
        var logicalLocations: [LogicalLocation]
    }

    /// Code hosts show results with an artifact only; the domain is the only one that there is.
    fileprivate struct PhysicalLocation: Encodable {
        struct Artifact: Encodable { var uri: String }
        var artifactLocation: Artifact
    }

    fileprivate struct LogicalLocation: Encodable {
        var fullyQualifiedName: String
    }

    /// - Parameter tool: the program and its version, separated by a space.
    package init(_ reports: [DomainReport], tool: String) {
        let parts = tool.split(separator: " ", maxSplits: 1).map(String.init)
        var rules: [String: Rule] = [:]
        let results = reports.flatMap { report in
            report.problems.map { problem in
                let rule = rules[problem.rule] ?? Rule(id: problem.rule, shortDescription: Message(text: problem.text))
                rules[problem.rule] = rule
                return Result(problem, of: report.domain)
            }
        }
        runs = [
            Run(
                tool: Tool(
                    driver: Driver(
                        name: parts.first ?? tool, version: parts.count > 1 ? parts[1] : "",
                        rules: rules.values.sorted { $0.id < $1.id })),
                results: results)
        ]
    }
}

extension SARIFReport.Result {
    fileprivate init(_ problem: Problem, of domain: String) {
        ruleId = problem.rule
        level = problem.level
        let seen = problem.seenIn.isEmpty ? "" : " (\(problem.seenIn.joined(separator: ", ")))"
        message = SARIFReport.Message(text: problem.text + seen)
        let names = problem.services.isEmpty ? [domain] : problem.services.map { "\(domain)/\($0.rawValue)" }
        locations = names.map { name in
            SARIFReport.Location(
                physicalLocation: SARIFReport.PhysicalLocation(artifactLocation: .init(uri: domain)),
                logicalLocations: [SARIFReport.LogicalLocation(fullyQualifiedName: name)])
        }
    }
}
