import Model
import Testing

@Suite struct DayAndInstantTests {
    @Test(arguments: ["2014-07-29", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"])
    func daysThatExist(_ text: String) throws {
        #expect(try #require(Day(text)).description == text)
    }

    @Test(arguments: [
        "2014-7-29", "2014-02-30", "2023-02-29", "1900-02-29", "2014-13-01", "2014-00-10", "20140729", "2014-07-29 ",
        "+014-07-29", "٢٠١٤-07-29", "", "--",
    ])
    func daysThatDoNot(_ text: String) {
        #expect(Day(text) == nil)
    }

    /// Seconds as `date -u -d TEXT +%s` prints them.
    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2014-07-29T12:34:56.789Z", 1_406_637_296_789),
        ("1969-12-31T23:59:59.999Z", -1), ("2026-11-23T04:00:00.125Z", 1_795_406_400_125),
        ("2000-02-29T23:59:59.000Z", 951_868_799_000), ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
    ])
    func instants(_ text: String, _ milliseconds: Int64) throws {
        let instant = try #require(Instant(text))
        #expect(instant.milliseconds == milliseconds)
        #expect(Instant(milliseconds: milliseconds).description == text)
        #expect(instant.day == Day(String(text.prefix(10))))
    }

    @Test(arguments: ["2014-07-29", "2014-07-29T12:34:56", "2014-07-29T24:00:00Z", "2014-07-29T12:60:00Z", "x"])
    func noInstants(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func farAwayInstantsDoNotTrap() {
        #expect(Instant(milliseconds: .max).day == nil)
        #expect(Instant(milliseconds: .min).day == nil)
        #expect(Instant(milliseconds: .min).description.hasSuffix("ms"))
    }
}
