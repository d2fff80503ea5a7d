package dev.stead.e2e;

/** Requests whose connection stays open. */
final class Streams {
    private Streams() {}

    /** A WebSocket's handshake (RFC 6455), without an Origin. */
    static Request socket(String url) {
        return Request.get(url)
                .with("Connection: Upgrade")
                .with("Upgrade: websocket")
                .with("Sec-WebSocket-Version: 13")
                .with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    /** An event stream. */
    static Request events(String url) {
        return Request.get(url).with("Accept: text/event-stream");
    }
}
