import Files
import Glibc
import Model

/// The tree that a publication builds beside the present one, file by file as they come, from any thread. A file whose
/// bytes are the present one's is only noted, so that nothing is written where nothing changes; what differs is written
/// at once and need not be kept in memory. Whoever reads the site sees nothing of it before the swap.
final class Staging: FileOutput {
    /// The published directory.
    private let directory: String
    /// Where the new tree is built.
    private let new: String
    private let present: PublishedTree
    private let record: PageRecord
    private let state: Locked<State>

    private struct State {
        /// What was written, as `BuildRecord` knows files.
        var look: BuildRecord.Tree
        /// Everything that was handed over.
        var taken: Set<String> = []
        var same: Set<String> = []
        /// Page → what it was made of, and its files.
        var pages: [String: (key: String, files: [FileDigest])] = [:]
        /// A descriptor of the new tree's root, once there is one.
        var root: CInt?
        var failure: FileFailure?
    }

    /// - Parameters:
    ///   - new: a path where there is nothing yet.
    ///   - record: what the pages of the present site were made of.
    init(present: PublishedTree, directory: String, new: String, record: PageRecord = PageRecord()) {
        self.present = present
        self.record = record
        self.directory = directory
        self.new = new
        state = Locked(State(look: BuildRecord.Tree()))
    }

    deinit {
        if let root = state.withLock({ $0.root }) { close(root) }
    }

    /// Takes a file. The first failure is kept, and nothing is written after it.
    func take(_ path: String, _ bytes: [UInt8]) {
        let isNew = state.withLock { state in
            if !Publisher.isPath(path) {
                state.failure = state.failure ?? FileFailure(message: "'\(path)' is not a valid path within the site")
            }
            return state.failure == nil && state.taken.insert(path).inserted
        }
        guard isNew else { return }
        if present.paths.contains(path) {
            if present.equals(path, bytes) {
                state.withLock { _ = $0.same.insert(path) }
                return
            }
            guard !present.foreign.contains(path) else {
                state.withLock { $0.failure = $0.failure ?? Self.inTheWay("\(directory)/\(path)") }
                return
            }
        }
        attempt {
            let status = try OutputFile.create(bytes, at: path, below: try makeFolders(of: path))
            // It will lie in the published directory.
            let entry = BuildRecord.Tree.entry("\(directory)/\(path)", status)
            state.withLock { $0.look.add(entry) }
        }
    }

    func keep(_ page: String, madeOf key: String) -> [FileDigest]? {
        guard let files = record.files(of: page, madeOf: key, in: directory),
            files.allSatisfy({ present.made.contains($0.path) })
        else { return nil }
        state.withLock { state in
            for file in files where state.taken.insert(file.path).inserted { state.same.insert(file.path) }
            state.pages[page] = (key, files)
        }
        return files
    }

    func note(_ page: String, madeOf key: String, files: [FileDigest]) {
        state.withLock { $0.pages[page] = (key, files) }
    }

    /// What pages are made of, for the next build.
    var pages: [String: (key: String, files: [FileDigest])] { state.withLock { $0.pages } }

    /// Ends the taking.
    /// - Returns: what differs from the present site; nothing has been written where nothing does.
    /// - Throws: what went wrong while taking.
    func finish() throws -> Publisher.Publication {
        let state = state.withLock { $0 }
        if let failure = state.failure { throw failure }
        return Publisher.Publication(
            written: state.taken.subtracting(state.same).sorted(), kept: state.same.count,
            removed: present.made.subtracting(state.taken).sorted(),
            foreign: present.foreignNames(besides: state.taken),
            look: state.same.isEmpty && present.foreign.isEmpty ? state.look : nil)
    }

    private static func inTheWay(_ path: String) -> FileFailure {
        FileFailure(
            message: "\(path) is to be written, but did not come from a build",
            hint: "move it away, or rename what it is written for")
    }

    /// Completes the new tree with what stays as it was, under a second name of the same file.
    func linkTheSame() throws {
        _ = try openRoot()
        for path in state.withLock({ $0.same }).sorted() {
            _ = try makeFolders(of: path)
            if !PublishedTree.link("\(directory)/\(path)", "\(new)/\(path)") {
                try PublishedTree.copy("\(directory)/\(path)", to: "\(new)/\(path)")
            }
        }
    }

    /// Takes over what came from no build: files under a second name, links and empty folders as they are.
    func linkTheForeign() throws {
        _ = try openRoot()
        let taken = state.withLock { $0.taken }
        for path in present.foreign.subtracting(taken).sorted() {
            let (from, to) = ("\(directory)/\(path)", "\(new)/\(path)")
            do {
                _ = try makeFolders(of: path)
                switch FileKind(from) {
                case .folder: try Folder.create(to)
                case .regular where !PublishedTree.link(from, to): try PublishedTree.copy(from, to: to)
                case .regular: break
                case .other: try PublishedTree.copyLink(from, to: to)
                case nil where path.unicodeScalars.contains("\u{FFFD}"):
                    throw FileFailure(
                        message: "\(from) did not come from a build, and its name is not UTF-8",
                        hint: "rename it or move it away")
                case nil: continue
                }
            } catch let error as FileError where error.code == EEXIST || error.code == ENOTDIR {
                throw Self.inTheWay(from)
            }
        }
        for path in present.foreign.sorted() { PublishedTree.copyModes(of: path, from: directory, to: new) }
    }

    private func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            state.withLock { $0.failure = $0.failure ?? FileFailure(error) }
        }
    }

    /// - Returns: a descriptor of the new tree's root.
    private func makeFolders(of path: String) throws -> CInt {
        let root = try openRoot()
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return root }
        // Nearly every page has a folder of its own, so that to make it is quicker than to ask whether it is there.
        try Folder.create(String(path[..<slash]), below: root)
        return root
    }

    /// Makes the new tree's root where it is not there yet.
    private func openRoot() throws -> CInt {
        try state.withLock { state in
            if let root = state.root { return root }
            try Folder.create(new)
            let root = try Folder.open(new)
            state.root = root
            return root
        }
    }
}
