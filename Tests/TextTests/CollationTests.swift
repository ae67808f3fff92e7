import Testing
import Text

@Suite struct CollationTests {
    /// DIN 5007-1: umlauts stand with their vowels, composed or not; case and accents count only between equals.
    @Test func namesAreSortedAsInADictionary() {
        let sorted = [
            "Aal", "Ähre", "Ahrenpost", "éclair", "Lärchenpost", "La\u{308}rchenpost 2", "Lindenpost", "Łódź",
            "mail.de", "Mailbox",
            "Öl", "Ostmail", "straße", "Strasse 2", "Zebra", "Žižkov",
        ]
        #expect(sorted.reversed().sorted(by: Collation.isBefore) == sorted)
    }

    @Test func equalKeysStillHaveAnOrder() {
        #expect(Collation.isBefore("Ahre", "Ähre") && !Collation.isBefore("Ähre", "Ahre"))
        #expect(!Collation.isBefore("a", "a"))
    }
}
