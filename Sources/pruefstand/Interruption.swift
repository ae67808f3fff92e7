import Dispatch
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C, or a service manager that ends us: nothing has to be saved, as all that is finished is on the disk already,
/// but whoever did it is to know how to go on.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    /// From now on an interruption says `hint` and ends the program (130 for Ctrl-C, 143 for SIGTERM).
    init(hint: String) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Terminal.endProgress()
                Terminal.say("interrupted; the finished providers are kept: \(hint)")
                // At once: the sockets are the kernel's to close.
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    /// From here an interruption ends the program without a word, as before.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
