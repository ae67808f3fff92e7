import Files
import Glibc
import Model

/// A time zone of the system's database, read by the C library. Foundation has a database of its own, which is two thirds
/// of a program that has Foundation inside.
struct SystemTimeZone {
    private let file: String

    /// `nil` if the system does not know the zone.
    /// - Parameter name: `Europe/Berlin`.
    init?(_ name: String) {
        let file = "/usr/share/zoneinfo/\(name)"
        let isName = name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { Self.letters.contains($0) }
        }
        guard isName, FileKind(Self.resolved(file)) == .regular else { return nil }
        self.file = file
    }

    private static let letters = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-".utf8)

    /// Many zones are links to others.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The date there. Changes the environment for a moment: call it before there are threads that read it.
    func day(at instant: Instant) -> Day? {
        let before = getenv("TZ").map { String(cString: $0) }
        setenv("TZ", ":\(file)", 1)
        tzset()
        defer {
            if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
            tzset()
        }
        var seconds = time_t(instant.milliseconds.quotientAndRemainder(dividingBy: 1_000).quotient)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return nil }
        return Day(year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    }
}
