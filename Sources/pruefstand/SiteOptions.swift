import ArgumentParser
import Content
import Foundation
import Model

/// Where the site is.
struct SiteOptions: ParsableArguments {
    @Option(help: "The folder that holds content/, and templates/ where the site has its own.", completion: .directory)
    var site = "."

    var root: String { URL(filePath: site).standardizedFileURL.path }
    var snapshots: String { "\(root)/content/snapshots" }
    /// How diagnostics name the snapshots' folder.
    static let snapshotsShownAs = "content/snapshots"

    var reader: SiteReader { SiteReader(root: root, defaultTemplates: DefaultTemplates.folder) }
}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
