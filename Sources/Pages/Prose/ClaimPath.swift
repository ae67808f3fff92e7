import Model

/// Where a link `finding:…` in prose leads.
///
///     finding:2014-07-29/freenet/xmpp-client/grade                what a cell says on that day
///     finding:2014-10-16/posteo/dane                              the same, of the whole provider
///     finding:2014-07-29/jabber/xmpp-client/certificates=gültig   how many rows of a table say it
///     finding:2026-11-29/transport/imap/post-quantum             how many rows say yes, as at the table's foot
///     finding:freenet/xmpp-client/grade                           without a date: what is known now
struct ClaimPath: Hashable {
    /// `nil` where the sentence speaks of the present, whatever day that will be.
    var date: Day?
    /// A provider's id; a table's name where rows are counted.
    var subject: String
    var service: String?
    var column: String
    /// What the counted cells say; `nil` where one cell is meant.
    var value: String?

    static let scheme = "finding:"
    static let forms = "finding:DATE/PROVIDER/SERVICE/COLUMN or finding:DATE/TABLE/SERVICE/COLUMN=VALUE"

    init(subject: String, column: String) {
        self.subject = subject
        self.column = column
    }

    /// `nil` where it has another shape; whether the names exist is not looked at.
    init?(_ target: String) {
        guard target.hasPrefix(Self.scheme) else { return nil }
        var parts = target.dropFirst(Self.scheme.count).split(separator: "/", omittingEmptySubsequences: false)[...]
        if let first = parts.first, let day = Day(first) {
            date = day
            parts.removeFirst()
        }
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ !$0.isEmpty }), let subject = parts.popFirst(),
            let last = parts.popLast()
        else { return nil }
        self.subject = String(subject)
        service = parts.first.map(String.init)
        let halves = last.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        column = String(halves[0])
        value = halves.count == 2 ? String(halves[1]) : nil
    }

    /// As an editor writes it.
    var target: String {
        let parts = [date?.description, subject, service, value.map { "\(column)=\($0)" } ?? column]
        return Self.scheme + parts.compactMap { $0 }.joined(separator: "/")
    }
}

/// What a claim's text must be, on one day.
struct ClaimValue: Hashable {
    var text: String
    var date: Day
    /// The page that shows it, and the place there.
    var address: String
    var anchor: String?
    /// False where that day's snapshot could not tell.
    var isKnown: Bool
}

/// Why there is no value.
struct ClaimFault: Error {
    var message: String
    var hint: String
    /// That it is the findings that lack something, and not the claim that is wrong in itself.
    var isAboutFindings = false
}
