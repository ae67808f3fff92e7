/// A DNS message (RFC 1035 §4), read from its wire form.
package struct DNSMessage: Hashable, Sendable {
    /// Why bytes are no DNS message.
    package enum Fault: String, Error, Hashable, Sendable {
        /// It ends before it should.
        case truncated
        /// A compression pointer that does not lead backwards (RFC 1035 §4.1.4).
        case badPointer = "bad-pointer"
        /// A label of a type that is not defined, or a tag of wrong characters.
        case badLabel = "bad-label"
        /// A name of more than 255 bytes.
        case nameTooLong = "name-too-long"
        /// Bytes after the last record.
        case trailingBytes = "trailing-bytes"
        /// More than 65,535 bytes.
        case tooLarge = "too-large"
    }

    package let id: UInt16
    package let isResponse: Bool
    package let isAuthoritative: Bool
    /// The sender cut it short (TC).
    package let isTruncated: Bool
    /// The sender says that it verified the answer (AD).
    package let isAuthenticData: Bool
    package let responseCode: ResponseCode
    package let questions: [Question]
    package let answers: [ResourceRecord]
    package let authorities: [ResourceRecord]
    package let additionals: [ResourceRecord]

    /// Reads all of `bytes`. A record whose data breaks its type's rules is `.malformed`; whatever breaks
    /// the frame of the message is thrown.
    package init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= 65_535 else { throw .tooLarge }
        var reader = MessageReader(bytes)
        id = try reader.number16()
        let flags = try reader.number16()
        isResponse = flags & 0x8000 != 0
        isAuthoritative = flags & 0x0400 != 0
        isTruncated = flags & 0x0200 != 0
        isAuthenticData = flags & 0x0020 != 0
        let questionCount = try reader.number16()
        let answerCount = try reader.number16()
        let authorityCount = try reader.number16()
        let additionalCount = try reader.number16()
        // Every entry takes bytes, so the counts cannot make these loops longer than the message.
        var questions: [Question] = []
        for _ in 0..<questionCount {
            let name = try reader.name()
            questions.append(Question(name, RecordType(rawValue: try reader.number16())))
            _ = try reader.number16()
        }
        self.questions = questions
        answers = try Self.records(answerCount, from: &reader)
        authorities = try Self.records(authorityCount, from: &reader)
        additionals = try Self.records(additionalCount, from: &reader)
        guard reader.isAtEnd else { throw .trailingBytes }
        let extended = additionals.first { $0.type == .opt }.map { UInt16($0.timeToLive >> 24) << 4 } ?? 0
        responseCode = ResponseCode(rawValue: extended | flags & 0x000f)
    }

    private static func records(_ count: UInt16, from reader: inout MessageReader) throws(Fault) -> [ResourceRecord] {
        var records: [ResourceRecord] = []
        for _ in 0..<count {
            let name = try reader.name()
            let type = RecordType(rawValue: try reader.number16())
            let recordClass = try reader.number16()
            let timeToLive = try reader.number32()
            let length = try reader.number16()
            var data = try reader.part(Int(length))
            records.append(
                ResourceRecord(
                    name: name, type: type, recordClass: recordClass, timeToLive: timeToLive,
                    data: data.recordData(type)))
        }
        return records
    }
}
