import Foundation
import Testing

/// A Dovecot that has suites with DHE and no parameters for them: it chooses one, and breaks off without an alert.
@Suite struct MissingParametersTests {
    @Test(arguments: [1, 8]) func suitesBehindThoseThatBreakOffAreFound(jobs: Int) async throws {
        let result = try await run(
            Tree.pruefstand,
            ["probe", "imaps://mail.zirbenpost.test", "--json", "--jobs", "\(jobs)"] + Tree.labOptions())
        #expect(result.status == 0, "\(result.errors)")
        let report = try JSONDecoder().decode(OpenSSLAgreementTests.Report.self, from: Data(result.output.utf8))
        // What Tests/Lab/servers/mail_plan.py gives it, as far as OpenSSL has it and the key is RSA's or ECDSA's.
        let found = Set(report.suites["TLSv1.2"] ?? [])
        #expect(found.count >= 2 && found.allSatisfy { !$0.contains("_DHE_") }, "\(found)")
        let address = "\(report.endpoint.address):\(report.endpoint.port)"
        for (name, suite) in [
            ("ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            ("ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
            ("AES128-GCM-SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
            ("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"),
            ("DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
        ] {
            let openssl = try await run(
                "openssl", ["s_client", "-connect", address, "-tls1_2", "-cipher", "\(name):@SECLEVEL=0"],
                seconds: found.contains(suite) ? 300 : 8)
            let accepts = openssl.output.contains(/New, TLS\S+, Cipher is [A-Z]/)
            #expect(found.contains(suite) == accepts, "\(suite): openssl \(accepts)")
        }
        // The cause is still there: Dovecot breaks off without an alert.
        let broken = try await run(
            "openssl", ["s_client", "-connect", address, "-tls1_2", "-cipher", "DHE:@SECLEVEL=0"], seconds: 8)
        #expect(!broken.errors.contains("alert") && !broken.output.contains("alert"), "\(broken.errors)")
    }
}
