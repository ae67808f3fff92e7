import NIOCore

/// How long and how much the preview waits for.
struct PreviewLimits: Sendable {
    /// From the start of a connection, or from the last response, until the next request is there whole.
    var request = TimeAmount.seconds(15)
    /// Until a response is taken.
    var response = TimeAmount.seconds(60)
    /// Between two signs of life to a browser that listens for events.
    var beat = TimeAmount.seconds(15)
    /// Bytes of all header fields.
    var headers = 16_384
    /// Connections at the same time; more are closed at once.
    var connections = 256
}
