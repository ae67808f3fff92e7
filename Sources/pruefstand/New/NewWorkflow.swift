import ArgumentParser
import Defaults
import Files
import Model

struct NewWorkflow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow",
        abstract: "Create the workflow files with which a host scans on a schedule, builds and publishes.")

    /// The hosting service that runs the workflow.
    enum Host: String, CaseIterable, ExpressibleByArgument {
        case github, gitlab, forgejo, netlify

        /// The one that watches, where it is a file of its own.
        var watch: (recipe: String, path: String)? {
            switch self {
            case .github: ("github-watch.yaml", ".github/workflows/pruefstand-watch.yaml")
            case .forgejo: ("forgejo-watch.yaml", ".forgejo/workflows/pruefstand-watch.yaml")
            case .gitlab, .netlify: nil
            }
        }

        /// Files of `templates/publishing` and their destinations.
        var files: [(recipe: String, path: String)] {
            switch self {
            case .github: [("github.yaml", ".github/workflows/pruefstand.yaml")]
            case .gitlab: [("gitlab.yaml", ".gitlab-ci.yml")]
            case .forgejo: [("forgejo.yaml", ".forgejo/workflows/pruefstand.yaml")]
            // netlify.toml copies _headers into the published directory.
            case .netlify: [("netlify.toml", "netlify.toml"), ("_headers", "templates/publishing/_headers")]
            }
        }

        /// The page in `templates/publishing` with the remaining steps.
        var page: String {
            switch self {
            case .github: "github-pages.md"
            case .gitlab: "gitlab-pages.md"
            case .forgejo: "codeberg-pages.md"
            case .netlify: "netlify.md"
            }
        }
    }

    @Argument(help: "Hosting service (forgejo includes Codeberg)") var host: Host
    @Flag(help: "The workflow that watches, instead (github, forgejo; that of gitlab does both)")
    var watch = false
    @OptionGroup var options: SiteOptions

    func validate() throws {
        if watch, host.watch == nil {
            throw ValidationError(
                host == .gitlab
                    ? "the workflow of gitlab watches, too: add a pipeline schedule with the variable WATCH set to yes"
                    : "\(host.rawValue) runs no program on a schedule; watch elsewhere")
        }
    }

    func run() throws {
        try NewFile.saying { () throws(Diagnostics) in
            let files = watch ? [host.watch].compactMap(\.self) : host.files
            for file in files {
                try write(file.recipe, to: file.path)
                Terminal.print("\(options.root)/\(file.path)")
            }
            let name = watch ? "watching.md" : host.page
            let page = "templates/publishing/\(name)"
            // It may be there from `new templates`.
            if !InputFile.exists("\(options.root)/\(page)") { try write(name, to: page) }
            Terminal.say("for the remaining steps see \(options.root)/\(page)")
        }
    }

    private func write(_ recipe: String, to path: String) throws(Diagnostics) {
        guard let file = DefaultFile.named("templates/publishing/\(recipe)") else { return }
        try NewFile.write(file, to: path, below: options.root)
    }
}
