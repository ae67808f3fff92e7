import Glibc
import Model

/// Puts a rendered site where it is served from: one writer, one swap.
///
/// The new tree is built beside the present one, in `.NAME.new` of the same parent directory. Files whose bytes have not
/// changed are hard links to the present ones and keep inode and time; a site that has not changed at all is not touched.
/// The trees are then exchanged in one step (`renameat2`, `RENAME_EXCHANGE`), so that whoever reads, and whoever kills
/// the build at any moment, has the old site or the new one whole. What a killed build left behind, the next removes.
package struct Publisher: Sendable {
    /// The published directory's path.
    package let directory: String

    /// A file at the top of every published directory; a directory with other things in it and without this one is
    /// never replaced.
    package static let marker = ".pruefstand"
    private static let markerText = "Made by pruefstand. Every build replaces this whole directory.\n"

    package init(directory: String) {
        var path = directory
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.directory = path
    }

    /// What a publication did.
    package struct Publication: Hashable, Sendable {
        /// Paths that were written anew, sorted.
        package var written: [String]
        /// How many files stayed as they were.
        package var kept: Int
        /// Paths that are gone, sorted.
        package var removed: [String]

        /// The published directory as `BuildRecord` knows it; `nil` where files stayed, whose times change when the old
        /// tree is removed.
        var look: BuildRecord.Tree?

        /// What the source had to say; no errors.
        package var diagnostics: [Diagnostic] = []

        /// Nothing was written and nothing swapped.
        package var isUnchanged: Bool { written.isEmpty && removed.isEmpty }
    }

    /// Publishes what comes of a source, page by page.
    /// - Parameter strict: warnings keep a site from being published as errors do.
    /// - Throws: `Diagnostics` with everything that the source found wrong and what is in the way; the present site is
    ///   as it was.
    package func publish(_ source: some FileSource, strict: Bool = false) throws(Diagnostics) -> Publication {
        let lock: ParentLock
        let staging: Staging
        do {
            lock = try ParentLock(parent: parent)
            do {
                staging = try prepare()
            } catch {
                lock.release()
                throw error
            }
        } catch {
            // The content is looked at all the same: whoever mends one thing wants to know of the others.
            throw Diagnostics(source.produce { _, _ in } + failure(error).all)
        }
        defer { lock.release() }
        let diagnostics = source.produce { staging.take($0, $1) }
        do {
            if diagnostics.contains(where: { strict || $0.level == .error }) {
                try PublishedTree.removeTree(new)
                throw Diagnostics(diagnostics)
            }
            staging.take(Self.marker, Array(Self.markerText.utf8))
            var publication = try staging.finish()
            publication.diagnostics = diagnostics
            if publication.isUnchanged { return publication }
            try staging.linkTheSame()
            try PublishedTree.synchronise(new)
            try swap()
            // From here on the new site is published; what fails now only leaves rubbish for the next build.
            try? PublishedTree.removeTree(new)
            try? PublishedTree.removeTree(old)
            return publication
        } catch let error as Diagnostics {
            throw error
        } catch {
            try? PublishedTree.removeTree(new)
            throw Diagnostics(diagnostics + failure(error).all)
        }
    }

    /// Clears away what a killed build left, and looks at what is published now.
    private func prepare() throws -> Staging {
        try PublishedTree.removeTree(new)
        // A pair of renames was cut between the two: the old tree is whole under this name.
        if !PublishedTree.exists(directory), PublishedTree.exists(old) { try PublishedTree.rename(old, directory) }
        try PublishedTree.removeTree(old)
        let present = try PublishedTree(directory)
        if !present.isEmpty, !present.paths.contains(Self.marker) {
            throw FileFailure(
                message: "\(directory) contains files that pruefstand did not create",
                hint: "choose another directory, or empty this one")
        }
        return Staging(present: present, directory: directory, new: new)
    }

    private func swap() throws {
        if !PublishedTree.exists(directory) {
            try PublishedTree.rename(new, directory)
        } else if !PublishedTree.exchange(new, directory) {
            // A file system that cannot exchange: two steps, and a name that the next build knows between them.
            try PublishedTree.rename(directory, old)
            try PublishedTree.rename(new, directory)
        }
        try PublishedTree.synchroniseDirectory(parent)
    }

    /// Relative, with no empty, `.` or `..` part and no NUL.
    static func isPath(_ path: String) -> Bool {
        guard path.utf8.count < 1024 else { return false }
        /// Of the name that is being read: its length so far, and whether it is dots alone.
        var (length, isDots) = (0, true)
        func isName() -> Bool { length > 0 && length < 256 && !(isDots && length < 3) }
        for byte in path.utf8 {
            switch byte {
            case 0: return false
            case UInt8(ascii: "/"):
                if !isName() { return false }
                (length, isDots) = (0, true)
            default: (length, isDots) = (length + 1, isDots && byte == UInt8(ascii: "."))
            }
        }
        return isName()
    }

    private var parent: String {
        guard let slash = directory.lastIndex(of: "/") else { return "." }
        return slash == directory.startIndex ? "/" : String(directory[..<slash])
    }

    private var name: String { String(directory.split(separator: "/").last ?? "site") }
    private var new: String { "\(parent)/.\(name).new" }
    private var old: String { "\(parent)/.\(name).old" }
    /// Where `BuildRecord` remembers a build.
    var record: String { "\(parent)/.\(name).seen" }

    private func failure(_ error: any Error) -> Diagnostics {
        let known = error as? FileFailure
        return Diagnostics([
            Diagnostic(
                file: directory, rule: .cannotWrite, message: known?.message ?? "\(error)", hint: known?.hint ?? "")
        ])
    }
}
