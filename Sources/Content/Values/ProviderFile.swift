import Model

/// `content/providers/ID.md`.
package struct ProviderFile: Hashable, Sendable {
    package var provider: Provider
    /// The prose as Markdown.
    package var prose: [UInt8]
    package var file: String
    package var proseLine: Int
    /// The places of the table names under `notes`.
    package var notePlaces: [String: Diagnostic.Place]
    /// The provider's reply to the measurements; `nil` if there is none.
    package var reply: Reply?

    /// The provider's statement.
    package struct Reply: Hashable, Sendable {
        package var date: Day
        /// Language → text.
        package var text: [String: String]
        /// A URL, or how the reply was received; may be empty.
        package var source: String
    }
}
