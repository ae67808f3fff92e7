import Foundation
import Testing
import Trust

@testable import DNS

/// DS records and keys of the RFCs' examples.
@Suite struct DelegationDigestTests {
    /// RFC 4034 §5.4 and RFC 4509 §2.3: one key of RSA/SHA-1, SHA-1 and SHA-256.
    private static let old = DNSKEYRecord(
        flags: 256, protocol: 3, algorithm: 5,
        key: base64(
            "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/"
                + "M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=="))
    /// RFC 6605 §6.1 and §6.2: P-256 with SHA-256, P-384 with SHA-384.
    private static let p256 = DNSKEYRecord(
        flags: 257, protocol: 3, algorithm: 13,
        key: base64("GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=="))
    private static let p384 = DNSKEYRecord(
        flags: 257, protocol: 3, algorithm: 14,
        key: base64(
            "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6"
                + "Glur8I/mlVNgF6W/qTI37m40"))

    private static func ds(_ tag: UInt16, _ algorithm: UInt8, _ type: UInt8, _ digest: String) -> DSRecord {
        DSRecord(
            keyTag: tag, algorithm: algorithm, digestType: type,
            digest: stride(from: 0, to: digest.count, by: 2).compactMap { position in
                UInt8(digest.dropFirst(position).prefix(2), radix: 16)
            })
    }

    private static func base64(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }

    private static let records = [
        (ds(60485, 5, 1, "2BB183AF5F22588179A53B0A98631FAD1A292118"), old, "dskey.example.com"),
        (
            ds(60485, 5, 2, "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"), old,
            "dskey.example.com."
        ),
        (ds(55648, 13, 2, "b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17"), p256, "Example.NET"),
        (
            ds(
                10771, 14, 4,
                "72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6"),
            p384, "example.net"
        ),
    ]

    @Test func aKeyHasItsRecord() {
        for (record, key, zone) in Self.records {
            #expect(isOfAny(record, [key], zone: zone) == true, "\(record)")
            #expect(isOfAny(record, [Self.p384, Self.old, Self.p256], zone: zone) == true)
            #expect(isOfAny(record, [], zone: zone) == false)
            #expect(isOfAny(record, [key], zone: "example.org") == false)
            // The same tag, and another digest.
            let other = DSRecord(
                keyTag: record.keyTag, algorithm: record.algorithm, digestType: record.digestType,
                digest: record.digest.reversed())
            #expect(isOfAny(other, [key], zone: zone) == false)
        }
    }

    /// GOST cannot be computed here.
    @Test func otherDigestsAreUnknown() {
        for type: UInt8 in [0, 3, 5, 6, 255] {
            #expect(isOfAny(Self.ds(60485, 5, type, "00"), [Self.old], zone: "dskey.example.com") == nil)
        }
    }
}
