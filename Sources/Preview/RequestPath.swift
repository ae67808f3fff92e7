import Text

/// The path of a request's target (RFC 9112 §3.2.1), taken apart. What it lets through names something below the root.
struct RequestPath: Hashable, Sendable {
    /// Why a target is not looked at.
    enum Problem: Error, Hashable {
        /// It breaks the rules of HTTP or URIs: 400.
        case malformed
        /// It is well-formed, but no file of a site is called like that: 404.
        case unservable
    }

    /// Names of folders and at last of a file, percent-decoded. They are neither empty nor `.` nor `..`, do not begin
    /// with a dot, and hold neither a slash nor a control character.
    var components: [[UInt8]]
    /// It ends in a slash, so it names a folder.
    var isFolder: Bool

    /// Bytes that a target may have.
    static let limit = 4_096

    init(target: String) throws(Problem) {
        let target = Array(target.utf8)
        guard target.first == slash, target.count <= RequestPath.limit else { throw .malformed }
        let end = target.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? target.endIndex
        var parts = target[1..<max(1, end)].split(separator: slash, omittingEmptySubsequences: false)
        isFolder = parts.last?.isEmpty ?? true
        if isFolder { parts = parts.dropLast() }
        components = []
        for part in parts { components.append(try RequestPath.component(part)) }
    }

    /// Decoded once only, so that `%252e` is the name `%2e` and nothing more.
    private static func component(_ part: ArraySlice<UInt8>) throws(Problem) -> [UInt8] {
        guard let name = PercentEncoding.decodedStrictly(part) else { throw .malformed }
        guard name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .malformed }
        guard !name.isEmpty, name.first != UInt8(ascii: "."), !name.contains(slash), !name.contains(UInt8(ascii: "\\")),
            name.count <= 255
        else { throw .unservable }
        return name
    }

    /// The path as a folder's, fit for a `Location` field.
    var folderTarget: String {
        "/" + components.map { PercentEncoding.encoded(bytes: $0) + "/" }.joined()
    }
}

private let slash = UInt8(ascii: "/")
