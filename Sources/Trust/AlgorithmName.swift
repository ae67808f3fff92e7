import COpenSSL

/// Names of algorithms of keys and signatures, for those that OpenSSL 3.0 does not know or cannot use.
enum AlgorithmName {
    /// The name of an object identifier; the identifier itself, in dotted form, where it has no name here; empty where it
    /// cannot be written.
    static func of(_ object: OpaquePointer) -> String {
        let identifier = dotted(object)
        return names[identifier] ?? identifier
    }

    static func dotted(_ object: OpaquePointer) -> String {
        var text = [CChar](repeating: 0, count: 128)
        guard OBJ_obj2txt(&text, Int32(text.count), object, 1) > 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// ML-DSA (RFC 9881), SLH-DSA (RFC 9909), ML-KEM (RFC 9935), GOST (RFC 9215), and the proof that stands for a
    /// signature in Merkle tree certificates (draft-ietf-plants-merkle-tree-certs): the identifier that IANA assigned,
    /// and those of earlier drafts.
    private static let names: [String: String] = {
        var names = [
            "1.2.840.113549.1.1.1": "RSA", "1.2.840.10045.2.1": "EC",
            "2.16.840.1.101.3.4.3.17": "ML-DSA-44", "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
            "2.16.840.1.101.3.4.3.19": "ML-DSA-87", "2.16.840.1.101.3.4.4.1": "ML-KEM-512",
            "2.16.840.1.101.3.4.4.2": "ML-KEM-768", "2.16.840.1.101.3.4.4.3": "ML-KEM-1024",
            "1.2.643.2.2.19": "GOST R 34.10-2001", "1.2.643.7.1.1.1.1": "GOST R 34.10-2012 (256)",
            "1.2.643.7.1.1.1.2": "GOST R 34.10-2012 (512)",
        ]
        for identifier in ["1.3.6.1.5.5.7.6.67", "1.3.6.1.4.1.44363.47.0", "1.3.6.1.4.1.44363.47.5"] {
            names[identifier] = "Merkle tree proof"
        }
        let sizes = ["128s", "128f", "192s", "192f", "256s", "256f"]
        for (index, name) in (sizes.map { "SLH-DSA-SHA2-\($0)" } + sizes.map { "SLH-DSA-SHAKE-\($0)" }).enumerated() {
            names["2.16.840.1.101.3.4.3.\(20 + index)"] = name
        }
        return names
    }()
}
