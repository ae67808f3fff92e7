import Foundation

/// The lab as `make lab-site` has scanned it, once for all tests that read the result, those of the pages too.
enum ScannedLab {
    /// The date of its snapshot (`LAB_DATE` in the Makefile).
    static let date = "2026-11-23"

    /// The folder of a site with a snapshot of the lab in it, built into `site/`. Others read it at the same time: whoever
    /// writes takes a copy.
    static var site: String {
        get throws { try Tree.lab("LAB_SITE") }
    }

    /// The date of a second scan, right after the first (`LAB_DATE_AGAIN` in the Makefile).
    static let dateAgain = "2026-11-24"

    /// A copy of the site in which the second scan is too; not built.
    static var siteScannedAgain: String {
        get throws { "\(try site)-again" }
    }

    /// A copy of the site.
    static func copy() throws -> String {
        let folder = try Tree.temporaryFolder()
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(atPath: site, toPath: folder)
        return folder
    }

    struct Failed: Error, CustomStringConvertible {
        var what: String
        var errors: String
        var description: String { "\(what): \(errors)" }
    }
}

/// Every file below a folder with its bytes, and with what tells whether it was written anew.
func files(below folder: String) throws -> [String: FileState] {
    var states: [String: FileState] = [:]
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [:] }
    for case let name as String in names {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
        states[name] = FileState(
            bytes: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")),
            inode: (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0,
            modified: attributes[.modificationDate] as? Date ?? .distantPast)
    }
    return states
}

struct FileState: Equatable {
    var bytes: Data
    var inode: Int
    var modified: Date
}
