package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 client that sends just the frames it is told to (RFC 9113, 4.1). */
final class H2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int HAS_PRIORITY = 32;
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /** Largest frame without being asked for larger ones. */
    private static final int PART = 16_384;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final DefaultHttp2HeadersDecoder decoder =
            new DefaultHttp2HeadersDecoder(false, 1 << 20);

    private H2Client(SSLSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** One that has said nothing yet. */
    static H2Client silent(TestGateway gateway, SSLContext trust) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(),
                                        gateway.gateway().ports().https());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("no HTTP/2");
        }
        return new H2Client(socket);
    }

    /** One that has sent preface and settings, a name and a value at a time. */
    static H2Client connect(TestGateway gateway, SSLContext trust, int... settings)
            throws IOException {
        H2Client client = silent(gateway, trust);
        client.raw(PREFACE);
        client.settings(settings);
        client.frame(SETTINGS, ACK, 0);
        return client;
    }

    static H2Client connect(TestGateway gateway) throws IOException {
        return connect(gateway, gateway.trust());
    }

    /** A frame as it came. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        int number(int at) {
            return ((payload[at] & 0xff) << 24)
                    | ((payload[at + 1] & 0xff) << 16)
                    | ((payload[at + 2] & 0xff) << 8)
                    | (payload[at + 3] & 0xff);
        }

        Http2Error error() {
            return Objects.requireNonNull(Http2Error.valueOf(number(type == GOAWAY ? 4 : 0)));
        }
    }

    /** How a request ended. */
    sealed interface Outcome {
        /**
         * @param interim heads of replies before the final one
         */
        record Reply(
                List<Http2Headers> interim, Http2Headers head, String body, Http2Headers trailers)
                implements Outcome {
            int status() {
                return Integer.parseInt(String.valueOf(head.status()));
            }

            String header(String name) {
                CharSequence value = head.get(name);
                return value == null ? "" : value.toString();
            }
        }

        record Reset(Http2Error error) implements Outcome {}

        record GoneAway(Http2Error error, String why) implements Outcome {}

        record Closed() implements Outcome {}
    }

    // Sending.

    void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    void settings(int... settings) throws IOException {
        ByteBuf payload = Unpooled.buffer();
        for (int i = 0; i < settings.length; i += 2) {
            payload.writeShort(settings[i]).writeInt(settings[i + 1]);
        }
        frame(SETTINGS, 0, 0, bytes(payload));
    }

    void frame(int type, int flags, int stream, byte... payload) throws IOException {
        write(type, flags, stream, payload);
        out.flush();
    }

    /** Without flushing, for many. */
    void write(int type, int flags, int stream, byte... payload) throws IOException {
        header(payload.length, type, flags, stream);
        out.write(payload);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Only the head of a frame. */
    void header(int length, int type, int flags, int stream) throws IOException {
        out.writeByte(length >>> 16);
        out.writeShort(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
    }

    void request(int stream, boolean bare, String... fields) throws IOException {
        byte[] block = block(fields);
        int end = bare ? END_STREAM : 0;
        int first = Math.min(block.length, PART);
        write(
                HEADERS,
                end | (first == block.length ? END_HEADERS : 0),
                stream,
                Arrays.copyOf(block, first));
        for (int at = first; at < block.length; at += PART) {
            int until = Math.min(block.length, at + PART);
            write(
                    CONTINUATION,
                    until == block.length ? END_HEADERS : 0,
                    stream,
                    Arrays.copyOfRange(block, at, until));
        }
        out.flush();
    }

    void get(int stream, String path, String... more) throws IOException {
        request(stream, true, head("GET", path, more));
    }

    void data(int stream, boolean last, String text) throws IOException {
        frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void opens(int stream, int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(bytes));
    }

    static String[] head(String method, String path, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                ":method",
                                method,
                                ":scheme",
                                "https",
                                ":authority",
                                "localhost",
                                ":path",
                                path));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Literal fields, neither indexed nor compressed (RFC 7541, 6.2.2). */
    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            int rest = length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] number(int number) {
        return new byte[] {
            (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
        };
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    // Receiving.

    /**
     * The next frame.
     *
     * @throws EOFException when there is none
     */
    Frame read() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /** The next frame of this type. */
    Frame read(int type) throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    Http2Headers decode(Frame frame) throws IOException {
        try {
            return decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * Reads until this stream, or if it is -1 all, have ended; windows are opened for what came.
     */
    Outcome outcome(int stream) throws IOException {
        List<Http2Headers> heads = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        boolean ended = false;
        try {
            while (!ended) {
                Frame frame = read();
                if (frame.type() == GOAWAY && frame.error() != Http2Error.NO_ERROR) {
                    return new Outcome.GoneAway(
                            frame.error(),
                            new String(
                                    frame.payload(),
                                    8,
                                    frame.payload().length - 8,
                                    StandardCharsets.UTF_8));
                }
                if (frame.type() == HEADERS) {
                    Http2Headers fields = decode(frame);
                    if (frame.stream() == stream) {
                        heads.add(fields);
                    }
                }
                if (frame.stream() == stream) {
                    switch (frame.type()) {
                        case RST_STREAM -> {
                            return new Outcome.Reset(frame.error());
                        }
                        case DATA ->
                                body.append(
                                        new String(frame.payload(), StandardCharsets.ISO_8859_1));
                        default -> {}
                    }
                    ended =
                            (frame.type() == DATA || frame.type() == HEADERS)
                                    && frame.has(END_STREAM);
                }
                if (frame.type() == DATA && frame.payload().length > 0) {
                    write(WINDOW_UPDATE, 0, 0, number(frame.payload().length));
                    if (!ended) {
                        write(WINDOW_UPDATE, 0, frame.stream(), number(frame.payload().length));
                    }
                    out.flush();
                }
            }
        } catch (IOException e) {
            return new Outcome.Closed();
        }
        return reply(heads, body.toString());
    }

    private static Outcome reply(List<Http2Headers> heads, String body) {
        List<Http2Headers> interim = new ArrayList<>();
        int at = 0;
        while (at < heads.size() - 1 && String.valueOf(heads.get(at).status()).startsWith("1")) {
            interim.add(heads.get(at));
            at++;
        }
        Http2Headers trailers =
                at + 1 < heads.size() ? heads.get(at + 1) : new DefaultHttp2Headers();
        return new Outcome.Reply(interim, heads.get(at), body, trailers);
    }

    Outcome.Reply reply(int stream) throws IOException {
        Outcome outcome = outcome(stream);
        if (outcome instanceof Outcome.Reply reply) {
            return reply;
        }
        throw new IOException("no reply but " + outcome);
    }

    /** Whether the gateway closes the connection. */
    boolean closed() {
        try {
            while (true) {
                var _ = read();
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
