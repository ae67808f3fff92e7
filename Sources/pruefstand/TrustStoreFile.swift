import Files
import Model
import Trust

extension TrustStore {
    /// Reads a PEM bundle.
    /// - Parameter file: its path; the system's bundle where it is `nil`.
    /// - Throws: A diagnostic where there is none, or it cannot be read or has no certificate in it.
    static func load(_ file: String?) throws(Diagnostic) -> TrustStore {
        if let file { return try TrustStore(pem: try bytes(of: file), file: file) }
        for file in systemBundles {
            if let bytes = try? bytes(of: file) { return try TrustStore(pem: bytes, file: file) }
        }
        throw Diagnostic(
            file: systemBundles.first ?? "", rule: .trustStore,
            message: "no bundle of trusted CA certificates found on this system",
            hint: "install the package ca-certificates, or specify a file with --ca-file")
    }

    private static func bytes(of file: String) throws(Diagnostic) -> [UInt8] {
        let bytes: [UInt8]?
        do { bytes = try InputFile.bytes(file, limit: sizeLimit) } catch {
            throw Diagnostic(
                file: file, rule: .trustStore,
                message: "the file is \(error.size) bytes long, the limit is \(sizeLimit)",
                hint: "specify a PEM file of trusted CA certificates")
        }
        guard let bytes else {
            throw Diagnostic(
                file: file, rule: .trustStore, message: "the file is missing or cannot be read",
                hint: "check the path and its permissions")
        }
        return bytes
    }
}
