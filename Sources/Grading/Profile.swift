import Findings

/// A dated, named rule set over stored findings. It never touches the network, so history can be graded again.
public struct Profile: Hashable, Sendable {
    /// `xmpp.net-2014-01`
    public var name: String
    /// Since when these rules were in force, `YYYY-MM-DD`.
    public var since: String
    /// Where they were published.
    public var source: String
    /// Points for the lowest and the highest version offered; their mean counts 30 %.
    public var versionPoints: [ProtocolVersion: Int]
    /// Points for an RSA or DSA key: below `bits` → `points`; the first step that fits. Counts 30 %.
    public var keySteps: [Step]
    /// Points for the weakest and the strongest suite by bits; their mean counts 40 %.
    public var suiteSteps: [Step]
    /// The lowest total for each letter, best first; below the last of them it is `F`.
    public var letters: [Letter]
    /// Applied in order after the points.
    public var rules: [Rule]

    /// Below `bits` it is worth `points`.
    public struct Step: Hashable, Sendable {
        public var below: Int
        public var points: Int

        public init(below: Int, points: Int) {
            self.below = below
            self.points = points
        }
    }

    /// From `total` points upward it is `letter`.
    public struct Letter: Hashable, Sendable {
        public var letter: String
        public var total: Int

        public init(_ letter: String, from total: Int) {
            self.letter = letter
            self.total = total
        }
    }

    /// A condition and what it does to the grade.
    public struct Rule: Hashable, Sendable {
        /// A stable name in kebab-case; the texts files have a sentence for each.
        public var name: String
        public var condition: Condition
        public var effect: Effect

        public init(_ name: String, when condition: Condition, _ effect: Effect) {
            self.name = name
            self.condition = condition
            self.effect = effect
        }
    }

    /// What a rule looks at.
    public enum Condition: Hashable, Sendable {
        case offers(ProtocolVersion)
        case lacks(ProtocolVersion)
        /// The leaf's RSA or DSA key has fewer bits.
        case keyBelow(Int)
        /// A certificate of the chain but the root is signed with this hash.
        case signatureHash(String)
        /// The chain is not trusted, or the names do not match.
        case untrusted
        /// A suite with RC4 is offered beside TLS 1.1 or later.
        case rc4WithModernTLS
        /// No suite at all has forward secrecy.
        case noForwardSecrecy
    }

    /// What a rule does.
    public enum Effect: Hashable, Sendable {
        /// The grade is `F`.
        case fail
        /// The grade is at best this letter.
        case cap(String)
        /// `A` becomes `A-`; other letters stay.
        case minus
        /// `A` (or `A-`) becomes `T`; any other letter becomes `F`.
        case distrust
    }

    /// Letters from the worst to the best, over all profiles.
    static let order = ["F", "T", "M", "E", "D", "C", "B", "A-", "A", "A+"]

    /// A letter's place from the worst, 0, to the best; unknown letters count as the worst.
    public static func rank(_ letter: String) -> Int { order.firstIndex(of: letter) ?? 0 }

    /// The profile of that name.
    public static func named(_ name: String) -> Profile? { all.first { $0.name == name } }

    /// Every profile there is, oldest first.
    public static let all: [Profile] = [.xmppNet201401, .xmppNet201408]
}
