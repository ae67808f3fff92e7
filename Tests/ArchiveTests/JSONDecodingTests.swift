import Foundation
import Model
import Testing

@testable import Archive

/// Any JSON text as a value, read through each kind of container.
private indirect enum Tree: Decodable, Hashable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Tree])
    case members([String: Tree])

    init(from decoder: any Decoder) throws {
        if let members = try? [String: Tree](from: decoder) {
            self = .members(members)
        } else if let list = try? [Tree](from: decoder) {
            self = .list(list)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let integer = try? container.decode(Int64.self) {
                self = .integer(integer)
            } else {
                self = .number(try container.decode(Double.self))
            }
        }
    }
}

/// The decoder gives what Foundation's gives, and refuses what that one refuses.
@Suite struct JSONDecodingTests {
    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONText.decode(type, from: Array(text.utf8), file: "a.json")
    }

    private func message<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> String {
        let error = #expect(throws: Diagnostics.self) { try decode(type, text) }
        return try #require(error?.all.first).message
    }

    @Test(arguments: [
        "{}", "[]", " [ ] ", "\t{\r\n}\n", "null", "true", "false", "0", "-0", "12", "-7", "1.5", "-0.25", "1e3",
        "1E-2",
        "9223372036854775807", "-9223372036854775808", "1.0", "\"\"", #""a\"b\\c\/d\b\f\n\r\t""#, #""\u0041\u00e4""#,
        #""\ud83d\ude00 \ud83d\ude00x""#, #""äöü 漢字 😀""#, #"{"a": {"b": [1, [2, {"c": null}], "x"]}, "d": false}"#,
        #"{"\u0061": 1, "ä": 2, "": 3}"#, #"[[], {}, [[]], [{}]]"#, #"["\u0000"]"#,
    ])
    func readsWhatFoundationReads(_ text: String) throws {
        let expected = try JSONDecoder().decode(Tree.self, from: Data(text.utf8))
        #expect(try decode(Tree.self, text) == expected)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "[1", "[1,", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}",
        "{1:1}", "nul", "nulls", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "1 2", "[] []", "\"", "\"a",
        "\"\n\"", #""\x""#, #""\u12""#, #""\u12G4""#, #""\ud83d""#, #""\ude00""#, #""\ud83d\u0041""#, "'a'", "[1}",
        "{\"a\":1]",
        "NaN", "Infinity",
    ])
    func refusesWhatFoundationRefuses(_ text: String) throws {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(Tree.self, from: Data(text.utf8)) }
        #expect(try message(Tree.self, text) == "invalid or truncated JSON")
    }

    /// Foundation reads them (Swift 6.3.1); RFC 8259 has none.
    @Test(arguments: ["[1,]", "{\"a\":1,}", "[1, 2 , ]"])
    func refusesCommasAtTheEnd(_ text: String) throws {
        #expect(try message(Tree.self, text) == "invalid or truncated JSON")
    }

    @Test func refusesWhatIsNotUTF8() {
        for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
            #expect(throws: Diagnostics.self) { try JSONText.decode(Tree.self, from: bytes, file: "a.json") }
        }
    }

    /// The depth is bounded, so that a file cannot exhaust the stack.
    @Test func refusesWhatIsNestedTooDeep() throws {
        let deep = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        #expect(try JSONDocument(Array(deep(500).utf8)).root.elements?.count == 1)
        #expect(throws: JSONFault(offset: 512)) { try JSONDocument(Array(deep(100_000).utf8)) }
    }

    @Test func integersFitOrAreRefused() throws {
        #expect(try decode([UInt64].self, "[18446744073709551615, 1e3, 2.0]") == [.max, 1_000, 2])
        #expect(try decode([Int8].self, "[-128, 127, -0]") == [-128, 127, 0])
        #expect(try message([Int8].self, "[128]") == "'[0]' 128 does not fit in Int8")
        #expect(try message([UInt16].self, "[1, -1]") == "'[1]' -1 does not fit in UInt16")
        #expect(try message([Int].self, "[1.5]") == "'[0]' 1.5 does not fit in Int")
        #expect(try message([Int].self, "[9223372036854775808]").hasSuffix("does not fit in Int"))
        #expect(try message([Double].self, "[1e999]") == "'[0]' 1e999 does not fit in Double")
    }

    private struct Item: Decodable, Hashable {
        struct Part: Decodable, Hashable { var name: String }
        var parts: [Part]
        var size: Int?
    }

    @Test func anErrorNamesThePathAndTheTypes() throws {
        #expect(try decode(Item.self, #"{"parts": [], "size": null}"#) == Item(parts: [], size: nil))
        #expect(try message(Item.self, #"{"parts": [{"name": "a"}, {"nam": "b"}]}"#) == "'parts[1].name' is missing")
        #expect(
            try message(Item.self, #"{"parts": [{"name": 1}]}"#)
                == "'parts[0].name' has the wrong type, expected String")
        #expect(try message(Item.self, #"{"parts": [{"name": null}]}"#) == "'parts[0].name' is null")
        #expect(
            try message(Item.self, #"{"parts": {}}"#) == "'parts' has the wrong type, expected Array<Any>")
        #expect(
            try message(Item.self, #"{"parts": [], "size": "1"}"#) == "'size' has the wrong type, expected Int")
        #expect(try message(Item.self, "[]") == "the value has the wrong type, expected Dictionary<String, Any>")
        #expect(try message(EvidenceRecord.self, "{}") == "the value is not a known kind of evidence record")
    }

    /// Large objects are looked up another way than small ones; in both, of equal names the first one counts.
    @Test(arguments: [0, 20, 40, 3_000]) func membersAreFoundInObjectsOfAnySize(_ count: Int) throws {
        let numbers = (0..<count).reversed().map { "\"n\($0)\": \($0)" }
        let text = "{\(([#""a": -1"#] + numbers + [#""a": -2"#, #""\u0062": -3"#]).joined(separator: ", "))}"
        struct Both: Decodable { var a, b: Int }
        let both = try decode(Both.self, text)
        #expect(both.a == -1 && both.b == -3)
        let all = try decode([String: Int].self, text)
        #expect(all.count == count + 2 && (0..<count).allSatisfy { all["n\($0)"] == $0 })
    }
}
