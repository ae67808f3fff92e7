import Glibc

/// Remembers what a build was made of and what it made, so that the next one sees that there is nothing to do without
/// reading and rendering everything. It knows files by inode, size and time of change, which no program can set back:
/// whatever is written anew counts as changed. It lies beside the published directory, not in it, since it is about this
/// machine; without it, everything is built and compared as ever.
public struct BuildRecord: Sendable {
    private let inputs: [String]
    private let directory: String
    private let options: String
    private let record: String

    /// - Parameters:
    ///   - inputs: every file and folder that the build reads, the program too.
    ///   - directory: the published directory.
    ///   - options: everything else that the result depends on.
    public init(inputs: [String], directory: String, options: String) {
        let publisher = Publisher(directory: directory)
        self.inputs = inputs
        self.directory = publisher.directory
        self.options = options
        record = publisher.record
    }

    /// The inputs as they are now; take it before they are read.
    public func observe() -> Inputs { Inputs(tree: Tree(inputs)) }

    /// A look at the inputs.
    public struct Inputs: Sendable {
        fileprivate var tree: Tree
    }

    /// Whether the published directory is what these inputs gave, and nobody has touched it since.
    /// - Returns: the number of its files; `nil` where everything must be built.
    public func isCurrent(_ seen: Inputs) -> Int? {
        guard let known = try? InputFile.bytes(record, limit: 4_096), let inputs = seen.tree.digest else { return nil }
        let outputs = Tree([directory])
        return text(inputs, outputs).map { Array($0.utf8) == known } == true ? outputs.files : nil
    }

    /// Remembers a build that had nothing to complain of. Where it cannot, the next build takes its time.
    public func save(_ seen: Inputs) {
        unlink(record)
        guard let inputs = seen.tree.digest, let text = text(inputs, Tree([directory])) else { return }
        do {
            try PublishedTree.write(Array(text.utf8), to: record)
            // What was written just before it was looked at could be written once more without another time of change.
            if try PublishedTree.changeTime(record) - seen.tree.newest < 2_000_000_000 { unlink(record) }
        } catch {
            unlink(record)
        }
    }

    private func text(_ inputs: String, _ outputs: Tree) -> String? {
        outputs.digest.map { "\(inputs) \($0) \(Fingerprint.hash(Array(options.utf8)))\n" }
    }

    /// Names, inodes, sizes and times of all that is below some paths.
    fileprivate struct Tree: Sendable {
        /// `nil` where something could not be looked at.
        private(set) var digest: String?
        private(set) var files = 0
        /// Nanoseconds since 1970.
        private(set) var newest: Int64 = 0

        /// Deeper than any site; a link that leads to a folder above it ends here.
        private static let deepest = 32

        init(_ roots: [String]) {
            var lines: [String] = []
            for root in roots {
                guard look(at: root, depth: 0, &lines) else { return }
            }
            digest = Fingerprint.hash(Array(lines.sorted().joined().utf8))
        }

        private mutating func look(at path: String, depth: Int, _ lines: inout [String]) -> Bool {
            var status = stat()
            guard depth < Self.deepest else { return false }
            guard stat(path, &status) == 0 else {
                lines.append("\(path)\0-\n")
                return errno == ENOENT
            }
            if status.st_mode & S_IFMT != S_IFDIR {
                let changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
                newest = max(newest, changed)
                files += 1
                lines.append("\(path)\0\(status.st_dev) \(status.st_ino) \(status.st_size) \(changed)\n")
                return true
            }
            guard let stream = opendir(path) else { return false }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name == "." || name == ".." { continue }
                guard look(at: "\(path)/\(name)", depth: depth + 1, &lines) else { return false }
            }
            return true
        }
    }
}
