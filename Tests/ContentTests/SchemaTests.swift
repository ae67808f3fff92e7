import Foundation
import TestSupport
import Testing

/// The published JSON schemas.
@Suite struct SchemaTests {
    private func schema(_ name: String) throws -> [String: Any] {
        let path = URL(filePath: Repository.templates).deletingLastPathComponent().appending(
            path: "content/schema/\(name)")
        return try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
    }

    private func references(_ value: Any) -> [String] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { key, value in key == "$ref" ? [value as? String ?? ""] : references(value) }
        case let list as [Any]: list.flatMap(references)
        default: []
        }
    }

    /// A validator needs nothing but the file.
    @Test(arguments: [
        "probe-1.json", "findings-1.json", "findings-2.json", "proofs-2.json", "snapshot-1.json", "snapshot-2.json",
        "pruned-2.json", "rounds-1.json",
    ])
    func standAlone(_ name: String) throws {
        let schema = try schema(name)
        let definitions = schema["$defs"] as? [String: Any] ?? [:]
        for reference in references(schema) {
            #expect(reference.hasPrefix("#/$defs/"), "\(reference)")
            #expect(definitions[String(reference.dropFirst(8))] != nil, "\(reference)")
        }
    }

    /// What the schema of a probe repeats is what the schema of findings says.
    @Test(arguments: ["findings-1.json", "findings-2.json"]) func definitionsAreTheSame(_ name: String) throws {
        let probe = try #require(try schema("probe-1.json")["$defs"] as? [String: Any])
        let findings = try #require(try schema(name)["$defs"] as? [String: Any])
        #expect(!probe.isEmpty)
        for (name, definition) in probe {
            #expect((definition as? NSDictionary) == (findings[name] as? NSDictionary), "\(name)")
        }
    }
}
