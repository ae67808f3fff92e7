import Foundation
import Testing

/// A server with an ECDSA and an RSA certificate, each for another name: `openssl s_server`, which sends each client the
/// one that it can verify. What is expected of the names is what `openssl x509 -checkip` says.
@Suite struct TwoCertificatesTests {
    private static let script = #"""
        set -e
        cd "$1"
        make_one() { # NAME KEY NAMES
            openssl req -x509 -newkey $2 -nodes -keyout "$1.key" -out "$1.pem" -days 30 -subj "/CN=$1" \
                -addext "subjectAltName=$3" 2> openssl.log
        }
        make_one ecdsa "ec -pkeyopt ec_paramgen_curve:P-256" IP:127.0.0.1
        make_one rsa rsa:2048 DNS:elsewhere.test
        cat ecdsa.pem rsa.pem > anchors.pem
        for one in ecdsa rsa; do openssl x509 -in "$one.pem" -noout -checkip 127.0.0.1; done
        openssl s_server -quiet -accept 127.0.0.1:14433 -www \
            -cert ecdsa.pem -key ecdsa.key -dcert rsa.pem -dkey rsa.key > server.log 2>&1 &
        server=$!
        trap 'kill $server' EXIT
        for _ in $(seq 600); do (: < /dev/tcp/127.0.0.1/14433) 2> /dev/null && break; sleep 0.1; done
        "$2" probe tls://127.0.0.1:14433 --ca-file anchors.pem --json > report.json
        """#

    @Test func eachIsJudged() async throws {
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try await run("bash", ["-c", Self.script, "bash", folder, Tree.pruefstand])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("IP 127.0.0.1 does match") && result.output.contains("does NOT match"))
        let data = try Data(contentsOf: URL(filePath: "\(folder)/report.json"))
        let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let identity = try #require(report["identity"] as? [String: Any])
        #expect(identity["matched"] as? String == "IP:127.0.0.1")
        let states = try #require(report["states"] as? [String: [String: Any]])
        #expect(states["dane"]?["state"] as? String == "notApplicable")
        let other = try #require((report["otherChains"] as? [[String: Any]])?.first)
        #expect((other["identity"] as? [String: Any])?["valid"] as? Bool == false)
        let verdicts = try #require(report["verdicts"] as? [String: [String: Any]])
        let reasons = try #require(verdicts["pruefstand-2026-12"]?["reasons"] as? [[String: Any]])
        let mismatch = try #require(reasons.first { $0["rule"] as? String == "name-mismatch" })
        #expect(mismatch["detail"] as? String == "RSA 2048 bit: CN=rsa")
    }

    /// Two certificates of one kind, which differ in the schemes that their keys sign with: RSA keys for PKCS #1 and for
    /// PSS alone, and keys on two Edwards curves. `openssl s_client -sigalgs` gets each of them.
    @Test(arguments: [
        ["14434", "rsa:2048", "rsa-pss -pkeyopt rsa_keygen_bits:2048", "rsa_pss_rsae_sha256", "rsa_pss_pss_sha256"],
        ["14435", "ed25519", "ed448", "ed25519", "ed448"],
    ])
    func twoOfOneKind(_ arguments: [String]) async throws {
        let script = #"""
            set -e
            cd "$1"
            make_one() { # NAME KEY
                openssl req -x509 -newkey $2 -nodes -keyout "$1.key" -out "$1.pem" -days 30 -subj "/CN=$1" \
                    -addext "subjectAltName=IP:127.0.0.1" 2> openssl.log
            }
            make_one eins "$4"
            make_one zwei "$5"
            cat eins.pem zwei.pem > anchors.pem
            openssl s_server -quiet -accept 127.0.0.1:$3 -www -tls1_3 \
                -cert eins.pem -key eins.key -dcert zwei.pem -dkey zwei.key > server.log 2>&1 &
            server=$!
            trap 'kill $server' EXIT
            for _ in $(seq 600); do (: < /dev/tcp/127.0.0.1/$3) 2> /dev/null && break; sleep 0.1; done
            for scheme in "$6" "$7"; do
                openssl s_client -connect 127.0.0.1:$3 -sigalgs "$scheme:rsa_pkcs1_sha256" < /dev/null 2> /dev/null |
                    sed -n 's/^subject=//p'
            done
            "$2" probe tls://127.0.0.1:$3 --ca-file anchors.pem --json > report.json
            """#
        let folder = try Tree.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try await run("bash", ["-c", script, "bash", folder, Tree.pruefstand] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.split(separator: "\n").map { $0.suffix(4) } == ["eins", "zwei"], "\(result.output)")
        let data = try Data(contentsOf: URL(filePath: "\(folder)/report.json"))
        let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let main = try #require((report["certificates"] as? [[String: Any]])?.first?["subject"] as? String)
        let others = try #require(report["otherChains"] as? [[String: Any]]).compactMap {
            ($0["certificates"] as? [[String: Any]])?.first?["subject"] as? String
        }
        #expect(([main] + others).sorted() == ["CN=eins", "CN=zwei"])
    }
}
