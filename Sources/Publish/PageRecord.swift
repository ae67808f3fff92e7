import Files
import Glibc
import Model

/// Remembers what the pages of a published directory were made of, so that the next build need not make them again. It
/// knows files as `BuildRecord` does, and lies beside the directory as that does; without it, everything is made and
/// compared as ever.
struct PageRecord: Sendable {
    /// A page with the files that came with it.
    struct Entry: Sendable {
        /// Stands for all that it was made of.
        var key: String
        var files: [File]
    }

    /// A file as it was when its page was remembered.
    struct File: Sendable {
        var digest: FileDigest
        var inode: UInt64
        /// Nanoseconds since 1970.
        var changed: Int64
    }

    /// By the path of the page.
    private(set) var pages: [String: Entry] = [:]

    init() {}

    private static let form = "pruefstand pages 1"
    /// The largest record (bytes): some hundred thousand files.
    private static let largest = 128 << 20

    /// Reads a record; one of another form is none.
    init(reading path: String) {
        guard let bytes = try? InputFile.bytes(path, limit: Self.largest) else { return }
        var lines = bytes.split(separator: UInt8(ascii: "\n")).makeIterator()
        guard lines.next().map({ String(decoding: $0, as: UTF8.self) }) == Self.form else { return }
        var page = ""
        while let line = lines.next() {
            let fields = line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
            switch fields.count {
            case 2:
                page = fields[1]
                pages[page] = Entry(key: fields[0], files: [])
            case 5:
                guard let size = Int(fields[1]), let inode = UInt64(fields[2]), let changed = Int64(fields[3]) else {
                    pages = [:]
                    return
                }
                let digest = FileDigest(path: fields[4], size: size, digest: Self.bytes(fields[0]))
                pages[page]?.files.append(File(digest: digest, inode: inode, changed: changed))
            default:
                pages = [:]
                return
            }
        }
    }

    /// The files of a page, where it was made of the same and they are in a directory as they were.
    func files(of page: String, madeOf key: String, in directory: String) -> [FileDigest]? {
        guard let entry = pages[page], entry.key == key, !entry.files.isEmpty,
            entry.files.allSatisfy({ File($0.digest, in: directory)?.isSame(as: $0) == true })
        else { return nil }
        return entry.files.map(\.digest)
    }

    /// Replaces the record.
    /// - Parameters:
    ///   - pages: by path, the key and the files of each.
    ///   - directory: that they are in by now.
    static func write(
        _ pages: [String: (key: String, files: [FileDigest])], in directory: String, to path: String
    ) {
        var text = "\(form)\n"
        for (page, entry) in pages.sorted(by: { $0.key < $1.key }) {
            let files = entry.files.compactMap { File($0, in: directory) }
            // Names that would break the form are left out: their pages are made each time.
            guard files.count == entry.files.count, isPlain(page), files.allSatisfy({ isPlain($0.digest.path) })
            else { continue }
            text += "\(entry.key)\t\(page)\n"
            for file in files {
                let digest = hexadecimal(file.digest.digest)
                text += "\(digest)\t\(file.digest.size)\t\(file.inode)\t\(file.changed)\t\(file.digest.path)\n"
            }
        }
        do {
            try OutputFile.replace(Array(text.utf8), at: path)
        } catch {
            unlink(path)
        }
    }

    private static func isPlain(_ path: String) -> Bool { !path.utf8.contains { $0 < 0x20 } }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map { place in
            digits[place...place + 1].reduce(0) {
                $0 << 4 | (Character(UnicodeScalar($1)).hexDigitValue.map(UInt8.init) ?? 0)
            }
        }
    }
}

extension PageRecord.File {
    /// A file as it is now; `nil` where there is none of that size.
    fileprivate init?(_ digest: FileDigest, in directory: String) {
        var status = stat()
        guard lstat("\(directory)/\(digest.path)", &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size == digest.size
        else { return nil }
        self.init(
            digest: digest, inode: UInt64(status.st_ino),
            changed: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec))
    }

    fileprivate func isSame(as other: Self) -> Bool { inode == other.inode && changed == other.changed }
}
