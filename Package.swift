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
        .target(name: "Model"),
        .target(name: "Archive", dependencies: ["CZlib", "Model"]),
        .target(name: "Grading", dependencies: ["Model"]),
        .target(name: "DNS", dependencies: ["CUnbound", "Model"]),
        .target(name: "MailPolicy", dependencies: ["DNS", "Model"]),
        .target(name: "TLSWire", dependencies: ["Model"]),
        .target(name: "Dialogues", dependencies: ["CExpat", "Model"]),
        .target(name: "Trust", dependencies: ["COpenSSL", "DNS", "Model"]),
        .target(name: "Derive", dependencies: ["DNS", "Dialogues", "MailPolicy", "Model", "TLSWire", "Trust"]),
        .target(
            name: "Scan",
            dependencies: [
                "Archive", "DNS", "Derive", "Model", "Dialogues", "TLSWire", "Trust",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(name: "Markdown", dependencies: ["CCMark", "CYAML", "Model"]),
        .target(
            name: "Site",
            dependencies: [
                "Archive", "CExpat", "CLinux", "COpenSSL", "Model", "Grading", "Markdown",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        .target(
            name: "Preview",
            dependencies: [
                "Model", "Site",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "pruefstand",
            dependencies: [
                "Archive", "CLinux", "DNS", "Derive", "Model", "Grading", "Preview", "Scan", "Site", "Dialogues",
                "TLSWire", "Trust",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        // What scanning many endpoints at once costs the process; for the benchmark and the lab's tests alone.
        .executableTarget(
            name: "AtOnce",
            dependencies: [
                "CLinux", "DNS", "Derive", "Model", "Scan", "Dialogues", "TLSWire", "Trust",
                .product(name: "NIOPosix", package: "swift-nio"),
            ], path: "Benchmarks/scan/AtOnce"),

        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "ArchiveTests", dependencies: ["Archive", "Model"]),
        .testTarget(name: "DeriveTests", dependencies: ["DNS", "Derive", "Model"]),
        .testTarget(name: "DNSTests", dependencies: ["DNS", "Model"]),
        .testTarget(name: "ModelTests", dependencies: ["Model"]),
        .testTarget(name: "GradingTests", dependencies: ["Model", "Grading"]),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "DNS", "Derive", "Dialogues", "Grading", "MailPolicy", "Model", "Scan", "Trust",
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(name: "MailPolicyTests", dependencies: ["DNS", "MailPolicy", "Model"]),
        .testTarget(name: "MarkdownTests", dependencies: ["Model", "Markdown"]),
        .testTarget(
            name: "PreviewTests",
            dependencies: ["Model", "Preview", "Site", .product(name: "NIOCore", package: "swift-nio")]),
        .testTarget(name: "SiteTests", dependencies: ["Archive", "Model", "Grading", "Markdown", "Site"]),
        .testTarget(name: "DialoguesTests", dependencies: ["Model", "Dialogues"]),
        .testTarget(name: "TLSWireTests", dependencies: ["Model", "TLSWire"]),
        .testTarget(
            name: "TrustTests", dependencies: ["DNS", "Model", "Trust"], exclude: ["Fixtures"]),
    ]
)
