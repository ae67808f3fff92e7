import Content
import Model

/// How much of its host's limits a site takes up. The host refuses a site that is larger, and says so only when it is
/// published; a site of daily snapshots grows until then.
struct HostLimitCheck {
    /// From this share of a limit on there is a warning (percent).
    static let warningShare = 80

    /// The host, and where the settings name it.
    let target: SiteSettings.PublishingTarget

    /// - Parameter files: paths below the published directory, and bytes of each: everything that a build publishes but
    ///   the small file by which it knows its directory again.
    /// - Returns: warnings, for each limit that is exceeded or near. A site above a limit is a warning, too: an error
    ///   would end a workflow before it has kept the snapshot that it has just taken, and the operator may allow this
    ///   account more. `--strict` makes it an error.
    func diagnostics(_ files: [(path: String, bytes: Int)]) -> [Diagnostic] {
        target.host.limits.flatMap { limit in
            amounts(limit.quantity, files).compactMap { diagnostic($0, limit) }
        }
    }

    /// What a limit is compared with.
    private struct Amount {
        var number: Int
        /// What has it: `the site`, a file or a folder.
        var holder: String
        var unit: String
        var advice: String
    }

    private func amounts(_ quantity: PublishingHost.Quantity, _ files: [(path: String, bytes: Int)]) -> [Amount] {
        let smaller = "publish at a host that allows more, or remove what the site can do without, such as downloads"
        switch quantity {
        case .files:
            return [Amount(number: files.count, holder: "the site", unit: "files", advice: smaller)]
        case .entries:
            var folders: Set<Substring> = []
            for (path, _) in files {
                var folder = Self.folder(of: path[...])
                while !folder.isEmpty, folders.insert(folder).inserted { folder = Self.folder(of: folder) }
            }
            return [
                Amount(
                    number: files.count + folders.count, holder: "the site", unit: "files and folders", advice: smaller)
            ]
        case .filesInFolder:
            var counts: [Substring: Int] = [:]
            for (path, _) in files { counts[Self.folder(of: path[...]), default: 0] += 1 }
            return counts.sorted { $0.key < $1.key }.map { folder, count in
                Amount(
                    number: count, holder: "the folder '\(folder.isEmpty ? "/" : folder)'", unit: "files",
                    advice: "publish at a host that allows more, or remove what the folder can do without")
            }
        case .bytes:
            return [
                Amount(
                    number: files.reduce(0) { $0 + $1.bytes }, holder: "the site", unit: "bytes", advice: smaller)
            ]
        case .bytesOfFile:
            return files.sorted { $0.path < $1.path }.map { path, bytes in
                Amount(
                    number: bytes, holder: "'\(path)'", unit: "bytes",
                    advice: "make the file smaller, or publish it elsewhere and link to it")
            }
        }
    }

    private func diagnostic(_ amount: Amount, _ limit: PublishingHost.Limit) -> Diagnostic? {
        let most = "\(Self.grouped(limit.most)) that \(target.host.name) allows"
        let has = "\(amount.holder) has \(Self.grouped(amount.number)) \(amount.unit)"
        let hint = "\(amount.advice); the limit is explained at \(limit.source)"
        if amount.number > limit.most {
            return Diagnostic(
                file: "content/site.yaml", place: target.place, level: .warning, rule: .hostLimitExceeded,
                message: "\(has), more than the \(most)", hint: hint)
        }
        guard amount.number * 100 >= limit.most * Self.warningShare else { return nil }
        return Diagnostic(
            file: "content/site.yaml", place: target.place, level: .warning, rule: .hostLimitNear,
            message: "\(has), \(amount.number * 100 / limit.most) % of the \(most)", hint: hint)
    }

    /// `a/b` of `a/b/c.html`; empty at the top.
    private static func folder(of path: Substring) -> Substring {
        path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    }

    /// `1,000,000`
    private static func grouped(_ number: Int) -> String {
        let digits = Array("\(number)")
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digits[index])
        }
    }
}
