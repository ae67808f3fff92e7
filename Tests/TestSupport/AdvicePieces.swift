import Foundation

/// A piece of advice that is proven: a server under a rule, which the lines for one piece of software take away.
package struct AdvicePiece: Hashable, Sendable, CustomStringConvertible {
    /// The case of `Tests/Lab/advice/cases.py`.
    package var name: String
    package var topic: String
    package var software: String
    package var rule: String

    package init(name: String, topic: String, software: String, rule: String) {
        self.name = name
        self.topic = topic
        self.software = software
        self.rule = rule
    }

    package var description: String { "\(name): \(rule)" }

    /// All that `Tests/Lab/advice/pieces.txt` lists.
    package static let all: [AdvicePiece] = {
        let path = "\(Repository.root)/Tests/Lab/advice/pieces.txt"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 4 else { return nil }
            return AdvicePiece(name: words[0], topic: words[1], software: words[2], rule: words[3])
        }
    }()
}
