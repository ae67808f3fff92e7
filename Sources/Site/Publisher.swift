import Findings
import Glibc

/// Puts a rendered site where it is served from: one writer, one swap.
///
/// The new tree is built beside the present one, in `.NAME.new` of the same parent directory. Files whose bytes have not
/// changed are hard links to the present ones and keep inode and time; a site that has not changed at all is not touched.
/// The trees are then exchanged in one step (`renameat2`, `RENAME_EXCHANGE`), so that whoever reads, and whoever kills
/// the build at any moment, has the old site or the new one whole. What a killed build left behind, the next removes.
public struct Publisher: Sendable {
    /// The published directory's path.
    public let directory: String

    /// A file at the top of every published directory; a directory with other things in it and without this one is
    /// never replaced.
    public static let marker = ".pruefstand"

    public init(directory: String) {
        var path = directory
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.directory = path
    }

    /// What a publication did.
    public struct Publication: Hashable, Sendable {
        /// Paths that were written anew, sorted.
        public var written: [String]
        /// How many files stayed as they were.
        public var kept: Int
        /// Paths that are gone, sorted.
        public var removed: [String]

        /// Nothing was written and nothing swapped.
        public var isUnchanged: Bool { written.isEmpty && removed.isEmpty }
    }

    /// Publishes; with errors in `rendered` it does nothing but throw them.
    /// - Throws: `Diagnostics` where something is in the way; the present site is as it was.
    public func publish(_ rendered: RenderedSite) throws(Diagnostics) -> Publication {
        if rendered.hasErrors { throw Diagnostics(rendered.diagnostics) }
        if let bad = rendered.files.keys.sorted().first(where: { !Self.isPath($0) }) {
            throw failure("bad-path", "'\(bad)' is no path of a file below the site")
        }
        do {
            let lock = try ParentLock(parent: parent)
            defer { lock.release() }
            return try replace(with: rendered.files)
        } catch let error as FileFailure {
            throw failure("cannot-write", error.message, hint: error.hint)
        } catch {
            throw failure("cannot-write", "\(error)")
        }
    }

    private func replace(with files: [String: [UInt8]]) throws -> Publication {
        try PublishedTree.removeTree(new)
        // A pair of renames was cut between the two: the old tree is whole under this name.
        if !PublishedTree.exists(directory), PublishedTree.exists(old) { try PublishedTree.rename(old, directory) }
        try PublishedTree.removeTree(old)

        let present = try PublishedTree(directory)
        if !present.isEmpty, !present.paths.contains(Self.marker) {
            throw FileFailure(
                message: "\(directory) has files in it that were not made by this program",
                hint: "choose another directory, or empty this one by hand")
        }
        let wanted = files.merging([Self.marker: SiteFiles.marker]) { first, _ in first }
        let same = Set(wanted.keys.filter { present.paths.contains($0) && present.equals($0, wanted[$0] ?? []) })
        let publication = Publication(
            written: wanted.keys.filter { !same.contains($0) }.sorted(), kept: same.count,
            removed: present.paths.subtracting(wanted.keys).sorted())
        if publication.isUnchanged { return publication }

        try build(wanted, same: same)
        try swap()
        // From here on the new site is published; what fails now only leaves rubbish for the next build.
        try? PublishedTree.removeTree(new)
        try? PublishedTree.removeTree(old)
        return publication
    }

    /// Builds the whole new tree in `new` and sees that it has reached the disk.
    private func build(_ files: [String: [UInt8]], same: Set<String>) throws {
        try PublishedTree.makeDirectory(new)
        var made: Set<String> = []
        for path in files.keys.sorted() {
            try makeFolders(of: path, made: &made)
            if !same.contains(path) || !PublishedTree.link("\(directory)/\(path)", "\(new)/\(path)") {
                try PublishedTree.write(files[path] ?? [], to: "\(new)/\(path)")
            }
        }
        try PublishedTree.synchronise(new)
    }

    private func makeFolders(of path: String, made: inout Set<String>) throws {
        let parts = path.split(separator: "/").dropLast()
        var folder = ""
        for part in parts {
            folder += "/\(part)"
            if made.insert(folder).inserted { try PublishedTree.makeDirectory(new + folder) }
        }
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
        !path.isEmpty && path.utf8.count < 1024 && !path.utf8.contains(0)
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count < 256
            }
    }

    private var parent: String {
        guard let slash = directory.lastIndex(of: "/") else { return "." }
        return slash == directory.startIndex ? "/" : String(directory[..<slash])
    }

    private var name: String { String(directory.split(separator: "/").last ?? "site") }
    private var new: String { "\(parent)/.\(name).new" }
    private var old: String { "\(parent)/.\(name).old" }

    private func failure(_ rule: String, _ message: String, hint: String = "") -> Diagnostics {
        Diagnostics([Diagnostic(file: directory, rule: rule, message: message, hint: hint)])
    }
}
