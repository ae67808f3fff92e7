import Model

/// Which of a survey's passes.
package enum SurveyPass: String, Codable, CaseIterable, Sendable {
    /// The DNS of every domain.
    case resolve
    /// One connection after the other to every server that the DNS names, at depth `survey`.
    case probe

    /// What the pass does not ask for; in its results it is unknown, with the reason `not-asked`, or not there.
    package var leavesOut: [String] {
        switch self {
        case .resolve:
            [
                "connections to servers", "policies of MTA-STS (their records are asked for)", "keys of DKIM",
                "other services than mx, xmpp-client and xmpp-server", "servers that no MX or SRV record names",
            ]
        case .probe:
            [
                "SSLv2", "suites and groups beside those that were chosen", "whose order decides",
                "certificates for other kinds of key", "XMPP domains beside the first that names a server",
                "policies of MTA-STS",
            ]
        }
    }
}

/// What a shard's results are of; written beside them when they are complete, `resolve-I-of-N.rR.json`.
package struct SurveyManifest: Hashable, Codable, Sendable {
    /// The format of this file and of the lines; a program refuses those that it does not know.
    package static let currentFormat = 1

    /// What all shards of a survey have in common. Results that differ in any of it do not belong together.
    package struct Terms: Hashable, Codable, Sendable {
        package var format = SurveyManifest.currentFormat
        package var pass: SurveyPass
        /// SHA-256 of the list, in hexadecimal digits.
        package var list: String
        package var seed: String
        package var shards: Int
        /// The program and its version.
        package var version: String
        /// SHA-256 of the targets, in hexadecimal digits; `nil` in the resolve pass, which has none.
        package var targets: String?

        package init(
            pass: SurveyPass, list: String, seed: String, shards: Int, version: String, targets: String? = nil
        ) {
            self.targets = targets
            self.pass = pass
            self.list = list
            self.seed = seed
            self.shards = shards
            self.version = version
        }

        /// What differs from other terms, as sentences; empty where the two belong together.
        package func differences(to other: Terms) -> [String] {
            var found: [String] = []
            func compare(_ name: String, _ own: String, _ others: String) {
                if own != others { found.append("\(name) is \(own), not \(others)") }
            }
            compare("format", "\(format)", "\(other.format)")
            compare("pass", pass.rawValue, other.pass.rawValue)
            compare("the list's SHA-256", list, other.list)
            compare("--seed", seed, other.seed)
            compare("--shards", "\(shards)", "\(other.shards)")
            compare("the version", version, other.version)
            compare("the targets' SHA-256", targets ?? "none", other.targets ?? "none")
            return found
        }
    }

    /// The file that has the lines.
    package struct Data: Hashable, Codable, Sendable {
        /// Bytes.
        package var size: Int
        /// SHA-256 in hexadecimal digits.
        package var sha256: String

        package init(size: Int, sha256: String) {
            self.size = size
            self.sha256 = sha256
        }
    }

    /// What a run that is not complete began with.
    package struct Beginning: Hashable, Codable, Sendable {
        package var terms: Terms
        package var started: Instant

        package init(terms: Terms, started: Instant) {
            self.terms = terms
            self.started = started
        }
    }

    package var terms: Terms
    /// From 0.
    package var shard: Int
    /// How often a scheduler had started the shard again before this run of it; 0 for the first.
    package var restart: Int
    /// Where in the network the run was; empty where it was not said.
    package var vantage: String
    /// What was not asked for (`SurveyPass.leavesOut`).
    package var leavesOut: [String]
    package var started: Instant
    package var finished: Instant
    package var counts: SurveyListCounts
    package var data: Data

    package init(
        terms: Terms, shard: Int, restart: Int, vantage: String, started: Instant, finished: Instant,
        counts: SurveyListCounts, data: Data
    ) {
        self.terms = terms
        self.shard = shard
        self.restart = restart
        self.vantage = vantage
        leavesOut = terms.pass.leavesOut
        self.started = started
        self.finished = finished
        self.counts = counts
        self.data = data
    }
}
