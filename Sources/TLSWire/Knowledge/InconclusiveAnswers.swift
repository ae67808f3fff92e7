import Model

/// Answers to one hello that do not say by themselves whether the server refuses what was offered.
struct InconclusiveAnswers: Hashable, Sendable {
    /// Closed or reset without an alert.
    var breaks: [Reason] = []
    /// Time-outs, answers that cannot be read, and whatever else.
    var others: [Reason] = []
    /// Alerts that are not about the offer.
    var alerts: [Alert] = []
    /// Answers that were no TLS.
    var plain: [Bytes] = []

    var count: Int { breaks.count + others.count + alerts.count + plain.count }

    /// The abort or alert was reproduced by the same hello, without a timeout. An alert that other hellos met as well
    /// (`common`) needs no second time.
    func isReproduced(common: Set<UInt8>) -> Bool {
        guard others.isEmpty else { return false }
        return breaks.count + alerts.count >= 2 || alerts.contains { common.contains($0.code) }
    }

    /// Why nothing is known: the worst of the reasons, so that the order of the answers does not matter.
    var reason: Reason {
        let reasons = others + breaks
        if let first = reasons.min(by: { InconclusiveAnswers.weight($0) < InconclusiveAnswers.weight($1) }) {
            return first
        }
        if let alert = alerts.min(by: { $0.code < $1.code }) { return Reason(.alert, alert.description) }
        return Reason(.malformed, "answered without TLS")
    }

    mutating func formUnion(_ other: InconclusiveAnswers) {
        breaks += other.breaks
        others += other.others
        alerts += other.alerts
        plain += other.plain
    }

    static func weight(_ reason: Reason) -> (Int, String, String) {
        let order: [Reason.Code] = [.timeout, .tooSlow, .reset, .closed, .malformed, .tooLarge]
        return (order.firstIndex(of: reason.code) ?? order.count, reason.code.rawValue, reason.detail)
    }
}
