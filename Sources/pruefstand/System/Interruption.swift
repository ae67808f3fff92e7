import Dispatch
import Glibc

/// Handles SIGINT and SIGTERM. Nothing needs to be saved, since finished providers are on disk already; the user is told
/// how to resume.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    /// From now on an interruption prints what is kept and `hint`, and exits (130 for SIGINT, 143 for SIGTERM).
    init(kept: String = "finished providers are kept", hint: String) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Terminal.endProgress()
                Terminal.say("interrupted; \(kept): \(hint)")
                // Immediately: the kernel closes the sockets.
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    /// Restores the default handling.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
