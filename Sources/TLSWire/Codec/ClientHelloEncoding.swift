import Model

extension ClientHello {
    /// The hello as the bytes to send: one TLS record, or one SSLv2 record.
    ///
    /// - Parameter random: 32 random bytes (16 for SSLv2's challenge); a shorter list is filled up with zeros, of a
    ///   longer one the rest is unused.
    package func encoded(random: [UInt8]) -> [UInt8] {
        let seed = random + [UInt8](repeating: 0, count: 32)
        switch format {
        case .ssl2: return encodedSSL2(challenge: Array(seed.prefix(16)))
        case .tls: return encodedTLS(random: Array(seed.prefix(32)))
        }
    }

    private func encodedTLS(random: [UInt8]) -> [UInt8] {
        var body = body(random: random, padding: nil)
        if !isBare, let padding = paddingLength(bodyLength: body.count) {
            body = self.body(random: random, padding: padding)
        }
        var message = ByteWriter()
        message.byte(1)  // client_hello
        message.vector24(body)
        var record = ByteWriter()
        record.byte(22)  // handshake
        // Old servers look at the record's version; 0x0301 is what RFC 9846 §5.1 has everybody send.
        record.uint16(legacyVersion == 0x0300 ? 0x0300 : 0x0301)
        record.vector16(message.bytes)
        return record.bytes
    }

    private func body(random: [UInt8], padding: Int?) -> [UInt8] {
        var body = ByteWriter()
        body.uint16(legacyVersion)
        body.raw(random)
        body.vector8([])  // no session to resume
        var list = suites.map { UInt16(truncatingIfNeeded: $0) }
        if flags.contains(.renegotiationSignal) { list.append(UInt16(SuiteRegistry.renegotiationSignal)) }
        if flags.contains(.fallbackSignal) { list.append(UInt16(SuiteRegistry.fallbackSignal)) }
        body.vector16(ByteWriter.list(list))
        body.vector8(compressions)
        let extensions = self.extensions(padding: padding)
        if !extensions.isEmpty { body.vector16(extensions) }
        return body.bytes
    }

    private func extensions(padding: Int?) -> [UInt8] {
        var out = ByteWriter()
        func add(_ type: UInt16, _ content: [UInt8]) {
            out.uint16(type)
            out.vector16(content)
        }
        func wrapped(_ write: (inout ByteWriter) -> Void) -> [UInt8] {
            var writer = ByteWriter()
            write(&writer)
            return writer.bytes
        }
        if let serverName {
            let entry = wrapped {
                $0.byte(0)  // host_name
                $0.vector16(Array(serverName.utf8))
            }
            add(ExtensionType.serverName, wrapped { $0.vector16(entry) })
        }
        if flags.contains(.extendedMasterSecret) { add(ExtensionType.extendedMasterSecret, []) }
        if flags.contains(.renegotiationInfo) { add(ExtensionType.renegotiationInfo, [0]) }
        if !groups.isEmpty {
            let list = ByteWriter.list(groups.map(\.rawValue))
            add(ExtensionType.supportedGroups, wrapped { $0.vector16(list) })
        }
        if flags.contains(.pointFormats) { add(ExtensionType.pointFormats, [1, 0]) }
        if flags.contains(.sessionTicket) { add(ExtensionType.sessionTicket, []) }
        if !applicationProtocols.isEmpty {
            let list = wrapped { for name in applicationProtocols { $0.vector8(Array(name.utf8)) } }
            add(ExtensionType.applicationProtocols, wrapped { $0.vector16(list) })
        }
        // OCSP, no responder ids, no request extensions.
        if flags.contains(.statusRequest) { add(ExtensionType.statusRequest, [1, 0, 0, 0, 0]) }
        if flags.contains(.encryptThenMAC) { add(ExtensionType.encryptThenMAC, []) }
        if flags.contains(.certificateTimestamps) { add(ExtensionType.certificateTimestamps, []) }
        if !signatureSchemes.isEmpty {
            let list = ByteWriter.list(signatureSchemes.map(\.rawValue))
            add(ExtensionType.signatureAlgorithms, wrapped { $0.vector16(list) })
        }
        if !supportedVersions.isEmpty {
            let list = ByteWriter.list(supportedVersions)
            add(ExtensionType.supportedVersions, wrapped { $0.vector8(list) })
        }
        if flags.contains(.pskModes) { add(ExtensionType.pskModes, [1, 1]) }
        if let keyShares {
            let list = wrapped {
                for share in keyShares {
                    $0.uint16(share.group.rawValue)
                    $0.vector16(share.key)
                }
            }
            add(ExtensionType.keyShare, wrapped { $0.vector16(list) })
        }
        if let padding { add(ExtensionType.padding, [UInt8](repeating: 0, count: padding)) }
        return out.bytes
    }

    /// How many bytes of padding keep the message off the lengths that old servers choke on: 256 to 511 with and
    /// without the message's header (RFC 7685 §1), and remainders of 10 and 14 modulo 256. `nil`: none is needed.
    /// A hello without extensions has no place for padding.
    private func paddingLength(bodyLength: Int) -> Int? {
        func isBad(_ body: Int) -> Bool {
            [body, body + 4].contains { (256...511).contains($0) || [10, 14].contains($0 % 256) }
        }
        guard isBad(bodyLength) else { return nil }
        // The extension's own header takes 4 bytes.
        return (1...600).first { !isBad(bodyLength + 4 + $0) }
    }
}
