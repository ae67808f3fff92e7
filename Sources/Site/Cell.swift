import Model

/// One cell of a comparison table: a line for each service, or one line.
struct Cell: Hashable {
    var column: TableDefinition.Column
    var lines: [CellLine]
}

/// One line of a cell: `C2S: gültig`.
struct CellLine: Hashable {
    /// How a line looks; the words say the same.
    enum State: String {
        case good, plain, bad
        /// A proven absence.
        case absent
        case unknown, refused
        case notApplicable = "not-applicable"
    }

    /// `C2S`; empty where the line has no label.
    var label = ""
    /// `gültig`
    var text: String
    var state: State
    /// What is said for `text` where that is only a sign; else empty.
    var spoken = ""
    /// Why it is not known, in a few words; shown beside the text. Else empty.
    var why = ""
    /// The same with all that was seen, for the evidence page.
    var whyInFull = ""
    /// The grade is the worst of several that differ.
    var mixed = false
    /// The place on the evidence page; `nil` where there is none.
    var anchor: String?
    /// What was known last of something that is not known now.
    var last: LastKnown?

    /// An older value and the newest snapshot that shows it.
    struct LastKnown: Hashable {
        var text: String
        var date: Day
        var anchor: String
    }

    /// The words as a claim in an article must repeat them: without label, with the asterisk.
    func claim(_ texts: Texts) -> String { mixed ? text + texts[.mixedMark] : text }
}
