import Files
import Model

/// The clock of a watch: the system's, or a rehearsed one that begins at any time and passes faster.
final class WatchClock: Sendable {
    private struct Rehearsal {
        var text: [UInt8]
        var start: Instant
        var speed: Int
        /// When the file said so.
        var since: Duration
    }

    private let began = ContinuousClock.now
    private let file: String?
    private let rehearsal: Locked<Rehearsal?>

    /// - Parameter file: `TIME SPEED`; it may change while the watch runs.
    init(rehearsal file: String?) throws(Diagnostics) {
        self.file = file
        rehearsal = Locked(nil)
        guard let file else { return }
        guard let read = Self.read(file, since: .zero) else {
            throw Diagnostics([
                Diagnostic(
                    file: file, rule: .badTime, message: "the file does not say a time and a speed",
                    hint: "write one line like '2014-07-15T06:45:00Z 600'")
            ])
        }
        rehearsal.withLock { $0 = read }
    }

    private static func read(_ file: String, since: Duration) -> Rehearsal? {
        guard let bytes = (try? InputFile.bytes(file, limit: 100)).flatMap(\.self) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let start = Instant(words[0]), let speed = Int(words[1]), (1...100_000).contains(speed)
        else { return nil }
        return Rehearsal(text: bytes, start: start, speed: speed, since: since)
    }

    private func current() -> Rehearsal? {
        guard let file else { return nil }
        let now = began.duration(to: .now)
        let fresh = Self.read(file, since: now)
        return rehearsal.withLock { known in
            if let fresh, fresh.text != known?.text { known = fresh }
            return known
        }
    }

    /// The time of day.
    func wall() -> Instant {
        guard let rehearsal = current() else { return ProcessEnvironment.now() }
        let passed = (began.duration(to: .now) - rehearsal.since) * rehearsal.speed
        return Instant(milliseconds: rehearsal.start.milliseconds + passed.milliseconds)
    }

    /// Time since the program began; nobody sets it.
    func elapsed() -> Duration { began.duration(to: .now) * (current()?.speed ?? 1) }

    /// Waits until then by `elapsed`.
    func sleep(until time: Duration) async throws {
        let speed = current()?.speed ?? 1
        try await Task.sleep(until: began.advanced(by: time / speed), clock: .continuous)
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
