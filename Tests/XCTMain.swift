import Testing

/// The entry point that the package manager would write itself. It looks for XCTest's tests in the index for that, which
/// takes a seventh of the time of a build; there are none. A file of this name in `Tests` replaces it.
@main struct Runner {
    static func main() async { await Testing.__swiftPMEntryPoint() as Never }
}
