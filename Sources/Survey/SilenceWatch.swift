/// Notices that a resolver, or the way to it, died in the middle of a pass: from then on nothing is answered, and every
/// domain looks as if its own name servers were down. A stretch of such domains may as well be the list's; so whether
/// domains that had answered before still do is asked before anything is concluded.
package struct SilenceWatch: Sendable {
    /// Domains that are asked again.
    package static let witnessLimit = 4

    /// What a domain's own look-up says of the resolver.
    package enum Sign: Hashable, Sendable {
        /// The DNS answered.
        case answered
        /// It did, and another question about the domain will be sent to its name servers: in a signed zone a resolver
        /// may answer by itself, from the proof that a name does not exist (RFC 8198).
        case witness
        /// It may have been such an answer.
        case inconclusive
        case silent
    }

    /// Domains without an answer, one after the other, that it takes to ask.
    private var needed: Int
    private var silent = 0
    private var witnesses: [String] = []
    /// How many domains were answered, and how often witnesses did.
    package private(set) var signsOfLife = 0

    /// - Parameter needed: more than are under way at the same time, so that slow ones alone do not make a stretch.
    package init(needed: Int) { self.needed = max(1, needed) }

    /// A domain is done.
    /// - Returns: the domains to ask again, where it is time to; they are the last that answered.
    package mutating func note(_ domain: String, _ sign: Sign) -> [String] {
        switch sign {
        case .answered, .witness:
            silent = 0
            signsOfLife += 1
            if sign == .witness { witnesses = witnesses.suffix(Self.witnessLimit - 1) + [domain] }
            return []
        case .inconclusive: return []
        case .silent:
            silent += 1
            return silent >= needed ? witnesses : []
        }
    }

    /// The witnesses at the end of a pass, where it ended in silence.
    package var last: [String] { silent > 0 ? witnesses : [] }

    /// A witness answered: the stretch is the list's. It takes twice as many until it is asked for again.
    package mutating func confirm() {
        silent = 0
        signsOfLife += 1
        needed *= 2
    }
}
