import Model

#if canImport(Glibc)
    import Glibc
#endif

/// A few file descriptors that are given back when a run ends for want of something. The scheduler of the runtime
/// (libdispatch, `_dispatch_workq_monitor_pools`) opens a file of /proc each second and ends the process by a trap where
/// it cannot; what the run has finished is to be kept and told before.
package enum DescriptorReserve {
    private static let held = Locked<[CInt]>([])
    static let size = 4

    /// Those that are held.
    static var descriptors: [CInt] { held.withLock { $0 } }

    /// Takes them, once. The earlier, the lower their numbers: a limit that is lowered meanwhile counts numbers.
    package static func take() {
        held.withLock { held in
            while held.count < size {
                let descriptor = socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
                guard descriptor >= 0 else { return }
                held.append(descriptor)
            }
        }
    }

    /// Gives them back.
    static func release() {
        held.withLock { held in
            for descriptor in held { close(descriptor) }
            held = []
        }
    }
}
