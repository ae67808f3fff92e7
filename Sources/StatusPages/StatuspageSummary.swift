import Archive
import Model

/// `api/v2/summary.json` or `api/v2/status.json` of Statuspage and of what speaks its format.
struct StatuspageSummary {
    private struct Summary: Decodable {
        struct Status: Decodable { var description: String }
        struct Incident: Decodable {
            struct Update: Decodable { var body: String? }
            var name: String
            var status: String?
            /// Newest first.
            var updates: [Update]?

            enum CodingKeys: String, CodingKey {
                case name, status
                case updates = "incident_updates"
            }
        }
        var status: Status
        var incidents: [Incident]?
    }

    /// Ends of an incident, which a summary may still list.
    private static let over: Set = ["resolved", "completed", "postmortem"]

    let statement: String

    init(_ bytes: [UInt8]) throws(StatusPageFault) {
        let summary = try read(Summary.self, from: bytes)
        let incidents = (summary.incidents ?? []).filter { !Self.over.contains($0.status ?? "") }
        statement = StatusPages.statement(
            [summary.status.description]
                + incidents.prefix(statementLimit).map { incident in
                    [incident.name, incident.updates?.first?.body ?? ""].filter { !$0.isEmpty }
                        .joined(separator: ": ")
                })
    }
}

/// `index.json` of cState, API version 2.
struct CStateIndex {
    private struct Index: Decodable {
        struct Issue: Decodable { var title: String }
        struct System: Decodable {
            var name: String
            var status: String
            var unresolvedIssues: [Issue]?
        }
        var summaryStatus: String
        var systems: [System]
    }

    let statement: String

    init(_ bytes: [UInt8]) throws(StatusPageFault) {
        // It puts Markdown into strings as it stands, with its line ends, which JSON has only between values.
        let index = try read(Index.self, from: bytes.map { $0 < 0x20 ? 0x20 : $0 })
        let failing = index.systems.filter { $0.status != "ok" }.prefix(statementLimit).map { system in
            let issues = (system.unresolvedIssues ?? []).prefix(statementLimit).map { " (\($0.title))" }
            return "\(system.name): \(system.status)\(issues.joined())"
        }
        statement = StatusPages.statement([index.summaryStatus] + failing)
    }
}

/// Decodes JSON of strangers.
private func read<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(StatusPageFault) -> Value {
    do throws(Diagnostics) {
        return try JSONText.decode(type, from: bytes, file: "")
    } catch {
        throw StatusPageFault(Reason(.malformed, error.all.first?.message ?? "invalid JSON"))
    }
}
