/// How much of a stream is read before it counts as too large. All of it comes from outside, and an honest stream up
/// to authentication is far below each of these.
struct XMLStreamLimits: Hashable, Sendable {
    /// Bytes of the whole stream. Whoever records them for a replay has to keep more, or the replay would not meet it.
    var bytes = 32_768
    /// Bytes of one start tag, comment or the like, and of the text in one element. Expat reads an unfinished tag
    /// again with each byte, so this also bounds the work.
    var token = 4_096
    /// Elements within each other, the stream itself included.
    var depth = 12
    /// Elements in all.
    var elements = 1_024
    /// Attributes of one element, and different namespaces in all.
    var attributes = 64
}
