import Scan

/// The number of connections made so far, as a line on standard error if that is a terminal.
enum ProbeProgress {
    static func show(_ scanner: Scan.Scanner, _ subject: String) -> Task<Void, Never>? {
        guard Terminal.isErrorTerminal else { return nil }
        return Task {
            while !Task.isCancelled {
                Terminal.progress("probing \(subject): \(Terminal.count(await scanner.connections, "connection"))")
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
