/// Extension numbers (IANA "TLS ExtensionType Values").
enum ExtensionType {
    static let serverName: UInt16 = 0
    static let statusRequest: UInt16 = 5
    static let supportedGroups: UInt16 = 10
    static let pointFormats: UInt16 = 11
    static let signatureAlgorithms: UInt16 = 13
    static let applicationProtocols: UInt16 = 16
    static let certificateTimestamps: UInt16 = 18
    static let padding: UInt16 = 21
    static let encryptThenMAC: UInt16 = 22
    static let extendedMasterSecret: UInt16 = 23
    static let sessionTicket: UInt16 = 35
    static let supportedVersions: UInt16 = 43
    static let pskModes: UInt16 = 45
    static let keyShare: UInt16 = 51
    static let renegotiationInfo: UInt16 = 0xFF01
}
