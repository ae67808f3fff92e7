import Content
import Model
import Templates
import Text
import Watch

/// How a provider's services could be used in the last days, on its page.
struct ProviderAvailability: TemplateData {
    var services: [Row]
    var measured: String
    var days: String
    var badgeSrc: String
    var badgeText: String

    static let schema = TemplateSchema<Self>(
        "availability", "how a provider's services could be used in the last days",
        [
            .list("availability-services", "the services that are watched") { $0.services },
            .text("availability-measured", "when was measured last, in words") { $0.measured },
            .text("availability-days", "how many days are shown, in words") { $0.days },
            .text("status-badge-src", "the image of its state") { $0.badgeSrc },
            .text("status-badge-text", "what it says") { $0.badgeText },
        ])

    /// A service.
    struct Row: TemplateData {
        var name: String
        var uptime: String
        var unmeasured: String
        var bar: [UInt8]
        var summary: String

        static let schema = TemplateSchema<Self>(
            "availability of a service", "how a service could be used",
            [
                .text("available-name", "the service") { $0.name },
                .text("available-share", "in what part of the measured time it could be used") { $0.uptime },
                .text("available-unmeasured", "for how long it was not measured") { $0.unmeasured },
                .html("barHTML", "an element for each day") { $0.bar },
                .text("available-summary", "the same as the bar, in words") { $0.summary },
            ])
    }
}

extension PageComposer {
    /// Days of a bar.
    private static let daysShown = 90

    /// `nil` where nothing was measured.
    func availability(of provider: String, _ links: Links) -> (part: ProviderAvailability, files: [String: [UInt8]])? {
        let availability = content.availability
        guard let measured = availability.measured, let last = measured.day else { return nil }
        let services = availability.services.filter { $0.provider == provider }
        guard !services.isEmpty else { return nil }
        let incidents = content.incidents.map(\.incident).filter { $0.provider == provider }
        let rows = services.map { service in
            row(service, availability.days(of: service, incidents, until: last, count: Self.daysShown))
        }
        let badge = statusBadge(incidents.filter { !$0.isResolved && $0.isMeasured }, measured)
        let path = "\(addresses.provider(provider))status"
        let part = ProviderAvailability(
            services: rows, measured: incidentWords.time(measured),
            days: texts.filled(.availabilityDays, ["count": "\(Self.daysShown)"]), badgeSrc: links.file("\(path).svg"),
            badgeText: "\(badge.label): \(badge.message)")
        return (part, ["\(path).svg": badge.svg, "\(path).json": badge.json])
    }

    private func statusBadge(_ open: [Incident], _ measured: Instant) -> Badge {
        let worst = open.max { $0.kind < $1.kind }
        return Badge(
            label: texts[.badgeAvailability],
            message: texts.filled(
                .badgeDated,
                [
                    "message": worst.map { incidentWords.kind($0.kind) } ?? texts[.badgeAvailable],
                    "date": "\(measured.day ?? .first)",
                ]), state: worst.map { $0.kind == .degraded ? .unknown : .bad } ?? .good)
    }

    private func row(_ service: WatchedService, _ days: [DayAvailability]) -> ProviderAvailability.Row {
        let measured = days.reduce(0) { $0 + $1.measured }
        let down = days.reduce(0) { $0 + $1.down }
        let bar = days.map { day in
            let state = day.measured == 0 ? "none" : day.worst.map { $0 == .degraded ? "part" : "down" } ?? "up"
            return "<i class=\"\(state)\"></i>"
        }.joined()
        let bad = days.filter { $0.worst != nil && $0.measured > 0 }.map { "\($0.day)" }
        let unmeasuredDays = days.count { $0.measured == 0 }
        return ProviderAvailability.Row(
            name: incidentWords.service(service.service), uptime: Self.percent(measured - down, of: measured),
            unmeasured: incidentWords.duration(
                milliseconds: max(0, Int64(days.count) * 86_400_000 - measured)),
            bar: Array(bar.utf8),
            summary: texts.filled(
                .availabilitySummary,
                [
                    "bad": bad.isEmpty ? texts[.availabilityNone] : bad.joined(separator: ", "),
                    "unmeasured": "\(unmeasuredDays)",
                ]))
    }

    /// Rounded down, so that only all is 100 %.
    private static func percent(_ part: Int64, of all: Int64) -> String {
        guard all > 0 else { return "–" }
        let thousandths = part * 100_000 / all
        let fraction = thousandths % 1_000
        let digits = fraction == 0 ? "" : ".\(padded(Int(fraction), 3))"
        return "\(thousandths / 1_000)\(digits) %"
    }
}
