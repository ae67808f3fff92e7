import Testing

@testable import Survey

@Suite struct SilenceWatchTests {
    @Test func aStretchWithoutAnswersIsAskedAbout() {
        var watch = SilenceWatch(needed: 3)
        for number in 0..<6 { #expect(watch.note("w\(number)", number != 5 ? .witness : .answered).isEmpty) }
        #expect(watch.signsOfLife == 6)
        #expect(watch.note("a", .silent).isEmpty)
        #expect(watch.note("b", .silent).isEmpty)
        #expect(watch.note("n", .inconclusive).isEmpty)
        #expect(watch.signsOfLife == 6)
        #expect(watch.last == ["w1", "w2", "w3", "w4"])
        #expect(watch.note("c", .silent) == ["w1", "w2", "w3", "w4"])
        // The list's own: twice as many are needed now.
        watch.confirm()
        #expect(watch.signsOfLife == 7)
        for _ in 0..<5 { #expect(watch.note("d", .silent).isEmpty) }
        #expect(watch.note("e", .silent).count == 4)
    }

    @Test func oneAnswerEndsAStretch() {
        var watch = SilenceWatch(needed: 2)
        for _ in 0..<10 {
            #expect(watch.note("a", .silent).isEmpty)
            #expect(watch.note("b", .witness).isEmpty)
        }
        #expect(watch.last.isEmpty)
    }

    @Test func withoutWitnessesNothingIsConcluded() {
        var watch = SilenceWatch(needed: 2)
        for _ in 0..<10 { #expect(watch.note("a", .silent).isEmpty) }
        #expect(watch.last.isEmpty)
    }
}
