/// The version of a program: its release, and the commit that it was built from.
///
/// | built from | version |
/// |---|---|
/// | the tag `v0.1.0` | `0.1.0` |
/// | twelve commits after it | `0.1.0-12-g1a2b3c4d5e` |
/// | a clone without tags, or an archive made by git | `0.1.0+g1a2b3c4d5e` |
/// | sources without git | `0.1.0+unknown` |
/// | changed sources | the same with `+dirty` or `.dirty` at the end |
package struct ProgramVersion: Hashable, Sendable, CustomStringConvertible {
    /// The release that these sources are, or come after.
    package static let release = "0.1.0"

    /// The version of the running program.
    package static let current = ProgramVersion(
        release: release, described: Commit.described(), isChanged: Commit.isChanged())

    package let description: String

    /// - Parameters:
    ///   - release: for a commit without a tag.
    ///   - described: what `git describe --tags --match 'v[0-9]*' --always` prints; empty where there is no git.
    ///   - isChanged: whether the sources differ from that commit.
    package init(release: String, described: String, isChanged: Bool) {
        let version =
            if described.isEmpty {
                "\(release)+unknown"
            } else if described.hasPrefix("v") {
                String(described.dropFirst())
            } else {
                "\(release)+g\(described)"
            }
        description = version + (isChanged ? version.contains("+") ? ".dirty" : "+dirty" : "")
    }
}
