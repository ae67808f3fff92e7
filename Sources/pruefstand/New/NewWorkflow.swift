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
    @OptionGroup var options: SiteOptions

    func run() throws {
        try NewFile.saying { () throws(Diagnostics) in
            for file in host.files {
                try write(file.recipe, to: file.path)
                Terminal.print("\(options.root)/\(file.path)")
            }
            let page = "templates/publishing/\(host.page)"
            // It may be there from `new templates`.
            if !InputFile.exists("\(options.root)/\(page)") { try write(host.page, to: page) }
            Terminal.say("for the remaining steps see \(options.root)/\(page)")
        }
    }

    private func write(_ recipe: String, to path: String) throws(Diagnostics) {
        guard let file = DefaultFile.named("templates/publishing/\(recipe)") else { return }
        try NewFile.write(file, to: path, below: options.root)
    }
}
