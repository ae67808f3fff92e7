import Testing

@testable import Content

struct TextsTests {
    @Test(arguments: [
        ("{day}. {month} {year}", "29. Juli 2014"), ("{month}", "Juli"), ("", ""), ("März", "März"),
        ("ä{day}ö{month}ü", "ä29öJuliü"), ("{none} {day}", "{none} 29"), ("{}{day}", "{}29"),
        // What is filled in is not looked at again, and what nobody closes stays as it is.
        ("{tricky}", "{day}"), ("a {day", "a {day"), ("{day} } {", "29 } {"),
    ])
    func fillsInWhatHasAName(_ text: String, _ filled: String) {
        let values = ["day": "29", "month": "Juli", "year": "2014", "tricky": "{day}"]
        #expect(Localization.fill(text, values) == filled)
    }
}
