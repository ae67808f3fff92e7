import Content
import Model

/// The outages as iCalendar (RFC 5545): each once. One that lasts ends with the last measurement, and says so.
struct IncidentCalendar {
    let composer: PageComposer

    var bytes: [UInt8] {
        let host = String(SiteSettings.host(of: composer.settings.baseURL).dropFirst(8).prefix { $0 != "/" })
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pruefstand//incidents//EN",
            "X-WR-CALNAME:\(Self.text(composer.texts[.incidentsTitle]))",
        ]
        for incident in composer.content.incidents.map(\.incident) {
            let words = composer.incidentWords
            let provider = composer.name(ofProvider: incident.provider)
            let last = incident.updates.last
            let end = incident.ended?.by ?? composer.content.availability.measured ?? last?.at ?? incident.began.by
            var summary = composer.title(incident)
            if !incident.isResolved {
                summary = composer.texts.filled(.calendarOpen, ["title": summary, "time": words.time(end)])
            }
            lines += [
                "BEGIN:VEVENT", "UID:\(incident.id)@\(host)", "DTSTAMP:\(Self.time(max(end, last?.at ?? end)))",
                "DTSTART:\(Self.time(incident.began.by))", "DTEND:\(Self.time(max(end, incident.began.by)))",
                "SEQUENCE:\(max(0, incident.updates.count - 1))", "STATUS:CONFIRMED", "SUMMARY:\(Self.text(summary))",
                "DESCRIPTION:\(Self.text(last.map { words.text($0, of: incident, provider) } ?? ""))",
                "URL:\(composer.settings.baseURL)\(composer.addresses.incident(incident.id))", "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        return Array(lines.map(Self.folded).joined().utf8)
    }

    /// `20140715T065000Z`
    private static func time(_ instant: Instant) -> String {
        String(instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
    }

    /// §3.3.11; control characters are left out.
    private static func text(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// §3.1: at most 75 bytes a line, and no character is cut.
    private static func folded(_ line: String) -> String {
        var (result, length) = ("", 0)
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if length + width > 75 {
                result += "\r\n "
                length = 1
            }
            result.unicodeScalars.append(scalar)
            length += width
        }
        return result + "\r\n"
    }
}
