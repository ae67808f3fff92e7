import Foundation
import Model
import Testing

@Suite struct FindingTests {
    /// The five states as the published schema writes them.
    @Test(arguments: [
        (Finding<Bool>.measured(true), #"{"state":"measured","value":true}"#),
        (.notOffered, #"{"state":"notOffered"}"#),
        (.notApplicable, #"{"state":"notApplicable"}"#),
        (
            .refused(by: "mx.test", why: Reason(.streamError, "policy-violation")),
            #"{"by":"mx.test","state":"refused","why":{"code":"stream-error","detail":"policy-violation"}}"#
        ),
        (.unmeasured(Reason(.timeout)), #"{"state":"unmeasured","why":{"code":"timeout","detail":""}}"#),
    ])
    func states(_ finding: Finding<Bool>, _ json: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(finding), as: UTF8.self) == json)
        #expect(try JSONDecoder().decode(Finding<Bool>.self, from: Data(json.utf8)) == finding)
    }

    @Test func anUnknownStateIsAnError() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Finding<Bool>.self, from: Data(#"{"state":"no"}"#.utf8))
        }
    }

    @Test func unknownIsNotNo() {
        #expect(Finding<Bool>.unmeasured(Reason(.timeout)).isUnknown)
        #expect(Finding<Bool>.refused(by: "", why: Reason(.reset)).isUnknown)
        #expect(!Finding<Bool>.notOffered.isUnknown)
        #expect(Finding<Bool>.notOffered.map { !$0 } == .notOffered)
    }
}
