import Model

/// Which of several hellos is asked for must depend on what they are, and not on the order in which a dictionary has them:
/// the same server is then asked the same each time.
extension ClientHello {
    /// Whether it offers less than another: fewer suites, an older version, fewer extensions.
    func isSmaller(than other: ClientHello) -> Bool {
        let (own, others) = (size, other.size)
        if own != others { return own < others }
        let (details, otherDetails) = (self.details, other.details)
        if details != otherDetails { return details < otherDetails }
        return suites.lexicographicallyPrecedes(other.suites)
    }

    private var size: (suites: Int, version: UInt16, first: UInt32, extensions: Int) {
        (
            suites.count, maximumVersion?.wire ?? 0, suites.first ?? 0,
            OptionalExtension.allCases.count { $0.isIn(self) }
        )
    }

    private var details: (flags: UInt16, groups: Int, schemes: Int, shares: Int, compressions: Int) {
        (flags.rawValue, groups.count, signatureSchemes.count, keyShares?.count ?? -1, compressions.count)
    }
}
