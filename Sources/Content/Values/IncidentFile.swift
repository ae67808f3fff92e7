import Model

/// `content/incidents/DATE-PROVIDER.md`: what the watch and people wrote.
package struct IncidentFile: Hashable, Sendable {
    package var incident: Incident
    /// The prose as Markdown.
    package var prose: [UInt8]
    package var file: String
    package var proseLine: Int
}
