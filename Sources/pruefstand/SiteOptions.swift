import ArgumentParser
import Content
import Defaults
import FoundationEssentials
import Model

/// The location of the site.
struct SiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Directory of the site, which contains content/ and optionally templates/", valueName: "directory"),
        completion: .directory)
    var site = "."

    var root: String { URL(filePath: site).standardizedFileURL.path }
    var snapshots: String { "\(root)/content/snapshots" }
    /// The snapshots directory as diagnostics name it.
    static let snapshotsShownAs = "content/snapshots"

    var reader: SiteReader { SiteReader(root: root, defaultTemplates: DefaultFile.templates) }
}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
