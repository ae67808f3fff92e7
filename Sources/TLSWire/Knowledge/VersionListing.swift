import Model

/// A version before TLS 1.3 may be had only by clients that list their versions (`supported_versions`, RFC 9846 §4.2.1),
/// as TLS libraries do that offer TLS 1.3, and not by those that name it as their newest alone: servers of tlslite-ng
/// take from a list more than their own newest version. It is one server, whose answer depends on the hello.
extension TLSKnowledge {
    /// Hellos that listed the version got it, and those that did not list it never did.
    func isNegotiatedByListOnly(_ version: ProtocolVersion) -> Bool {
        guard !answersDiffer, let listed = choicesByList[version], listed == choicesOfVersion[version] else {
            return false
        }
        return listed >= Self.contradictedLooks && unlistedRefusals(version) >= Self.contradictedLooks
    }

    /// How many hellos with this as their newest version, unlisted, were refused or answered with a lower one.
    func unlistedRefusals(_ version: ProtocolVersion) -> Int {
        (versions[version]?.rejections ?? [:]).reduce(0) { $0 + ($1.key.listsVersion ? 0 : $1.value.count) }
    }

    /// A completed handshake settled on it, and no hello was answered with it but those that list it.
    func isPromisedByHandshake(_ version: ProtocolVersion) -> Bool {
        choicesOfVersion[version] == choicesByList[version] && sessions.keys.contains { $0.version == version }
    }

    /// The rejections that say something of the version: without those of hellos that could not get it at all.
    func rejections(_ version: ProtocolVersion) -> [Rejection: Refusals] {
        let all = versions[version]?.rejections ?? [:]
        return isNegotiatedByListOnly(version) ? all.filter(\.key.listsVersion) : all
    }
}

extension ClientHello {
    /// It lists its newest version, although that is none that has to be listed.
    var listsOlderVersion: Bool { !supportedVersions.isEmpty && maximumVersion.map { $0 < .tls13 } ?? false }
}
