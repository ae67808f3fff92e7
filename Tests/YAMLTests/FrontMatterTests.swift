import Model
import Testing
import Text
import YAML

struct FrontMatterTests {
    @Test func splitsAndCountsLines() throws {
        let front = try FrontMatter(of: SourceText(file: "a.md", text: "---\ntitle: A\ndate: B\n---\nfirst\nsecond\n"))
        #expect(String(decoding: front.yaml, as: UTF8.self) == "title: A\ndate: B")
        #expect(front.yamlLine == 2)
        #expect(String(decoding: front.body, as: UTF8.self) == "first\nsecond\n")
        #expect(front.bodyLine == 5)
    }

    @Test func aRuleInTheProseIsNoFence() throws {
        let front = try FrontMatter(of: SourceText(file: "a.md", text: "---\na: b\n---\none\n\n---\n\ntwo\n"))
        #expect(String(decoding: front.body, as: UTF8.self) == "one\n\n---\n\ntwo\n")
    }

    @Test(arguments: ["", "title: A\n", "---\ntitle: A\n", " ---\na: b\n---\n"])
    func saysWhatIsMissing(_ text: String) {
        #expect(throws: Diagnostics.self) { try FrontMatter(of: SourceText(file: "a.md", text: text)) }
    }
}

struct SourceTextTests {
    @Test func latin1IsADiagnosticAtItsPlace() {
        // "ä\nBüro" with ä in UTF-8 and ü in Latin-1.
        let bytes: [UInt8] = [0xC3, 0xA4, 0x0A, 0x42, 0xFC, 0x72, 0x6F]
        do throws(Diagnostics) {
            _ = try SourceText(file: "a.md", bytes: bytes, limit: 100)
            Issue.record("Latin-1 was taken for UTF-8")
        } catch {
            #expect(error.all.map(\.rule.rawValue) == ["not-utf8"])
            #expect(error.all.map(\.place) == [Diagnostic.Place(line: 2, column: 2)])
        }
    }

    @Test func lineEndsAndByteOrderMark() throws {
        let source = try SourceText(file: "a", bytes: [0xEF, 0xBB, 0xBF] + Array("a\r\nb\rc".utf8), limit: 100)
        #expect(source.text == "a\nb\nc")
    }

    @Test func sizeIsBounded() {
        #expect(throws: Diagnostics.self) { try SourceText(file: "a", bytes: [65, 65], limit: 1) }
    }
}
