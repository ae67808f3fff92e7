// swift-tools-version: 6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

/// What makes a release a sixth smaller: no symbols for libraries that nobody loads, relocations in glibc's compact form
/// (Debian 12 and later), equal functions once, and no index for exceptions, which nothing in it throws.
let small: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld"]
            + ["--no-export-dynamic", "-z", "pack-relative-relocs", "--icf=safe", "--no-eh-frame-hdr"].flatMap {
                ["-Xlinker", $0]
            }, .when(platforms: [.linux], configuration: .release))
]

/// The tests walk through thousands of enumerations, templates and YAML files, and the lab is scanned with a debug build:
/// without the optimiser, most of their time goes into generic collections. Assertions stay.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]

let package = Package(
    name: "pruefstand",
    products: [.executable(name: "pruefstand", targets: ["pruefstand"])],
    // Exact: a new release of a library is taken up by a commit that was measured, never by a build.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CUnbound", providers: [.apt(["libunbound-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // What all rooms share; so all that is linked has this setting. The toolchain's own linker takes half the time of
        // the one that the compiler takes by default, which is most of a build after an edit.
        .target(name: "Model", linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(configuration: .debug))]),
        .target(name: "Files"),
        .target(name: "Text", dependencies: ["COpenSSL", "Model"]),
        .target(name: "Names", dependencies: ["CIDN2"]),
        .target(name: "YAML", dependencies: ["CYAML", "Model", "Text"], swiftSettings: optimised),
        // The release, and the commit that the plugin writes beside it.
        .plugin(name: "DescribeCommit", capability: .buildTool(), exclude: ["describe"]),
        .target(name: "Version", plugins: ["DescribeCommit"]),
        // The default files, which the plugin finds behind the links in the folder.
        .plugin(name: "EmbedDefaults", capability: .buildTool(), exclude: ["embed"]),
        .target(name: "Defaults", exclude: ["schema", "templates"], plugins: ["EmbedDefaults"]),

        // Measuring: evidence and what follows from it.
        .target(name: "DNS", dependencies: ["CUnbound", "Model", "Names"]),
        .target(name: "MailPolicy", dependencies: ["DNS", "Model", "Names"]),
        .target(name: "TLSWire", dependencies: ["Model"], swiftSettings: optimised),
        .target(name: "Dialogues", dependencies: ["CExpat", "Model"]),
        .target(name: "Trust", dependencies: ["COpenSSL", "DNS", "Model", "Names", "Text"]),
        .target(
            name: "Derive", dependencies: ["DNS", "Dialogues", "MailPolicy", "Model", "Names", "TLSWire", "Trust"]),
        .target(
            name: "Scan",
            dependencies: [
                "DNS", "Derive", "Dialogues", "Model", "Names", "TLSWire", "Text", "Trust", "Watch", nioCore, nioPosix,
            ]),
        .target(name: "Watch", dependencies: ["Model", "YAML"]),
        .target(name: "Survey", dependencies: ["Model", "Names", "Text"]),
        .target(name: "Archive", dependencies: ["CZlib", "Files", "Model", "Survey", "Text", "Watch"]),
        .target(name: "StatusPages", dependencies: ["Archive", "CExpat", "Model"]),
        .target(name: "Grading", dependencies: ["Model"]),
        .target(name: "Advice", dependencies: ["Grading", "Model"]),

        // Telling: content and snapshots become pages.
        .target(name: "Markdown", dependencies: ["CCMark", "Model", "Text"]),
        .target(
            name: "Content", dependencies: ["Archive", "Files", "Grading", "Model", "Names", "Text", "Watch", "YAML"]),
        .target(name: "Templates", dependencies: ["Model", "Text"], swiftSettings: optimised),
        .target(name: "Comparison", dependencies: ["Content", "Grading", "Model", "Text"]),
        .target(
            name: "Pages",
            dependencies: [
                "Advice", "CZlib", "Comparison", "Content", "Grading", "Markdown", "Model", "Names", "Templates",
                "Text", "Watch",
                "YAML",
            ]),
        .target(
            name: "Report", dependencies: ["Advice", "Comparison", "Content", "Grading", "Model", "Names", "Text"]),
        .target(name: "Publish", dependencies: ["CLinux", "Files", "Model", "Text"]),
        .target(name: "SiteCheck", dependencies: ["CExpat", "Content", "Model", "Pages", "Text"]),
        .target(
            name: "Preview", dependencies: ["Content", "Files", "Model", "Pages", "Text", nioCore, nioHTTP1, nioPosix]),

        .executableTarget(
            name: "pruefstand",
            dependencies: [
                "Archive", "CLinux", "Content", "DNS", "Defaults", "Derive", "Dialogues", "Files", "Grading", "Model",
                "Names", "Pages", "Preview", "Publish", "Report", "Scan", "SiteCheck", "StatusPages", "Survey",
                "TLSWire",
                "Text", "Trust", "Version", "Watch", argumentParser, nioPosix,
            ], linkerSettings: small),
        // What scanning many endpoints at once costs the process; for the benchmark and the tests of the lab alone.
        .executableTarget(
            name: "AtOnce",
            dependencies: ["CLinux", "DNS", "Derive", "Dialogues", "Model", "Scan", "TLSWire", "Trust", nioPosix],
            path: "Benchmarks/scan/AtOnce"),
        // What fuzzing tries with any input, and the tests with the inputs that it has found.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Archive", "Content", "DNS", "Derive", "Dialogues", "MailPolicy", "Markdown", "Model", "Names",
                "StatusPages", "TLSWire", "Templates", "Text", "Trust", "YAML",
            ],
            path: "Tests/Fuzz/Targets"),
        .target(name: "TestSupport", path: "Tests/TestSupport"),

        .target(
            name: "SiteTestSupport", dependencies: ["Archive", "Content", "Defaults", "Model", "Pages", "TestSupport"],
            path: "Tests/SiteTestSupport"),
        .testTarget(
            name: "ContentTests",
            dependencies: ["Content", "Model", "Pages", "Publish", "SiteTestSupport", "TestSupport", "Text"]),
        .testTarget(
            name: "ComparisonTests",
            dependencies: ["Comparison", "Content", "Model", "Pages", "SiteTestSupport", "TestSupport", "Text"]),
        .testTarget(
            name: "PagesTests",
            dependencies: [
                "Content", "Grading", "Model", "Pages", "SiteTestSupport", "Templates", "TestSupport", "Text",
            ]),
        .testTarget(
            name: "PublishTests", dependencies: ["Model", "Pages", "Publish", "SiteTestSupport", "TestSupport"]),
        .testTarget(
            name: "SiteCheckTests", dependencies: ["Content", "Model", "Pages", "SiteCheck", "SiteTestSupport"]),
        .testTarget(
            name: "AdviceTests",
            dependencies: ["Advice", "Content", "Grading", "Model", "SiteTestSupport", "TestSupport", "Text"]),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
        .testTarget(name: "ArchiveTests", dependencies: ["Archive", "Model", "Survey", "TestSupport"]),
        .testTarget(
            name: "CommandLineTests", dependencies: ["Archive", "Files", "Model", "TestSupport", "Text", "pruefstand"],
            exclude: ["Earlier", "Format1", "Help", "Sites", "Diagnostics.txt"]),
        .testTarget(name: "DefaultsTests", dependencies: ["Defaults", "TestSupport"]),
        .testTarget(name: "DeriveTests", dependencies: ["DNS", "Derive", "Grading", "Model", "Names", "TLSWire"]),
        .testTarget(name: "DNSTests", dependencies: ["DNS", "Model", "Names"]),
        .testTarget(name: "DialoguesTests", dependencies: ["Dialogues", "Model", "TestSupport"]),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"]),
        .testTarget(name: "GradingTests", dependencies: ["Grading", "Model"]),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "Archive", "Comparison", "Content", "DNS", "Derive", "Dialogues", "Grading", "MailPolicy", "Model",
                "Report", "Scan", "TLSWire", "TestSupport", "Text", "Trust", nioPosix,
            ]),
        .testTarget(name: "MailPolicyTests", dependencies: ["DNS", "MailPolicy", "Model", "Names", "TestSupport"]),
        .testTarget(
            name: "MarkdownTests", dependencies: ["Markdown", "Model", "Text"], exclude: ["Specifications"]),
        .testTarget(name: "ModelTests", dependencies: ["Model"]),
        .testTarget(name: "NamesTests", dependencies: ["Names"]),
        .testTarget(
            name: "PreviewTests",
            dependencies: ["Content", "Defaults", "Model", "Pages", "Preview", "Publish", "TestSupport", nioCore]),
        .testTarget(
            name: "ReplayTests", dependencies: ["Archive", "Comparison", "Content", "Derive", "Grading", "Model"],
            path: "Tests/Replay",
            exclude: ["README.md", "evidence", "expected", "providers", "record", "record-makers"]),
        .testTarget(
            name: "ReportTests",
            dependencies: [
                "Advice", "Archive", "Comparison", "Content", "Derive", "Grading", "Model", "Report", "TestSupport",
                "Text",
            ]),
        .testTarget(
            name: "ScanTests",
            dependencies: ["DNS", "Derive", "Dialogues", "Model", "Scan", "TLSWire", "Trust", nioCore, nioPosix]),
        .testTarget(name: "SurveyTests", dependencies: ["Model", "Survey", "TestSupport"]),
        .testTarget(name: "StatusPagesTests", dependencies: ["Model", "StatusPages"], exclude: ["Fixtures"]),
        .testTarget(name: "TLSWireTests", dependencies: ["Model", "TLSWire", "TestSupport"]),
        .testTarget(name: "TemplatesTests", dependencies: ["Model", "Templates", "Text"]),
        .testTarget(name: "TextTests", dependencies: ["Model", "Text"]),
        .testTarget(
            name: "TrustTests", dependencies: ["DNS", "Model", "Text", "Trust"], exclude: ["Fixtures"]),
        .testTarget(name: "VersionTests", dependencies: ["TestSupport", "Version"]),
        .testTarget(name: "WatchTests", dependencies: ["Archive", "Model", "TestSupport", "Watch"]),
        .testTarget(name: "YAMLTests", dependencies: ["Model", "Text", "YAML"]),
    ]
)

// libFuzzer brings its own `main`, so this links with `--sanitize=fuzzer` alone: Tests/Fuzz/run builds it.
if Context.environment["PRUEFSTAND_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzzer", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Fuzzer",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
