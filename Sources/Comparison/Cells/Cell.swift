import Content
import Model

/// One cell of a comparison table: a line for each service, or one line.
package struct Cell: Hashable {
    package var column: TableDefinition.Column
    package var lines: [CellLine]

    package init(column: TableDefinition.Column, lines: [CellLine]) {
        self.column = column
        self.lines = lines
    }
}

/// One line of a cell: `C2S: gültig`.
package struct CellLine: Hashable {
    /// How a line looks; the words say the same.
    package enum State: String {
        case good, plain, bad
        /// A proven absence.
        case absent
        case unknown, refused
        case notApplicable = "not-applicable"
    }

    /// `C2S`; empty where the line has no label.
    package var label = ""
    /// `gültig`
    package var text: String
    package var state: State
    /// What is said for `text` where that is only a sign; else empty.
    package var spoken = ""
    /// Why it is not known, in a few words; shown beside the text. Else empty.
    package var why = ""
    /// The same with all that was seen, for the evidence page.
    package var whyInFull = ""
    /// The grade is the worst of several that differ.
    package var mixed = false
    /// The place on the evidence page; `nil` where there is none.
    package var anchor: String?
    /// What was known last of something that is not known now.
    package var last: LastKnown?
    /// The same as yes or no, for the foot of a table.
    package var reading = CountReading.uncounted
    /// The grade that an announced profile will give, where it is another one.
    package var next: NextGrade?

    package init(
        label: String = "", text: String, state: State, spoken: String = "", why: String = "", whyInFull: String = "",
        mixed: Bool = false, anchor: String? = nil, last: LastKnown? = nil
    ) {
        self.label = label
        self.text = text
        self.state = state
        self.spoken = spoken
        self.why = why
        self.whyInFull = whyInFull
        self.mixed = mixed
        self.anchor = anchor
        self.last = last
    }

    /// An older value and the newest snapshot that shows it.
    package struct LastKnown: Hashable {
        package var text: String
        package var date: Day
        package var anchor: String

        package init(text: String, date: Day, anchor: String) {
            self.text = text
            self.date = date
            self.anchor = anchor
        }
    }

    /// A grade by a profile that does not count yet.
    package struct NextGrade: Hashable {
        /// `C`
        package var text: String
        /// The first day on which the profile counts.
        package var from: Day
    }

    /// The words as a claim in an article must repeat them: without label, with the asterisk.
    package func claim(_ texts: Localization) -> String { mixed ? text + texts[.mixedMark] : text }
}
