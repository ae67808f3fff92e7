/// `history` in `content/site.yaml`: what a site publishes of the dates on which nothing changed. Dates with a change have
/// their pages for ever.
package enum PublishedHistory: Hashable, Sendable {
    case all
    /// Every date of so many days, the newest measurement's included; of earlier ones those with a change, and those that
    /// something refers to.
    case whole(days: Int)

    /// The days that `whole` takes: ten years are more than any host holds.
    package static let days = 1...3_650
}
