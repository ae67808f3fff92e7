import Model

extension ClientHello {
    /// Reads back what ``encoded(random:)`` made, or the hello of another client: records or an SSLv2 record.
    /// `nil` where the bytes are no whole ClientHello. What this type does not model is passed over.
    package init?(record bytes: [UInt8]) {
        if let first = bytes.first, first & 0x80 != 0 {
            self.init(ssl2Record: bytes)
        } else {
            guard let message = ClientHello.handshake(inRecords: bytes) else { return nil }
            self.init(message: message)
        }
    }

    /// The first handshake message's body out of whole handshake records.
    private static func handshake(inRecords bytes: [UInt8]) -> [UInt8]? {
        var records = ByteReader(bytes)
        var stream: [UInt8] = []
        while !records.isAtEnd {
            guard records.byte() == 22, let version = records.uint16(), version >> 8 == 3,
                let fragment = records.vector16()
            else { return nil }
            stream += fragment
            var message = ByteReader(stream)
            if message.byte() != 1 { return nil }
            if let body = message.vector24() { return Array(body) }
        }
        return nil
    }

    private init?(message body: [UInt8]) {
        var reader = ByteReader(body)
        guard let version = reader.uint16(), reader.bytes(32) != nil, reader.vector8() != nil,
            let suiteBytes = reader.vector16(), let compressions = reader.vector8()
        else { return nil }
        var suiteReader = ByteReader(suiteBytes)
        guard let numbers = suiteReader.allUInt16()?.map(UInt32.init) else { return nil }
        self.init(legacyVersion: version, suites: [], compressions: Array(compressions))
        suites = numbers.filter { $0 != SuiteRegistry.renegotiationSignal && $0 != SuiteRegistry.fallbackSignal }
        if numbers.contains(SuiteRegistry.renegotiationSignal) { flags.insert(.renegotiationSignal) }
        if numbers.contains(SuiteRegistry.fallbackSignal) { flags.insert(.fallbackSignal) }
        if reader.isAtEnd { return }
        guard let block = reader.vector16() else { return nil }
        var extensions = ByteReader(block)
        while !extensions.isAtEnd {
            guard let type = extensions.uint16(), let content = extensions.vector16(), read(type, content) else {
                return nil
            }
        }
    }

    /// Takes one extension over; false where its content is broken.
    private mutating func read(_ type: UInt16, _ content: ArraySlice<UInt8>) -> Bool {
        if let flag = ClientHello.flagExtensions[type] {
            flags.insert(flag)
            return true
        }
        var reader = ByteReader(content)
        switch type {
        case ExtensionType.serverName:
            guard let list = reader.vector16() else { return false }
            var entry = ByteReader(list)
            guard entry.byte() == 0, let name = entry.vector16() else { return false }
            serverName = String(decoding: name, as: UTF8.self)
        case ExtensionType.supportedGroups:
            guard let numbers = ClientHello.numbers(reader.vector16()) else { return false }
            groups = numbers.map(NamedGroup.init(rawValue:))
        case ExtensionType.signatureAlgorithms:
            guard let numbers = ClientHello.numbers(reader.vector16()) else { return false }
            signatureSchemes = numbers.map(SignatureScheme.init(rawValue:))
        case ExtensionType.supportedVersions:
            guard let numbers = ClientHello.numbers(reader.vector8()) else { return false }
            supportedVersions = numbers
        case ExtensionType.applicationProtocols:
            guard let list = reader.vector16() else { return false }
            var names = ByteReader(list)
            while !names.isAtEnd {
                guard let name = names.vector8() else { return false }
                applicationProtocols.append(String(decoding: name, as: UTF8.self))
            }
        case ExtensionType.keyShare:
            guard let list = reader.vector16() else { return false }
            var shares = ByteReader(list)
            keyShares = []
            while !shares.isAtEnd {
                guard let group = shares.uint16(), let key = shares.vector16() else { return false }
                keyShares?.append(KeyShare(group: NamedGroup(rawValue: group), key: Array(key)))
            }
        default: break
        }
        return true
    }

    private static let flagExtensions: [UInt16: Flags] = [
        ExtensionType.sessionTicket: .sessionTicket, ExtensionType.extendedMasterSecret: .extendedMasterSecret,
        ExtensionType.encryptThenMAC: .encryptThenMAC, ExtensionType.statusRequest: .statusRequest,
        ExtensionType.certificateTimestamps: .certificateTimestamps,
        ExtensionType.renegotiationInfo: .renegotiationInfo, ExtensionType.pointFormats: .pointFormats,
        ExtensionType.pskModes: .pskModes,
    ]

    private static func numbers(_ bytes: ArraySlice<UInt8>?) -> [UInt16]? {
        guard let bytes else { return nil }
        var reader = ByteReader(bytes)
        return reader.allUInt16()
    }
}
