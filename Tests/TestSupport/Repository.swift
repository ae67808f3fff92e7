import Foundation

/// The tree that the tests were built from.
package enum Repository {
    /// The folder that holds `Package.swift`.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The default templates.
    package static let templates = "\(root)/templates"
}
