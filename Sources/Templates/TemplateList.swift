/// The names of the lists that templates see. Beside each list `x` there is a Boolean `has-x`.
package enum TemplateList: String, CaseIterable, Sendable {
    case articleTags = "article-tags"
    case articles
    case badges
    case cells
    case changes
    case changesByDate = "changes-by-date"
    case claims
    case columns
    case commands
    case dates
    case earlier
    case endpoints
    case errata
    case evidence
    case facts
    case feeds
    case fields
    case found
    case groups
    case headers
    case history
    case keys
    case letters
    case lines
    case links
    case months
    case observations
    case omissions
    case passages
    case points
    case profiles
    case providerCells = "provider-cells"
    case providers
    case reasons
    case records
    case rows
    case rules
    case serviceCells = "service-cells"
    case services
    case suites
    case tables
    case tags
    case translations
    case updates
    case values
    case verdicts
    case versions
    case years
}
