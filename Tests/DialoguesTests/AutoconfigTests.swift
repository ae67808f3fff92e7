import Dialogues
import Model
import Testing

@Suite struct AutoconfigTests {
    private func file(_ inner: String) -> [UInt8] {
        Array(
            "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"a\">\(inner)</emailProvider></clientConfig>"
                .utf8)
    }

    @Test func servers() throws {
        let found = try readAutoconfig(
            file(
                """
                <incomingServer type="imap"><hostname>imap.a.test</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
                <incomingServer type="pop3"><hostname> pop.a.test </hostname><port>110</port><socketType>STARTTLS</socketType></incomingServer>
                <incomingServer type="imap"><hostname>imap.a.test</hostname><port>143</port><socketType>plain</socketType></incomingServer>
                <outgoingServer type="smtp"><hostname>%EMAILDOMAIN%</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
                <outgoingServer type="smtp"><hostname>smtp.a.test</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
                """)
        ).get()
        #expect(
            found.map { "\($0.service.rawValue) \($0.host) \($0.port) \($0.mode.rawValue)" } == [
                "imap imap.a.test 993 direct", "pop3 pop.a.test 110 starttls", "submission smtp.a.test 587 starttls",
            ])
    }

    @Test func entitiesNeverGetDeclared() {
        let bomb =
            "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><clientConfig><emailProvider id=\"&b;\"/></clientConfig>"
        guard case .failure(let fault) = readAutoconfig(Array(bomb.utf8)) else {
            Issue.record("it was read")
            return
        }
        #expect(fault.reason == Reason(.malformed, "document type declaration not allowed"))
    }

    @Test(arguments: ["<html/>", "", "<clientConfig>", "no XML"])
    func whatIsNone(_ text: String) {
        #expect(throws: AutoconfigFault.self) { try readAutoconfig(Array(text.utf8)).get() }
    }
}
