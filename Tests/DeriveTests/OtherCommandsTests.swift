import Derive
import Model
import Testing

/// Servers that end the connection on any command but STARTTLS: they take nothing else, whatever they list.
@Suite struct OtherCommandsTests {
    private func findings(
        _ service: Service, listed: String, question: String, answer: String, ending: ProbeRecord.Ending,
        startTLS: String
    ) throws -> EndpointFindings {
        let endpoint = Endpoint(
            service: service, domain: "a.test", host: "a.test", port: 1, address: "192.0.2.1", mode: .startTLS)
        let begin = [
            Passage(.received, .plain, Array((service == .imap ? "* OK ready\r\n" : "220 a.test\r\n").utf8)),
            Passage(.sent, .plain, Array((service == .imap ? "a CAPABILITY\r\n" : "EHLO localhost\r\n").utf8)),
            Passage(.received, .plain, Array(listed.utf8)),
        ]
        let refused =
            begin + [Passage(.sent, .plain, Array("\(question)\r\n".utf8))]
            + (answer.isEmpty ? [] : [Passage(.received, .plain, Array(answer.utf8))])
        let taken =
            begin + [
                Passage(.sent, .plain, Array("\(startTLS)\r\n".utf8)),
                Passage(.received, .plain, Array((service == .imap ? "b OK go\r\n" : "220 go\r\n").utf8)),
                Passage(.sent, .tls, [22, 3, 1, 0, 0]),
            ]
        func probe(_ id: Int, _ transcript: [Passage], _ ending: ProbeRecord.Ending) -> EvidenceRecord {
            .probe(
                ProbeRecord(
                    id: id, endpoint: 1, at: Instant(milliseconds: 0), purpose: .handshake, connectMilliseconds: 1,
                    milliseconds: 1, transcript: transcript, ending: ending))
        }
        let plan = PlanRecord(
            provider: "a", name: "A", domains: [], services: [.init(service: service, domain: "a.test")])
        let found = try deriveFindings(
            from: [
                .plan(plan), .endpoint(EndpointRecord(id: 1, endpoint: endpoint, lookups: [])),
                probe(2, refused, ending), probe(3, taken, .done),
            ], file: "test")
        return try #require(found.services.first?.endpoints.first)
    }

    private func imap(_ answer: String, _ ending: ProbeRecord.Ending) throws -> EndpointFindings {
        try findings(
            .imap, listed: "* CAPABILITY IMAP4rev1 AUTH=PLAIN STARTTLS\r\na OK done\r\n", question: "n NOOP",
            answer: answer, ending: ending, startTLS: "b STARTTLS")
    }

    @Test func whatIsListedAndNeverTakenIsNotOffered() throws {
        let found = try imap("* BYE stunnel: unexpected command\r\nn BAD NOOP unexpected\r\n", .done)
        #expect(found.startTLS == .measured(.required) && found.mechanisms.beforeTLS == .measured([]))
        // What it lists is told all the same.
        #expect(found.dialogue?.beforeTLS == .measured(["AUTH=PLAIN", "IMAP4rev1", "STARTTLS"]))
    }

    /// Neither an answer tells it, nor a silence, nor a connection that somebody cuts.
    @Test(arguments: [
        ("n OK done\r\n", ProbeRecord.Ending.closed), ("n BAD what\r\n", .done), ("", .failed(Reason(.timeout))),
        ("", .failed(Reason(.reset))), ("", .closed),
    ])
    func whatEndsOtherwiseMayTakeThem(_ answer: String, _ ending: ProbeRecord.Ending) throws {
        let found = try imap(answer, ending)
        #expect(found.startTLS == .measured(.optional) && found.mechanisms.beforeTLS == .measured(["PLAIN"]))
    }

    @Test(arguments: [ProbeRecord.Ending.closed, .failed(Reason(.reset))])
    func aServerThatEndsTheConnectionOnRSET(_ ending: ProbeRecord.Ending) throws {
        let found = try findings(
            .mx, listed: "250-a.test\r\n250 STARTTLS\r\n", question: "RSET", answer: "", ending: ending,
            startTLS: "STARTTLS")
        #expect(found.startTLS == .measured(.required))
    }
}
