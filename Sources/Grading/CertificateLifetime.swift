import Model

/// How long a certificate lives, and how long one of its age may.
extension CertificateFacts {
    /// From `notBefore` to `notAfter`, both included (RFC 5280 §4.1.2.5), in hours, rounded; `nil` where a date is missing
    /// or they are the wrong way round.
    package var lifetimeHours: Int? {
        lifetimeSeconds.map { Int(($0 + 1_800) / 3_600) }
    }

    private var lifetimeSeconds: Int64? {
        guard let notBefore, let notAfter, notBefore <= notAfter else { return nil }
        return (notAfter.milliseconds - notBefore.milliseconds) / 1_000 + 1
    }

    /// The most days that a public authority may let a certificate live that was issued then (CA/Browser Forum, TLS
    /// Baseline Requirements 6.3.2); `nil` for those issued before 2018-03-01, which had years.
    package var lifetimeLimitDays: Int? {
        guard let issued = notBefore?.day else { return nil }
        return Self.lifetimeLimits.first { issued >= $0.since }?.days
    }

    private static let lifetimeLimits: [(since: Day, days: Int)] = [
        ("2029-03-15", 47), ("2027-03-15", 100), ("2026-03-15", 200), ("2020-09-01", 398), ("2018-03-01", 825),
    ].compactMap { since, days in Day(since).map { ($0, days) } }

    /// Whether it lives longer than a public authority may let it.
    package var exceedsLifetimeLimit: Bool {
        guard let lifetimeSeconds, let lifetimeLimitDays else { return false }
        return lifetimeSeconds > Int64(lifetimeLimitDays) * 86_400
    }

    /// The share of its life that is left, in thousandths; negative once it has expired, above 1,000 before it begins.
    package func thousandthsLeft(at instant: Instant) -> Int? {
        guard let lifetimeSeconds, let notAfter else { return nil }
        let left = (notAfter.milliseconds - instant.milliseconds) / 1_000
        // Dates of the years 1 to 9999 are far from the limits of the type.
        return Int(left * 1_000 / lifetimeSeconds)
    }

    /// It wants an OCSP response to be stapled (RFC 7633), and names no responder that would have one: clients that follow
    /// it refuse the server.
    package var wantsImpossibleStaple: Bool { mustStaple == true && hasResponder == false }
}
