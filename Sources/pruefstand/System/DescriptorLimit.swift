import Model

#if canImport(Glibc)
    import Glibc
#endif

/// How many file descriptors there are for a run, and who gets how many of them.
struct DescriptorLimit: Hashable {
    /// Connections that may be open at the same time.
    private(set) var sockets: Int
    /// Look-ups under way at the same time.
    private(set) var lookups: Int

    /// What the program has open beside them: files, event loops, the resolver's own.
    private static let own = 64
    /// libunbound asks from a port of its own each time, and may ask several servers for one look-up.
    private static let perLookup = 3
    private static let (mostLookups, leastLookups) = (500, 32)

    /// Divides a limit.
    /// - Parameters:
    ///   - limit: descriptors that the process may have.
    ///   - jobs: connections that the settings allow at the same time.
    ///   - sockets: connections that could be open, those that last among them.
    /// - Throws: a diagnostic where they are not enough.
    init(of limit: Int, jobs: Int, sockets: Int) throws(Diagnostic) {
        let least = Self.own + jobs + Self.perLookup * Self.leastLookups
        guard limit >= least else {
            throw Diagnostic(
                file: "", rule: .localFault,
                message: "a run with \(jobs) concurrent connections needs \(least) file descriptors; "
                    + "the limit is \(limit)",
                hint: "raise the limit (ulimit -n \(least)), or lower manners: jobs in content/site.yaml")
        }
        let free = limit - Self.own
        lookups = min(Self.mostLookups, max(Self.leastLookups, free / 2 / Self.perLookup))
        self.sockets = min(max(jobs, sockets), free - lookups * Self.perLookup)
    }

    /// How many descriptors the run would like to have.
    static func wanted(sockets: Int) -> Int { own + sockets + perLookup * mostLookups }

    /// Raises the limit of the process as far as the run needs it and the system allows (getrlimit(2)), and divides it.
    static func raised(jobs: Int, sockets: Int) throws(Diagnostic) -> DescriptorLimit {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return try DescriptorLimit(of: 1_024, jobs: jobs, sockets: sockets)
        }
        let wanted = rlim_t(wanted(sockets: sockets))
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = min(wanted, limit.rlim_max)
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return try DescriptorLimit(of: Int(clamping: limit.rlim_cur), jobs: jobs, sockets: sockets)
    }
}
