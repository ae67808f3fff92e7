// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that fuzzing builds only what it fuzzes. A room comes in through a link in Rooms/;
// a fuzz target is a folder with one file that defines LLVMFuzzerTestOneInput, a line below, and seeds in corpus/NAME.
let rooms: [Target] = [
    .systemLibrary(name: "CExpat", path: "Rooms/CExpat", pkgConfig: "expat"),
    .systemLibrary(name: "COpenSSL", path: "Rooms/COpenSSL", pkgConfig: "openssl"),
    .systemLibrary(name: "CUnbound", path: "Rooms/CUnbound"),
    .target(name: "DNS", dependencies: ["CUnbound", "Findings"], path: "Rooms/DNS"),
    .target(
        name: "Derive", dependencies: ["DNS", "Findings", "StartTLS", "TLSWire", "Trust"], path: "Rooms/Derive"),
    .target(name: "Findings", path: "Rooms/Findings"),
    .target(name: "StartTLS", dependencies: ["CExpat", "Findings"], path: "Rooms/StartTLS"),
    .target(name: "DialogueFuzzing", dependencies: ["Findings", "StartTLS"], path: "DialogueFuzzing"),
    .target(name: "TLSWire", dependencies: ["Findings"], path: "Rooms/TLSWire"),
    .target(name: "Trust", dependencies: ["COpenSSL", "DNS", "Findings"], path: "Rooms/Trust"),
]

func fuzz(_ name: String, _ room: Target.Dependency...) -> Target {
    .executableTarget(
        name: name, dependencies: room, path: name, swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "fuzz",
    targets: rooms + [
        fuzz("DNSAnswer", "DNS", "Findings"),
        fuzz("DNSPolicyRecords", "DNS", "Findings"),
        fuzz("DNSPolicyWalks", "DNS", "Findings"),
        fuzz("DeriveFetches", "DNS", "Derive", "Findings"),
        fuzz("StartTLSXMPPDialogue", "StartTLS", "Findings"),
        fuzz("StartTLSSMTPDialogue", "DialogueFuzzing"),
        fuzz("StartTLSIMAPDialogue", "DialogueFuzzing"),
        fuzz("StartTLSPOP3Dialogue", "DialogueFuzzing"),
        fuzz("StartTLSSieveDialogue", "DialogueFuzzing"),
        fuzz("StartTLSHTTPDialogue", "StartTLS", "Findings"),
        fuzz("StartTLSAutoconfig", "StartTLS"),
        fuzz("TLSWireFirstFlight", "TLSWire", "Findings"),
        fuzz("TLSWireClientHello", "TLSWire"),
        fuzz("TLSWireSSL2", "TLSWire", "Findings"),
        fuzz("TLSWireEnumeration", "TLSWire", "Findings"),
        fuzz("TrustCertificate", "DNS", "Findings", "Trust"),
        fuzz("TrustTLSSession", "Findings", "Trust"),
    ]
)
