import Testing

@testable import DNS

@Suite("Messages that are none")
struct MalformedMessageTests {
    private let header = "0001 8000 0000 0001 0000 0000"

    @Test(arguments: CapturedMessage.allCases)
    func everyTruncation(_ captured: CapturedMessage) {
        let bytes = captured.bytes
        for count in 0..<bytes.count {
            #expect(throws: DNSMessage.Fault.truncated) { try DNSMessage(Array(bytes.prefix(count))) }
        }
        #expect(throws: DNSMessage.Fault.trailingBytes) { try DNSMessage(bytes + [0]) }
    }

    /// Nothing may trap, whatever a byte is turned into; what is read must be bounded.
    @Test(arguments: CapturedMessage.allCases)
    func everyChangedByte(_ captured: CapturedMessage) {
        let bytes = captured.bytes
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x3f, 0x40, 0x80, 0xc0, 0xff, bytes[index] ^ 1] {
                var changed = bytes
                changed[index] = value
                guard let message = try? DNSMessage(changed) else { continue }
                _ = message.resolve(Question("secure.test", .a))
                let names = (message.answers + message.authorities).map(\.name) + message.questions.map(\.name)
                #expect(names.allSatisfy { $0.utf8.count <= 255 * 4 })
            }
        }
    }

    @Test func pointersToThemselvesForwardAndInCircles() {
        // At 12: the record's owner.
        for owner in ["c00c", "c00d", "c0ff", "ffff", "01 61 c00c", "01 61 c00e"] {
            let bytes = decodeHexadecimal(header + owner + "0001 0001 00000000 0004 c0000201")
            #expect(throws: DNSMessage.Fault.badPointer) { try DNSMessage(bytes) }
        }
        // A CNAME whose data begins at 25 and points at itself, and two names that point at each other.
        #expect(target("c019") == .malformed([0xc0, 0x19]))
        #expect(target("01 62 c019") == .malformed([1, 0x62, 0xc0, 0x19]))
        // Into the middle of its own name: a label that would be read twice.
        #expect(target("02 c019 c01a") == .malformed([2, 0xc0, 0x19, 0xc0, 0x1a]))
    }

    /// The data of a CNAME record at the name `a`, which is at 12; the data begins at 25.
    private func target(_ data: String) -> RecordData? {
        let data = decodeHexadecimal(data)
        let record = decodeHexadecimal("01 61 00 0005 0001 00000000") + [0, UInt8(data.count)] + data
        return try? DNSMessage(decodeHexadecimal(header) + record).answers.first?.data
    }

    @Test func aNameMayPointBackFromItsData() {
        #expect(target("c00c") == .cname("a"))
        #expect(target("01 42 c00c") == .cname("b.a"))
        #expect(target("00") == .cname("."))
    }

    @Test func reservedLabelTypes() {
        #expect(target("40 00") == .malformed([0x40, 0]))
        #expect(target("80 00") == .malformed([0x80, 0]))
        let bytes = decodeHexadecimal(header + "41 61 00 0001 0001 00000000 0004 c0000201")
        #expect(throws: DNSMessage.Fault.badLabel) { try DNSMessage(bytes) }
    }

    @Test func namesOf255BytesAndOfMore() throws {
        let label = [UInt8(63)] + [UInt8](repeating: 0x61, count: 63)
        let last = [UInt8(61)] + [UInt8](repeating: 0x61, count: 61)
        let tooLong = [UInt8(62)] + [UInt8](repeating: 0x61, count: 62)
        let tail = decodeHexadecimal("00 0001 0001 00000000 0004 c0000201")
        let start = decodeHexadecimal(header)
        #expect(try DNSMessage(start + label + label + label + last + tail).answers.first?.name.utf8.count == 253)
        #expect(throws: DNSMessage.Fault.nameTooLong) {
            try DNSMessage(start + label + label + label + tooLong + tail)
        }
    }

    @Test func dataThatBreaksItsTypesRules() {
        func data(_ type: String, _ data: String) -> RecordData? {
            let bytes = decodeHexadecimal(data)
            let record = decodeHexadecimal("00 \(type) 0001 00000000") + [0, UInt8(bytes.count)] + bytes
            return try? DNSMessage(decodeHexadecimal(header) + record).answers.first?.data
        }
        #expect(data("0001", "c00002") == .malformed([0xc0, 0, 2]))
        #expect(data("0001", "c000020101") == .malformed([0xc0, 0, 2, 1, 1]))
        #expect(data("001c", "c0000201") == .malformed([0xc0, 0, 2, 1]))
        #expect(data("0034", "0301") == .malformed([3, 1]))
        #expect(data("0034", "030101") == .tlsa(TLSARecord(usage: 3, selector: 1, matching: 1, data: [])))
        #expect(data("0010", "") == .malformed([]))
        #expect(data("0010", "0561") == .malformed([5, 0x61]))
        #expect(data("0010", "00") == .txt([[]]))
        #expect(data("0021", "0000 0000 1466") == .malformed([0, 0, 0, 0, 0x14, 0x66]))
        #expect(data("0021", "0000 0000 0000 00") == .srv(SRVRecord(priority: 0, weight: 0, port: 0, target: ".")))
        #expect(data("0101", "0000") == .malformed([0, 0]))
        #expect(data("0101", "00 02 6122") == .malformed([0, 2, 0x61, 0x22]))
        #expect(data("ff00", "010203") == .opaque([1, 2, 3]))
    }

    @Test func hugeCountsInASmallMessage() {
        let bytes = decodeHexadecimal("0001 8000 ffff ffff ffff ffff")
        #expect(throws: DNSMessage.Fault.truncated) { try DNSMessage(bytes) }
        #expect(throws: DNSMessage.Fault.tooLarge) { try DNSMessage([UInt8](repeating: 0, count: 65_536)) }
    }

    /// Names as in RFC 1035 §4.1.4: F.ISI.ARPA at 20, FOO.F.ISI.ARPA at 40, ARPA at 64, the root at 92.
    @Test func theExampleOfTheSpecification() throws {
        var bytes = [UInt8](repeating: 0xff, count: 20)
        bytes += [1] + Array("F".utf8) + [3] + Array("ISI".utf8) + [4] + Array("ARPA".utf8) + [0]
        bytes += [UInt8](repeating: 0xff, count: 40 - bytes.count)
        bytes += [3] + Array("FOO".utf8) + [0xc0, 20]
        bytes += [UInt8](repeating: 0xff, count: 64 - bytes.count)
        bytes += [0xc0, 26]
        bytes += [UInt8](repeating: 0xff, count: 92 - bytes.count)
        bytes += [0]
        var reader = MessageReader(bytes)
        _ = try reader.bytes(20)
        #expect(try reader.name() == "f.isi.arpa")
        _ = try reader.bytes(40 - reader.position)
        #expect(try reader.name() == "foo.f.isi.arpa")
        #expect(reader.position == 46)
        _ = try reader.bytes(64 - reader.position)
        #expect(try reader.name() == "arpa")
        _ = try reader.bytes(92 - reader.position)
        #expect(try reader.name() == ".")
        #expect(reader.isAtEnd)
    }
}
