// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that fuzzing builds only what it fuzzes. A room comes in through a link in Rooms/;
// a fuzz target is a folder with one file that defines LLVMFuzzerTestOneInput, a line below, and seeds in corpus/NAME.
let rooms: [Target] = [
    .systemLibrary(name: "CExpat", path: "Rooms/CExpat", pkgConfig: "expat"),
    .systemLibrary(name: "COpenSSL", path: "Rooms/COpenSSL", pkgConfig: "openssl"),
    .systemLibrary(name: "CUnbound", path: "Rooms/CUnbound"),
    .target(name: "DNS", dependencies: ["CUnbound", "Model"], path: "Rooms/DNS"),
    .target(
        name: "Derive", dependencies: ["DNS", "Dialogues", "MailPolicy", "Model", "TLSWire", "Trust"],
        path: "Rooms/Derive"),
    .target(name: "Model", path: "Rooms/Model"),
    .target(name: "Dialogues", dependencies: ["CExpat", "Model"], path: "Rooms/Dialogues"),
    .target(name: "DialogueFuzzing", dependencies: ["Model", "Dialogues"], path: "DialogueFuzzing"),
    .target(name: "MailPolicy", dependencies: ["DNS", "Model"], path: "Rooms/MailPolicy"),
    .target(name: "TLSWire", dependencies: ["Model"], path: "Rooms/TLSWire"),
    .target(name: "Trust", dependencies: ["COpenSSL", "DNS", "Model"], path: "Rooms/Trust"),
]

func fuzz(_ name: String, _ room: Target.Dependency...) -> Target {
    .executableTarget(
        name: name, dependencies: room, path: name, swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "fuzz",
    targets: rooms + [
        fuzz("DNSAnswer", "DNS", "Model"),
        fuzz("DNSPolicyRecords", "DNS", "MailPolicy", "Model"),
        fuzz("DNSPolicyWalks", "DNS", "MailPolicy", "Model"),
        fuzz("DeriveFetches", "DNS", "Derive", "Model"),
        fuzz("StartTLSXMPPDialogue", "Dialogues", "Model"),
        fuzz("StartTLSSMTPDialogue", "DialogueFuzzing"),
        fuzz("StartTLSIMAPDialogue", "DialogueFuzzing"),
        fuzz("StartTLSPOP3Dialogue", "DialogueFuzzing"),
        fuzz("StartTLSSieveDialogue", "DialogueFuzzing"),
        fuzz("StartTLSHTTPDialogue", "Dialogues", "Model"),
        fuzz("StartTLSAutoconfig", "Dialogues"),
        fuzz("TLSWireFirstFlight", "TLSWire", "Model"),
        fuzz("TLSWireClientHello", "TLSWire"),
        fuzz("TLSWireSSL2", "TLSWire", "Model"),
        fuzz("TLSWireEnumeration", "TLSWire", "Model"),
        fuzz("TrustCertificate", "DNS", "Model", "Trust"),
        fuzz("TrustTLSSession", "Model", "Trust"),
    ]
)
