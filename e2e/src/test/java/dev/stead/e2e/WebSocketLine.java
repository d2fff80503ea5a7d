package dev.stead.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket (RFC 6455) over one connection to the gateway, as a page of the origin opens it. */
final class WebSocketLine implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;

    /** Any will do: what it hides from are caches that there are none of here. */
    private static final byte[] MASK = {17, 34, 51, 68};

    private final Line line;

    private WebSocketLine(Line line) {
        this.line = line;
    }

    /** Opens one with the cookies of its host, and demands that it is accepted. */
    static WebSocketLine open(Client client, String url, String... headers) throws IOException {
        Request request = Streams.socket(url).with("Origin: " + Request.origin(url));
        for (String header : headers) {
            request = request.with(header);
        }
        return new WebSocketLine(client.opened(request, 101));
    }

    void send(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBinary(String text) throws IOException {
        frame(BINARY, text.getBytes(StandardCharsets.UTF_8));
    }

    private void frame(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(LAST | opcode);
        if (payload.length < 126) {
            frame.write(LAST | payload.length);
        } else {
            frame.write(LAST | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        line.sendRaw(frame.toByteArray());
    }

    /** The next message; pings on the way are answered. */
    String receive() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int first = line.read(1)[0] & 0xff;
            byte[] payload = line.read(length());
            switch (first & 0xf) {
                case PING -> frame(PONG, payload);
                case PONG -> {}
                case CLOSE -> throw new IOException("the WebSocket was closed");
                default -> {
                    message.writeBytes(payload);
                    if ((first & LAST) != 0) {
                        return message.toString(StandardCharsets.UTF_8);
                    }
                }
            }
        }
    }

    /** The first message that contains a text; others are passed over. */
    String receive(String part) throws IOException {
        while (true) {
            String message = receive();
            if (message.contains(part)) {
                return message;
            }
        }
    }

    private int length() throws IOException {
        int length = line.read(1)[0] & 0x7f;
        if (length < 126) {
            return length;
        }
        long whole = 0;
        for (byte next : line.read(length == 126 ? 2 : 8)) {
            whole = (whole << 8) | (next & 0xff);
        }
        return Math.toIntExact(whole);
    }

    /** Whether the other side ends it within this time. */
    boolean endsWithin(Duration time) {
        return line.endsWithin(time);
    }

    @Override
    public void close() {
        line.close();
    }
}
