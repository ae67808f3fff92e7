import Content
import Markdown
import Model

/// What an editor wrote about providers that are left out of a snapshot, because their files are broken or were edited.
/// It cannot be checked any more; that is no fault of the text, which stays, and of no other page.
extension ProseHandlers {
    /// The providers that a claim is about and that are left out, each with its snapshot.
    func leftOut(_ claim: ClaimPath) -> [(provider: String, date: Day)] {
        composer.content.snapshots.filter { claim.date == nil || claim.date == $0.manifest.date }.flatMap { snapshot in
            // Rows of a table are counted: each of them counts.
            snapshot.leftOut.sorted().filter { claim.value != nil || claim.subject == $0 }
                .map { ($0, snapshot.manifest.date) }
        }
    }

    /// A claim about providers that are left out: its text alone is shown.
    func unchecked(
        _ link: MarkdownLink, because leftOut: [(provider: String, date: Day)], _ warnings: inout [Diagnostic]
    ) -> MarkdownHandlers.Answer {
        let places = leftOut.prefix(3).map { "'\($0.provider)' is left out of the snapshot of \($0.date)" }
        warnings.append(
            Diagnostic(
                file: file, place: link.place, level: .warning, rule: .notProven,
                message: "the claim '\(link.text)' cannot be checked and has no link: "
                    + places.joined(separator: ", ") + (leftOut.count > places.count ? ", and others" : ""),
                hint: "restore the files of the snapshot from version control"))
        return .unlinked
    }

    /// The provider whose evidence page a path would be, if it was not left out; `nil` for all other paths.
    func leftOutPage(_ path: String) -> (provider: String, date: Day)? {
        for snapshot in composer.content.snapshots where !snapshot.leftOut.isEmpty {
            let date = snapshot.manifest.date
            for edition in composer.others {
                let provider = snapshot.leftOut.first { path.hasPrefix(edition.addresses.evidence($0, date)) }
                if let provider { return (provider, date) }
            }
        }
        return nil
    }
}

extension SiteContent {
    /// Whether some snapshot lacks a provider whose files are broken.
    func leavesOut(_ provider: String) -> Bool { snapshots.contains { $0.leftOut.contains(provider) } }

    /// Whether the snapshot of a day lacks a provider whose files are broken.
    func leavesOut(on date: Day) -> Bool {
        snapshots.contains { $0.manifest.date == date && !$0.leftOut.isEmpty }
    }
}
