import FoundationEssentials
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// The least memory that the system allows this process, and what of it there is already. A process that needs more is
/// killed, or cannot allocate and traps; neither can be caught, so a run is held against it before it begins.
struct MemoryLimit: Hashable {
    enum Kind: Hashable {
        /// RLIMIT_AS (getrlimit(2)): bounds the addresses in use, be there memory behind them or not.
        case addressSpace
        /// `memory.max` of a control group, version 2 (Linux, Documentation/admin-guide/cgroup-v2.rst), by its path.
        case controlGroup(String)
    }

    var kind: Kind
    /// Bytes.
    var limit: Int
    /// Bytes of it that are in use.
    var used: Int

    /// What a run may have to keep at the same time.
    struct Need: Hashable {
        /// Megabytes of evidence, of one provider and in all.
        var provider: Int
        var evidence: Int
        /// Threads that will be begun.
        var threads: Int

        init(provider: Int, evidence: Int, threads: Int) {
            self.provider = provider
            self.evidence = evidence
            self.threads = threads
        }

        /// - Parameter providers: how many are measured.
        init(_ limits: ScanLimits, providers: Int, threads: Int) {
            provider = min(limits.providerMemory, limits.runMemory)
            evidence = min(limits.runMemory, max(1, providers) * limits.providerMemory)
            self.threads = threads
        }
    }

    /// Beside evidence: connections, the resolver's cache, and findings while they are derived (megabytes).
    private static let work = (least: 24, usual: 48)
    /// Addresses for a thread's stack (pthread_attr_setstacksize(3): 8 MB, unless it is set otherwise).
    private static let stack = 8

    /// Holds a run against the limit.
    /// - Returns: a warning, where the run may come to need more; `nil` where it cannot.
    /// - Throws: a diagnostic, where there is not enough for one provider.
    func check(_ need: Need) throws(Diagnostic) -> Diagnostic? {
        let stacks = kind == .addressSpace ? need.threads * Self.stack : 0
        let own = Self.megabytes(used) + stacks
        let least = own + Self.work.least + need.provider
        let most = own + Self.work.usual + need.evidence
        let allowed = limit / 1_000_000
        if allowed < least {
            throw Diagnostic(
                file: "", rule: .localFault,
                message: "a run needs at least \(least) MB of \(subject); the limit is \(allowed) MB",
                hint: raise(to: least)
                    + (need.provider > 0 ? ", or lower limits: provider-memory in content/site.yaml" : ""))
        }
        guard allowed < most else { return nil }
        let spare = need.evidence - (most - allowed)
        return Diagnostic(
            file: "", level: .warning, rule: .localFault,
            message: "a run may need up to \(most) MB of \(subject); the limit is \(allowed) MB, beyond which the "
                + "system ends it",
            hint: raise(to: most)
                + (spare >= need.provider ? ", or set limits: run-memory to \(spare) in content/site.yaml" : ""))
    }

    private var subject: String {
        switch kind {
        case .addressSpace: "address space"
        case .controlGroup(let path): "memory in the control group \(path)"
        }
    }

    private func raise(to megabytes: Int) -> String {
        switch kind {
        case .addressSpace: "raise the limit (ulimit -v \(megabytes * 1_000_000 / 1_024 + 1))"
        case .controlGroup: "raise its memory.max to \(megabytes) MB (of a container, its memory limit)"
        }
    }

    private static func megabytes(_ bytes: Int) -> Int { (bytes + 999_999) / 1_000_000 }
}

extension MemoryLimit {
    /// Those of this process.
    static func all() -> [MemoryLimit] {
        func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
        // proc_pid_statm(5): all pages, and those in memory.
        let pages = (text("/proc/self/statm") ?? "").split(separator: " ").compactMap { Int($0) }
        let page = Int(getpagesize())
        var found: [MemoryLimit] = []
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max) {
            found.append(
                MemoryLimit(kind: .addressSpace, limit: Int(limit.rlim_cur), used: (pages.first ?? 0) * page))
        }
        if let (path, bytes) = controlGroup(
            cgroup: text("/proc/self/cgroup") ?? "", mounts: text("/proc/self/mountinfo") ?? "", read: text)
        {
            let used = pages.count > 1 ? pages[1] * page : 0
            found.append(MemoryLimit(kind: .controlGroup(path), limit: bytes, used: used))
        }
        return found
    }

    /// The lowest `memory.max` of a process's control group and those above it, as far as they can be seen.
    /// - Parameters:
    ///   - cgroup: `/proc/self/cgroup` (cgroups(7)).
    ///   - mounts: `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
    ///   - read: a file's text; `nil` where there is none.
    /// - Returns: the control group and its limit; `nil` where there is none.
    static func controlGroup(
        cgroup: String, mounts: String, read: (_ path: String) -> String?
    ) -> (path: String, bytes: Int)? {
        // Version 2 has the number 0 and no names of controllers.
        guard let own = cgroup.split(separator: "\n").first(where: { $0.hasPrefix("0::/") })?.dropFirst(3),
            let mount = mounts.split(separator: "\n").map({ $0.split(separator: " ") }).first(where: { fields in
                let type = fields.firstIndex(of: "-").flatMap { fields.dropFirst($0 + 1).first }
                return fields.count > 4 && type == "cgroup2"
            })
        else { return nil }
        let (root, point) = (String(mount[3]), String(mount[4]))
        // What is mounted may be a part of the hierarchy, as in containers without a namespace of their own.
        var below = own.split(separator: "/").filter { $0 != ".." }.map(String.init)
        let above = root.split(separator: "/").map(String.init)
        if below.starts(with: above) { below.removeFirst(above.count) }
        var lowest: (path: String, bytes: Int)?
        while true {
            let path = ([point] + below).joined(separator: "/")
            let text = read("\(path)/memory.max")?.split(whereSeparator: \.isWhitespace).first
            if let bytes = text.flatMap({ Int($0) }), bytes < lowest?.bytes ?? .max { lowest = (path, bytes) }
            if below.popLast() == nil { return lowest }
        }
    }
}
