import Files
import Glibc
import Model
import Text

/// Remembers what a build was made of and what it made, so that the next one sees that there is nothing to do without
/// reading and rendering everything. It knows files by inode, size and time of change, which no program can set back:
/// whatever is written anew counts as changed. It lies beside the published directory, not in it, since it is about this
/// machine; without it, everything is built and compared as ever.
package struct BuildRecord: Sendable {
    private let inputs: [String]
    private let directory: String
    private let options: String
    private let record: String
    private let clock: Clock

    /// The time at which a file was written last, in nanoseconds since 1970.
    typealias Clock = @Sendable (_ path: String) throws -> Int64

    /// How much older than their record inputs have to be, in nanoseconds.
    static let settlingTime: Int64 = 2_000_000_000

    /// - Parameters:
    ///   - inputs: every file and folder that the build reads, the program too.
    ///   - directory: the published directory.
    ///   - options: everything else that the result depends on.
    package init(inputs: [String], directory: String, options: String) {
        self.init(inputs: inputs, directory: directory, options: options) { try PublishedTree.changeTime($0) }
    }

    /// - Parameter clock: the time of the record, just written: its file's own, or another that a test gives it.
    init(inputs: [String], directory: String, options: String, clock: @escaping Clock) {
        self.clock = clock
        let publisher = Publisher(directory: directory)
        self.inputs = inputs
        self.directory = publisher.directory
        self.options = options
        record = publisher.record
    }

    /// The inputs as they are now; take it before they are read.
    package func observe() -> Inputs { Inputs(tree: Tree(inputs)) }

    /// What stands for some files and folders as they are now; `nil` where something could not be looked at, or was
    /// changed so lately that it could be changed once more without being noticed.
    package static func fingerprint(of paths: [String], now: Int64) -> String? {
        let tree = Tree(paths)
        return now - tree.newest < settlingTime ? nil : tree.digest
    }

    /// A look at the inputs.
    package struct Inputs: Sendable {
        fileprivate var tree: Tree

        /// When the youngest of them was changed, in nanoseconds since 1970.
        var newest: Int64 { tree.newest }
    }

    /// Whether the published directory is what these inputs gave, and nobody has touched it since.
    /// - Returns: the number of its files; `nil` where everything must be built.
    package func isCurrent(_ seen: Inputs) -> Int? {
        guard let known = try? InputFile.bytes(record, limit: 4_096), let inputs = seen.tree.digest else { return nil }
        let outputs = Tree([directory])
        return text(inputs, outputs).map { Array($0.utf8) == known } == true ? outputs.files : nil
    }

    /// Remembers a build that had nothing to complain of. Where it cannot, the next build takes its time.
    package func save(_ seen: Inputs, _ publication: Publisher.Publication) {
        unlink(record)
        let outputs = publication.look ?? Tree([directory])
        guard let inputs = seen.tree.digest, let text = text(inputs, outputs) else { return }
        do {
            try OutputFile.create(Array(text.utf8), at: record)
            // What was written just before it was looked at could be written once more without another time of change.
            if try clock(record) - seen.newest < Self.settlingTime { unlink(record) }
        } catch {
            unlink(record)
        }
    }

    private func text(_ inputs: String, _ outputs: Tree) -> String? {
        outputs.digest.map { "\(inputs) \($0) \(Fingerprint.hash(Array(options.utf8)))\n" }
    }

    /// Names, inodes, sizes and times of all that is below some paths.
    struct Tree: Hashable, Sendable {
        private(set) var files = 0
        /// Nanoseconds since 1970.
        private(set) var newest: Int64 = 0
        /// The hashes of all entries added up: they come in no order.
        private var sum: UInt64 = 0
        private var isWhole = true

        /// `nil` where something could not be looked at.
        var digest: String? { isWhole ? Fingerprint.text(sum) : nil }

        /// Deeper than any site; a link that leads to a folder above it ends here.
        private static let deepest = 32

        private struct Folder: Sendable {
            var path: String
            /// Of the path.
            var hash: Fingerprint.Hash
        }

        init(_ roots: [String]) {
            var folders: [Folder] = []
            for root in roots {
                var hash = Fingerprint.Hash()
                hash.add(root.utf8)
                if look(at: root, in: AT_FDCWD, hash) { folders.append(Folder(path: root, hash: hash)) }
            }
            for _ in 0..<Self.deepest where !folders.isEmpty {
                let levels = Parallel.map(folders, stride: 64) { Self.look(into: $0) }
                folders = levels.flatMap(\.folders)
                for level in levels { add(level.tree) }
            }
            if !folders.isEmpty { isWhole = false }
        }

        /// Of nothing.
        init() {}

        /// What lies in one folder, and the folders in it that are still to be looked into.
        private static func look(into folder: Folder) -> (tree: Tree, folders: [Folder]) {
            var tree = Tree()
            /// All names, each with its NUL, and where they begin.
            var names: [CChar] = []
            var starts: [Int] = []
            do throws(FileError) {
                let open = try Files.Folder(folder.path)
                try open.forEachName { name in
                    starts.append(names.count)
                    names.append(contentsOf: name.bindMemory(to: CChar.self))
                    names.append(0)
                }
                return look(at: names, starts, in: folder, open.descriptor)
            } catch {
                tree.isWhole = false
                return (tree, [])
            }
        }

        /// - Parameters:
        ///   - names: each with its NUL.
        ///   - starts: where they begin.
        ///   - descriptor: of the folder.
        private static func look(
            at names: [CChar], _ starts: [Int], in folder: Folder, _ descriptor: CInt
        ) -> (tree: Tree, folders: [Folder]) {
            var tree = Tree()
            var folders: [Folder] = []
            // A folder of ten thousand articles is most of a site, and there is nothing else to do yet.
            let parts = Parallel.map(starts, stride: 512) { [names] start in
                names.withUnsafeBufferPointer { names in
                    var tree = Tree()
                    guard let name = names.baseAddress?.advanced(by: start) else { return (tree, Folder?.none) }
                    var hash = folder.hash
                    hash.add(UInt8(ascii: "/"))
                    hash.add(UnsafeRawBufferPointer(start: name, count: strlen(name)))
                    let isFolder = tree.look(at: name, in: descriptor, hash)
                    let path = isFolder ? "\(folder.path)/\(String(cString: name))" : ""
                    return (tree, isFolder ? Folder(path: path, hash: hash) : nil)
                }
            }
            for part in parts {
                tree.add(part.0)
                if let folder = part.1 { folders.append(folder) }
            }
            return (tree, folders)
        }

        /// Notes a file.
        /// - Parameters:
        ///   - descriptor: of the folder that the name is in.
        ///   - hash: of the whole path.
        /// - Returns: whether it is a folder.
        private mutating func look(
            at name: UnsafePointer<CChar>, in descriptor: CInt, _ hash: Fingerprint.Hash
        ) -> Bool {
            var status = stat()
            guard fstatat(descriptor, name, &status, 0) == 0 else {
                // A link that leads nowhere is a fact like others.
                if errno != ENOENT { isWhole = false }
                sum &+= hash.mixed
                return false
            }
            if status.st_mode & S_IFMT == S_IFDIR { return true }
            add(Self.entry(hash, status))
            return false
        }

        /// A file that was looked at by who wrote it.
        static func entry(_ path: String, _ status: stat) -> Tree {
            var hash = Fingerprint.Hash()
            hash.add(path.utf8)
            return entry(hash, status)
        }

        private static func entry(_ hash: Fingerprint.Hash, _ status: stat) -> Tree {
            var hash = hash
            var entry = Tree()
            let changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
            for number in [UInt64(status.st_dev), UInt64(status.st_ino), UInt64(bitPattern: Int64(status.st_size))] {
                hash.add(number)
            }
            hash.add(UInt64(bitPattern: changed))
            (entry.sum, entry.newest, entry.files) = (hash.mixed, changed, 1)
            return entry
        }

        mutating func add(_ other: Tree) {
            files += other.files
            newest = max(newest, other.newest)
            sum &+= other.sum
            isWhole = isWhole && other.isWhole
        }
    }
}
