import Model

/// `content/providers/ID.md`.
package struct ProviderPage: Hashable, Sendable {
    package var provider: Provider
    /// The prose as Markdown.
    package var prose: [UInt8]
    package var file: String
    package var proseLine: Int
    /// Where the tables' names under `notes` stand in the file.
    package var notePlaces: [String: Diagnostic.Place]
    /// What the provider says to our measurements; `nil` where it said nothing.
    package var reply: Reply?

    /// The provider's own words.
    package struct Reply: Hashable, Sendable {
        package var date: Day
        /// By language.
        package var text: [String: String]
        /// Where it can be read or how it came; may be empty.
        package var source: String
    }
}
