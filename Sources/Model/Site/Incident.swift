/// A period in which services of a provider could not be used, or not by everybody: `content/incidents/ID.md`.
package struct Incident: Hashable, Codable, Sendable {
    /// What is wrong, from the least to the worst.
    package enum Kind: String, CaseIterable, Comparable, Codable, Sendable {
        /// Some of the servers fail; others work, or it is not known of them.
        case degraded
        /// The certificate has expired: whoever verifies it cannot connect.
        case certificate
        /// The DNS answers are bogus (RFC 4035 §4.3): whoever validates finds no server.
        case dnssec
        /// No server can be used, of those that can be measured from the vantage point.
        case outage

        package static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// The step of a check that fails.
    package enum Step: String, CaseIterable, Codable, Sendable {
        case dns, tcp, tls, greeting
    }

    /// Why a service counts as failing.
    package struct Cause: Hashable, Codable, Sendable {
        package var step: Step
        package var code: Reason.Code
        /// What was seen in a few words; untrusted input, at most 200 characters.
        package var detail: String

        package init(step: Step, code: Reason.Code, detail: String = "") {
            self.step = step
            self.code = code
            self.detail = String(detail.prefix(200))
        }
    }

    /// When something began or ended: after the one measurement, by the other. `(after, by]`.
    package struct Bounds: Hashable, Codable, Sendable {
        /// The last measurement before it; `nil` where there was none.
        package var after: Instant?
        /// The first measurement that showed it.
        package var by: Instant

        package init(after: Instant?, by: Instant) {
            self.after = after
            self.by = by
        }
    }

    /// What became of one service.
    package struct AffectedService: Hashable, Codable, Sendable {
        package var service: Service
        /// The worst that it was.
        package var kind: Kind
        package var cause: Cause?
        package var began: Bounds
        /// `nil` as long as it lasts.
        package var ended: Bounds?

        package init(service: Service, kind: Kind, cause: Cause?, began: Bounds, ended: Bounds? = nil) {
            self.service = service
            self.kind = kind
            self.cause = cause
            self.began = began
            self.ended = ended
        }
    }

    /// A stage of the incident.
    package struct Update: Hashable, Codable, Sendable {
        package enum Stage: String, CaseIterable, Codable, Sendable {
            /// It was noticed.
            case opened
            /// Other services, or another kind.
            case changed
            /// Everything works again.
            case resolved
            /// Something that an editor added.
            case note
            /// What was learnt afterwards.
            case postmortem
        }

        package var at: Instant
        package var stage: Stage
        /// Language → text; empty where the facts say it all.
        package var text: [String: String]

        package init(at: Instant, stage: Stage, text: [String: String] = [:]) {
            self.at = at
            self.stage = stage
            self.text = text
        }
    }

    /// What somebody says about it: the provider on its status page, or others.
    package struct Report: Hashable, Codable, Sendable {
        package var at: Instant?
        /// A URL, or whoever it was.
        package var source: String
        package var text: String
        /// Whether it is the provider's own statement.
        package var isClaim: Bool

        package init(at: Instant?, source: String, text: String, isClaim: Bool) {
            self.at = at
            self.source = source
            self.text = String(text.prefix(500))
            self.isClaim = isClaim
        }
    }

    /// The file's name without its ending: `2026-11-29-posteo`.
    package var id: String
    package var provider: String
    /// Language → title; empty for one that is made of the facts.
    package var title: [String: String]
    package var isResolved: Bool
    package var kind: Kind
    /// Empty where it is not known which; then all of the provider is meant.
    package var services: [AffectedService]
    package var began: Bounds
    package var ended: Bounds?
    /// The last measurement while it lasts.
    package var measured: Instant?
    /// Whether it was measured here; otherwise it is what others reported.
    package var isMeasured: Bool
    /// Where it was measured from.
    package var vantage: String
    package var thresholds: WatchThresholds?
    /// Oldest first.
    package var updates: [Update]
    package var reports: [Report]

    package init(
        id: String, provider: String, title: [String: String] = [:], isResolved: Bool = false, kind: Kind,
        services: [AffectedService] = [], began: Bounds, ended: Bounds? = nil, measured: Instant? = nil,
        isMeasured: Bool = true, vantage: String = "", thresholds: WatchThresholds? = nil, updates: [Update] = [],
        reports: [Report] = []
    ) {
        self.id = id
        self.provider = provider
        self.title = title
        self.isResolved = isResolved
        self.kind = kind
        self.services = services
        self.began = began
        self.ended = ended
        self.measured = measured
        self.isMeasured = isMeasured
        self.vantage = vantage
        self.thresholds = thresholds
        self.updates = updates
        self.reports = reports
    }
}

/// How often is measured, and how often something has to be seen before it counts.
package struct WatchThresholds: Hashable, Codable, Sendable {
    /// Seconds between two rounds.
    package var interval: Int
    /// Seconds until what differs is measured once more.
    package var recheck: Int
    /// Failures in a row that make an incident.
    package var failures: Int
    /// Successes in a row that end it.
    package var successes: Int

    package init(interval: Int = 300, recheck: Int = 30, failures: Int = 3, successes: Int = 2) {
        self.interval = interval
        self.recheck = recheck
        self.failures = failures
        self.successes = successes
    }

    /// A longer time without a measurement says nothing about what was between: then failures are counted anew, and the
    /// time is none that was measured. Milliseconds.
    package var gap: Int64 { Int64(max(interval * 2 + recheck, 2)) * 1_000 }
}
