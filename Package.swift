// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "pruefstand",
    products: [.executable(name: "pruefstand", targets: ["pruefstand"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CUnbound", providers: [.apt(["libunbound-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Findings"),
        .target(name: "Archive", dependencies: ["CZlib", "Findings"]),
        .target(name: "Grading", dependencies: ["Findings"]),
        .target(name: "DNS", dependencies: ["CUnbound", "Findings"]),
        .target(name: "TLSWire", dependencies: ["Findings"]),
        .target(name: "StartTLS", dependencies: ["CExpat", "Findings"]),
        .target(name: "Trust", dependencies: ["COpenSSL", "DNS", "Findings"]),
        .target(name: "Derive", dependencies: ["DNS", "Findings", "StartTLS", "TLSWire", "Trust"]),
        .target(
            name: "Scan",
            dependencies: [
                "Archive", "DNS", "Derive", "Findings", "StartTLS", "TLSWire", "Trust",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(name: "Markdown", dependencies: ["CCMark", "CYAML", "Findings"]),
        .target(
            name: "Site",
            dependencies: [
                "Archive", "CExpat", "CLinux", "COpenSSL", "Findings", "Grading", "Markdown",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        .target(
            name: "Preview",
            dependencies: [
                "Findings", "Site",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "pruefstand",
            dependencies: [
                "Archive", "CLinux", "DNS", "Derive", "Findings", "Grading", "Preview", "Scan", "Site", "StartTLS",
                "TLSWire", "Trust",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        // What scanning many endpoints at once costs the process; for the benchmark and the lab's tests alone.
        .executableTarget(
            name: "AtOnce",
            dependencies: [
                "CLinux", "DNS", "Derive", "Findings", "Scan", "StartTLS", "TLSWire", "Trust",
                .product(name: "NIOPosix", package: "swift-nio"),
            ], path: "Benchmarks/scan/AtOnce"),

        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "ArchiveTests", dependencies: ["Archive", "Findings"]),
        .testTarget(name: "DeriveTests", dependencies: ["DNS", "Derive", "Findings"]),
        .testTarget(name: "DNSTests", dependencies: ["DNS", "Findings"]),
        .testTarget(name: "FindingsTests", dependencies: ["Findings"]),
        .testTarget(name: "GradingTests", dependencies: ["Findings", "Grading"]),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "DNS", "Derive", "Findings", "Grading", "Scan", "StartTLS", "Trust",
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(name: "MarkdownTests", dependencies: ["Findings", "Markdown"]),
        .testTarget(
            name: "PreviewTests",
            dependencies: ["Findings", "Preview", "Site", .product(name: "NIOCore", package: "swift-nio")]),
        .testTarget(name: "SiteTests", dependencies: ["Archive", "Findings", "Grading", "Markdown", "Site"]),
        .testTarget(name: "StartTLSTests", dependencies: ["Findings", "StartTLS"]),
        .testTarget(name: "TLSWireTests", dependencies: ["Findings", "TLSWire"]),
        .testTarget(
            name: "TrustTests", dependencies: ["DNS", "Findings", "Trust"], exclude: ["Fixtures"]),
    ]
)
