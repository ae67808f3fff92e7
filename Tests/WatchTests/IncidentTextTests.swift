import Model
import Testing
import Watch

@Suite struct IncidentTextTests {
    /// Opened, changed and resolved as rounds went on.
    private static func stages() -> [Incident] {
        var state = WatchState(thresholds: WatchThresholds(), vantage: "Netz \"A\"")
        var stages: [Incident] = []
        let failed = ServiceVerdict.failing(.outage, Script.cause)
        for (place, verdicts) in ["uu", "fu", "fu", "fu", "ff", "ff", "ff", "uu", "uu"].enumerated() {
            let both = verdicts.map { $0 == "u" ? ServiceVerdict.up : failed }
            let changed = state.take(
                [Script.service: both[0], WatchedService("posteo", .mx): both[1]], Script.time(Int64(place) * 300))
            if !changed.isEmpty { stages.append(state.open["posteo"] ?? state.resolved[0]) }
        }
        return stages
    }

    @Test func aNewFileHasEverything() {
        let text = String(decoding: IncidentText.file(Self.stages()[0]), as: UTF8.self)
        #expect(text.contains("provider: posteo\nstate: open\nkind: outage\n"))
        #expect(
            text.contains(
                "began: {after: 2026-11-01T00:00:00Z, by: 2026-11-01T00:05:00Z}\nservices:\n  - {service: imap"))
        #expect(text.contains("vantage: \"Netz \\\"A\\\"\"\n"))
        #expect(text.hasSuffix("updates:\n  - {at: 2026-11-01T00:15:00Z, stage: opened}\n---\n"))
    }

    /// What a person wrote stays, byte by byte, whatever the program has to add.
    @Test(arguments: ["\n", "\r\n"])
    func whatPeopleWroteStays(_ end: String) throws {
        let stages = Self.stages()
        try #require(stages.map { $0.updates.map(\.stage).last } == [.opened, .changed, .resolved])
        var text = String(decoding: IncidentText.file(stages[0]), as: UTF8.self)
        text = text.replacing(
            "provider: posteo", with: "# mein Kommentar\ntitle: {de: \"Ausfall – wieder\"}\nprovider: posteo"
        )
        .replacing(
            "updates:\n", with: "updates:\n  - at: 2026-11-01T00:00:00Z\n    stage: note\n    text: Nutzer melden es.\n"
        )
        .replacing("\n---\n", with: "\n# Ende\nreports: []\n---\n\nMein Text: `state: open`\n\n---\nservices: keine\n")
        let before = Array(text.replacing("\n", with: end).utf8)
        let changed = try #require(try IncidentText.edited(before, stages[1], filed: 1))
        let after = try #require(try IncidentText.edited(changed, stages[2], filed: 2))
        let result = String(decoding: after, as: UTF8.self).replacing(end, with: "\n")
        for mine in [
            "# mein Kommentar\ntitle: {de: \"Ausfall – wieder\"}\n", "    text: Nutzer melden es.\n",
            "# Ende\nreports: []\n",
            "\n---\n\nMein Text: `state: open`\n\n---\nservices: keine\n",
        ] { #expect(result.contains(mine), "\(mine)") }
        #expect(result.contains("state: resolved\n") && result.contains("ended: {after: 2026-11-01T00:30:00Z"))
        #expect(
            result.contains(
                "stage: opened}\n  - {at: 2026-11-01T00:30:00Z, stage: changed}\n  - {at: 2026-11-01T00:40:00Z, stage: resolved}\n"
            ))
        // Closed for good.
        #expect(try IncidentText.edited(after, stages[1], filed: 0) == nil)
    }

    /// Ended between writing the file and noting that, the program adds nothing twice.
    @Test func nothingIsAddedTwice() throws {
        let stages = Self.stages()
        let once = try #require(try IncidentText.edited(IncidentText.file(stages[0]), stages[1], filed: 1))
        #expect(try IncidentText.edited(once, stages[1], filed: 1) == nil)
    }

    @Test func claimsAreAdded() throws {
        var incident = Self.stages()[0]
        let file = IncidentText.file(incident)
        incident.reports = [
            Incident.Report(
                at: Script.time(0).start, source: "https://status.example/", text: "All fine", isClaim: true)
        ]
        let text = String(decoding: try #require(try IncidentText.edited(file, incident, filed: 1)), as: UTF8.self)
        #expect(
            text.contains(
                "reports:\n  - {at: 2026-11-01T00:00:00Z, source: \"https://status.example/\", text: \"All fine\", claim: true}\n---"
            ))
    }

    /// The same statement as the last one is none that is new, whenever it was read; after another one it is.
    @Test func aClaimThatIsThereIsNotAddedAgain() throws {
        var incident = Self.stages()[0]
        var file = IncidentText.file(incident)
        for (second, text) in [(0, "Fine"), (60, "Fine"), (120, "Down"), (180, "Fine")] {
            incident.reports = [
                Incident.Report(
                    at: Script.time(Int64(second)).start, source: "https://s.example/", text: text, isClaim: true)
            ]
            file = try IncidentText.edited(file, incident, filed: 1) ?? file
        }
        let times = String(decoding: file, as: UTF8.self).split(separator: "\n").filter { $0.contains("claim: true") }
            .map { $0.dropFirst(20).prefix(8) }
        #expect(times == ["00:00:00", "00:02:00", "00:03:00"])
    }

    @Test(arguments: [
        ("provider: posteo\n", 1), ("---\nprovider: posteo\n", 1),
        ("---\nstate: open\nupdates: [{at: x}]\n---\n", 3),
    ])
    func filesThatCannotBeChangedAreReported(_ text: String, _ line: Int) {
        #expect {
            try IncidentText.edited(Array(text.utf8), Self.stages()[0], filed: 0)
        } throws: { ($0 as? IncidentText.Fault)?.line ?? 0 >= line }
    }
}
