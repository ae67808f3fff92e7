import Foundation
import PackagePlugin

/// Runs `describe` where git's state or a source file changed since the last build. It writes `Commit.swift`, and only
/// where that says something else, so that an unchanged tree is not built again.
///
/// Simpler ways do not do: SwiftPM caches the manifest's `Context.gitInformation` until `Package.swift` changes, and
/// runs no prebuild command while its plan of the build is valid.
@main
struct DescribeCommit: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let package = context.package.directoryURL
        let script = package.appending(path: "Plugins/DescribeCommit/describe")
        let output = context.pluginWorkDirectoryURL.appending(path: "Commit.swift")
        return [
            .buildCommand(
                displayName: "Describing the commit", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, package.path, output.path],
                inputFiles: try inputs(script, package), outputFiles: [output])
        ]
    }

    /// What the answer depends on, as `describe` lists it itself.
    private func inputs(_ script: URL, _ package: URL) throws -> [URL] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [script.path, package.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map { URL(filePath: String($0)) }
    }
}
