import Model

extension ClientHello {
    /// SSLv2's CLIENT-HELLO for all kinds it ever had (Hickman, "The SSL Protocol", 1995, §2.5).
    package static func ssl2(suites: [UInt32] = SuiteRegistry.ssl2.map(\.code)) -> ClientHello {
        ClientHello(format: .ssl2, legacyVersion: 0x0002, suites: suites, compressions: [])
    }

    func encodedSSL2(challenge: [UInt8]) -> [UInt8] {
        var list = ByteWriter()
        // More kinds than this do not fit the record's 15-bit length; there are not that many.
        for suite in suites.prefix(5_000) { list.uint24(suite) }
        var message = ByteWriter()
        message.byte(1)  // CLIENT-HELLO
        message.uint16(legacyVersion)
        message.uint16(UInt16(truncatingIfNeeded: list.bytes.count))
        message.uint16(0)  // no session to resume
        message.uint16(UInt16(truncatingIfNeeded: challenge.count))
        message.raw(list.bytes)
        message.raw(challenge)
        var record = ByteWriter()
        record.uint16(0x8000 | UInt16(truncatingIfNeeded: message.bytes.count))
        record.raw(message.bytes)
        return record.bytes
    }

    init?(ssl2Record bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let header = reader.uint16(), let body = reader.bytes(Int(header & 0x7FFF)) else { return nil }
        var message = ByteReader(body)
        guard message.byte() == 1, let version = message.uint16(), let listLength = message.uint16(),
            let sessionLength = message.uint16(), let challengeLength = message.uint16(),
            let list = message.bytes(Int(listLength)), message.bytes(Int(sessionLength)) != nil,
            message.bytes(Int(challengeLength)) != nil
        else { return nil }
        var kinds = ByteReader(list)
        var suites: [UInt32] = []
        while !kinds.isAtEnd {
            guard let kind = kinds.uint24() else { return nil }
            suites.append(kind)
        }
        self.init(format: .ssl2, legacyVersion: version, suites: suites, compressions: [])
    }
}
