import Findings
import TLSWire

/// How a run looks, and what it may not find out for itself.
public struct ScanSettings: Sendable {
    public var manners: Manners
    /// How much is asked of each endpoint.
    public var depth: Depth
    /// The domain that server-to-server streams say they come from; the scanning site controls it.
    public var xmppFrom: String
    /// The time; rooms below the command line have no clock of their own.
    public var now: @Sendable () -> Instant
    /// That many random bytes, for ClientHellos.
    public var random: @Sendable (Int) -> [UInt8]

    public init(
        manners: Manners, depth: Depth, xmppFrom: String, now: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.manners = manners
        self.depth = depth
        self.xmppFrom = xmppFrom
        self.now = now
        self.random = random
    }
}
