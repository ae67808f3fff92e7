import Model
import Templates

/// Day, month and year apart, as the blog had them beside each post, and the whole date.
struct DateParts: TemplateData {
    var iso: String
    var long: String
    var short: String
    var day: String
    var month: String
    var year: String

    static let schema = TemplateSchema<Self>(
        "date of an article", "a date, whole and in parts",
        [
            .text("date", "the date as in ISO 8601, `2014-07-29`") { $0.iso },
            .text("date-long", "the date in words, `29. Juli 2014`") { $0.long },
            .text("date-short", "day and month in short, `29. Jul`") { $0.short },
            .text("date-day", "the day of the month") { $0.day },
            .text("date-month", "the month's short name, `Jul`") { $0.month },
            .text("date-year", "the year") { $0.year },
        ])
}

extension PageComposer {
    func dateParts(_ date: Day) -> DateParts {
        edition.dates.value(date) {
            DateParts(
                iso: "\(date)", long: texts.longDate(date), short: texts.shortDate(date), day: "\(date.day)",
                month: texts.shortMonth(date), year: "\(date.year)")
        }
    }
}
