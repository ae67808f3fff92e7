import Dialogues
import Foundation
import Model
import TestSupport
import Testing

/// What servers send stays in no memory: that of the whole process counts, so `make unit-test` runs these by themselves.
@Suite(.serialized) struct MemoryTests {
    /// What it is, which bound it meets, and how it begins and goes on.
    static let endless: [(String, String, String)] = [
        ("elements", "elements", "<stream:features>|<a xmlns='urn:x'/>"),
        ("empty elements", "elements", "<stream:features>|<a/>"),
        ("text", "text longer", "<stream:features>|lorem ipsum "),
        ("text after text", "elements", "|x<a/>"),
        ("white space", "32768 bytes", "| \n"),
        ("attribute value", "token", "<stream:features a='|x"),
        ("attributes", "token", "<stream:features | a@=''"),
        ("namespaces", "namespaces", "|<a xmlns='urn:@'/>"),
        ("comment", "token", "<!--|x"),
        ("many comments", "32768 bytes", "|<!-- x -->"),
        ("CDATA", "text longer", "<stream:features><![CDATA[|x"),
        ("processing instruction", "token", "<?x |y"),
        ("name", "token", "<|x"),
        ("depth", "nested", "|<a>"),
        ("stanzas", "elements", "|<iq type='get' id='@'/>"),
        ("character references", "text longer", "<stream:features>|&#120;"),
        (
            "mechanisms", "elements",
            "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>|<mechanism>A@</mechanism>"
        ),
    ]

    /// 100 MB each, after the header: read up to the bound, and not kept.
    @Test(arguments: endless)
    func hundredMegabytes(name: String, bound: String, pattern: String) throws {
        let parts = pattern.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let (prefix, repeated) = (String(parts[0]), String(parts[1]))
        var number = 0
        func block(_ size: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            while bytes.count < size {
                number += 1
                bytes += repeated.replacing("@", with: String(number)).utf8
            }
            return bytes
        }
        var dialogue = XMPPDialogue(service: .xmppClient, domain: "a.test", from: nil, phase: .beforeTLS)
        let before = try residentBytes()
        #expect(dialogue.receive(Array((clientHeader + prefix).utf8)) == .needMore)
        let first = block(65_536)
        #expect(dialogue.receive(first) == .finished)
        let facts = dialogue.facts
        #expect(facts.fault?.code == .tooLarge)
        #expect(facts.fault?.detail.contains(bound) == true)
        let more = block(65_536)
        for _ in 0..<1_600 { _ = dialogue.receive(more) }
        #expect(dialogue.facts == facts)
        #expect(try residentBytes() - before < 64 << 20)
        #expect(dialogue.farewell().isEmpty)

        var generator = SeededGenerator(state: 7)
        let start = Array((clientHeader + prefix).utf8)
        let again = Conversation(.xmppClient, pieces: (start + first).cut(longest: 999, using: &generator))
        #expect(again.facts == facts)
    }

    /// Parsers are given back, also those that stopped in the middle or in an error.
    @Test func memoryIsFreed() throws {
        let texts = [
            Prosody.clientOptional, String(Ejabberd.serverOptional.prefix(300)), "<!DOCTYPE a>", "rubbish",
            clientHeader + "<stream:features>" + String(repeating: "<a>", count: 30),
        ]
        func round() {
            for text in texts { _ = Conversation(.xmppServer, text) }
        }
        for _ in 0..<200 { round() }
        let before = try residentBytes()
        for _ in 0..<4_000 { round() }
        #expect(try residentBytes() - before < 64 << 20)
    }

    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let fields = text.split(separator: " ")
        return try #require(fields.count > 1 ? Int(fields[1]) : nil) * 4_096
    }
}
