import Foundation
import PackagePlugin

/// Runs `embed` where a file below one of the links in the target's folder was changed, added or removed since the last
/// build. What is embedded lies elsewhere in the package; the links in the target's folder make the package manager look
/// there, which otherwise would not see that a file was added and so would not follow its later changes.
@main
struct EmbedDefaults: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let script = context.package.directoryURL.appending(path: "Plugins/EmbedDefaults/embed")
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding the default files", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, target.directoryURL.path, output.path],
                inputFiles: [script] + (try inputs(script, target.directoryURL)), outputFiles: [output])
        ]
    }

    /// The files and folders that the result depends on, as `embed` lists them itself.
    private func inputs(_ script: URL, _ folder: URL) throws -> [URL] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [script.path, folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map { URL(filePath: String($0)) }
    }
}
