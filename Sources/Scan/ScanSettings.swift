import Dialogues
import Model
import TLSWire

/// How a run looks, and what it may not find out for itself.
package struct ScanSettings: Sendable {
    package var manners: Manners
    /// The most that each part of the run may take.
    package var limits: ScanLimits
    /// How many connections may be open at the same time, those that last among them.
    package var sockets: Int
    /// How much is asked of each endpoint.
    package var depth: Depth
    /// How we introduce ourselves.
    package var identity: DialogueIdentity
    /// Whether a name or redirect of a provider's may lead to a private address; only in a network of one's own.
    package var allowsPrivateAddresses: Bool
    /// Mail exchangers that are known to answer; where none of them does, port 25 is closed to us. May be empty.
    package var controlHosts: [String]
    /// The time; rooms below the command line have no clock of their own.
    package var now: @Sendable () -> Instant
    /// What waits are measured by.
    var clock = AnyClock.continuous
    /// That many random bytes, for ClientHellos.
    package var random: @Sendable (Int) -> [UInt8]

    package init(
        manners: Manners, limits: ScanLimits = ScanLimits(), sockets: Int = 2_000, depth: Depth,
        identity: DialogueIdentity,
        allowsPrivateAddresses: Bool = false, controlHosts: [String] = [], now: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.manners = manners
        self.limits = limits
        self.sockets = sockets
        self.depth = depth
        self.identity = identity
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.controlHosts = controlHosts
        self.now = now
        self.random = random
    }
}
