import Testing

/// The comparison that tells why recorded evidence no longer gives its findings.
@Suite struct JSONDifferenceTests {
    private func differences(_ old: String, _ new: String) throws -> [String] {
        JSONDifference.all(from: try JSONTree(bytes: Array(old.utf8)), to: try JSONTree(bytes: Array(new.utf8)))
            .map(\.description)
    }

    @Test func equalValuesDoNotDiffer() throws {
        let text = #"{"a": [1, 2.5, true, null, "x", {"b": {}}], "c": []}"#
        #expect(try differences(text, text) == [])
        #expect(try differences(#"{"a": 1, "b": 2}"#, #"{"b": 2, "a": 1}"#) == [])
    }

    @Test func everyChangedFieldHasItsPathAndBothValues() throws {
        let old = #"{"services": [{"endpoints": [{"startTLS": "optional"}, {"startTLS": "optional"}], "count": 1}]}"#
        let new = #"{"services": [{"endpoints": [{"startTLS": "optional"}, {"startTLS": "required"}], "count": 2}]}"#
        #expect(
            try differences(old, new) == [
                "services[0].count: 1 → 2", #"services[0].endpoints[1].startTLS: "optional" → "required""#,
            ])
    }

    @Test func anAbsentFieldIsNotNull() throws {
        #expect(
            try differences(#"{"a": 1, "b": null}"#, #"{"b": 0, "c": null}"#) == [
                "a: 1 → absent", "b: null → 0", "c: absent → null",
            ])
    }

    @Test func aTruthIsNotANumber() throws {
        #expect(try differences(#"[true, false, 1, 0]"#, #"[1, 0, true, false]"#).count == 4)
    }

    @Test func anotherTypeIsOneDifference() throws {
        #expect(try differences(#"{"a": {"b": 1}}"#, #"{"a": [1]}"#) == [#"a: {"b": 1} → [1]"#])
    }

    @Test func oneElementMoreOrLessIsOneDifference() throws {
        #expect(try differences("[1, 2, 3]", "[1, 9, 2, 3]") == ["[1]: absent → 9"])
        #expect(try differences("[1, 2, 3]", "[2, 3]") == ["[0]: 1 → absent"])
        #expect(try differences("[]", "[1, 2]") == ["[0]: absent → 1", "[1]: absent → 2"])
        // A changed element beside an added one.
        #expect(try differences(#"[{"a": 1}, 7]"#, #"[{"a": 2}, 8, 7]"#) == ["[0].a: 1 → 2", "[1]: absent → 8"])
    }

    @Test func elementsAreNamedBesideTheirIndices() throws {
        let service = { (port: Int, state: String) in
            """
            {"services": [{"service": "mx", "domain": "a.test", "endpoints": [{"endpoint": {"host": "mx.a.test", \
            "port": \(port), "address": "192.0.2.1", "mode": "starttls"}, "trust": "\(state)"}]}]}
            """
        }
        #expect(
            try differences(service(25, "valid"), service(25, "invalid")) == [
                #"services[0].endpoints[0].trust: "valid" → "invalid" (mx a.test, mx.a.test 25 192.0.2.1 starttls)"#
            ])
    }

    @Test func keysThatAreNotIdentifiersAreQuoted() throws {
        #expect(
            try differences(#"{"verdicts": {"mx a.test": {"A-": 1}}}"#, #"{"verdicts": {"mx a.test": {"A-": 2}}}"#)
                == [#"verdicts["mx a.test"]["A-"]: 1 → 2"#])
    }

    @Test func longValuesAreCutOff() throws {
        let difference = try differences(#"{"a": 1}"#, #"{"a": "\#(String(repeating: "x", count: 10_000))"}"#)
        #expect(difference.count == 1 && difference[0].count < 200 && difference[0].hasSuffix("…"))
        let long = String(repeating: "x", count: 1_000)
        let end = String(repeating: "x", count: 20)
        #expect(
            try differences(#"{"a": "\#(long)1 end"}"#, #"{"a": "\#(long)2 end"}"#)
                == [#"a: …\#(end)1 end" → …\#(end)2 end""#])
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let long = String(repeating: "y", count: 150)
        let text =
            #"{"a": [1, -2.5, true, null], "b": "\u001b[31m\u202e\ud83d\ude00\"\\/\u007f", "c": {"d": "\#(long)", "e": []}}"#
        let tree = try JSONTree(bytes: Array(text.utf8))
        #expect(try JSONTree(bytes: tree.file) == tree)
        #expect(tree.file.allSatisfy { $0 == 10 || (0x20...0x7E).contains($0) })
        #expect(
            String(decoding: tree.file, as: UTF8.self) == """
                {
                 "a": [1, -2.5, true, null],
                 "b": "\\u001b[31m\\u202e\\ud83d\\ude00\\"\\\\/\\u007f",
                 "c": {
                  "d": "\(long)",
                  "e": []
                 }
                }

                """)
    }
}
