package dev.stead.gateway;

import static dev.stead.gateway.H2Client.ACK;
import static dev.stead.gateway.H2Client.CONTINUATION;
import static dev.stead.gateway.H2Client.DATA;
import static dev.stead.gateway.H2Client.END_HEADERS;
import static dev.stead.gateway.H2Client.END_STREAM;
import static dev.stead.gateway.H2Client.GOAWAY;
import static dev.stead.gateway.H2Client.HAS_PRIORITY;
import static dev.stead.gateway.H2Client.HEADERS;
import static dev.stead.gateway.H2Client.PADDED;
import static dev.stead.gateway.H2Client.PING;
import static dev.stead.gateway.H2Client.PRIORITY;
import static dev.stead.gateway.H2Client.PUSH_PROMISE;
import static dev.stead.gateway.H2Client.RST_STREAM;
import static dev.stead.gateway.H2Client.SETTINGS;
import static dev.stead.gateway.H2Client.WINDOW_UPDATE;
import static dev.stead.gateway.H2Client.block;
import static dev.stead.gateway.H2Client.head;
import static dev.stead.gateway.H2Client.number;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Malformed and hostile messages of HTTP/2, each with what must come of it.
 *
 * @param expected {@code stream ERROR}, {@code connection ERROR}, {@code closed}, or a status;
 *     several with bars where the RFC leaves the choice
 */
record Http2Hostile(String name, String expected, Script script) {
    private static final String PROTOCOL_STREAM = "stream PROTOCOL_ERROR";
    private static final String PROTOCOL = "connection PROTOCOL_ERROR";
    private static final String SIZE = "connection FRAME_SIZE_ERROR";
    private static final String COMPRESSION = "connection COMPRESSION_ERROR";
    private static final String FLOW = "connection FLOW_CONTROL_ERROR";
    private static final String CALM = "connection ENHANCE_YOUR_CALM";
    private static final String CLOSED_STREAM = "stream STREAM_CLOSED";

    /** Sends on stream 1, after preface and settings. */
    interface Script {
        void send(H2Client client) throws IOException;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Messages of clients that have sent preface and settings. */
    static List<Http2Hostile> all() {
        List<Http2Hostile> all = new ArrayList<>();
        fields(all);
        pseudo(all);
        bodies(all);
        frames(all);
        states(all);
        windows(all);
        compression(all);
        floods(all);
        return all;
    }

    private static Http2Hostile fields(String name, String expected, String... fields) {
        return new Http2Hostile(name, expected, it -> it.request(1, true, fields));
    }

    private static Http2Hostile field(String name, String field, String value) {
        return fields(name, PROTOCOL_STREAM, head("GET", "/", field, value));
    }

    private static void fields(List<Http2Hostile> all) {
        for (String name :
                List.of(
                        "connection",
                        "keep-alive",
                        "proxy-connection",
                        "transfer-encoding",
                        "upgrade")) {
            all.add(field("the field " + name, name, "chunked"));
        }
        all.add(field("connection: close", "connection", "close"));
        all.add(field("te other than trailers", "te", "gzip"));
        all.add(field("te with more than trailers", "te", "trailers, gzip"));
        all.add(field("upper case in a name", "X-Upper", "1"));
        all.add(field("one upper-case letter", "x-uppeR", "1"));
        all.add(field("an empty name", "", "1"));
        all.add(field("a space in a name", "x a", "1"));
        all.add(field("a colon in a name", "x:a", "1"));
        all.add(field("a line feed in a name", "x\na", "1"));
        all.add(field("a carriage return in a name", "x\ra", "1"));
        all.add(field("a zero in a name", "x\0a", "1"));
        all.add(field("a byte beyond ASCII in a name", "x\u00e9", "1"));
        all.add(field("a bracket in a name", "x(a)", "1"));
        all.add(field("a line feed in a value", "x-a", "1\nx-stead-user: root"));
        all.add(field("a carriage return in a value", "x-a", "1\rb"));
        all.add(field("a line break in a value", "x-a", "1\r\n\r\nGET /smuggled HTTP/1.1"));
        all.add(field("a zero in a value", "x-a", "1\u0000b"));
        all.add(field("a space before a value", "x-a", " 1"));
        all.add(field("a space after a value", "x-a", "1 "));
        all.add(field("a tab after a value", "x-a", "1\t"));
        all.add(field("an escape in a value", "x-a", "1\u001bb"));
        all.add(field("a delete in a value", "x-a", "1\u007fb"));
        all.add(field("a host of another name", "host", "other"));
        all.add(
                fields(
                        "two hosts",
                        PROTOCOL_STREAM,
                        head("GET", "/", "host", "localhost", "host", "localhost")));
        all.add(
                fields(
                        "a relic that has a body of its own",
                        "400",
                        head("GET", "/", "sec-websocket-key1", "1")));
        all.add(fields("a huge head", "431", large(34, 1000)));
        all.add(fields("a head too huge to read on", CALM + "|" + PROTOCOL, large(60, 1000)));
        all.add(fields("a head of many fields", "431", large(1500, 1)));
        all.add(fields("a long path", "414", head("GET", "/" + "a".repeat(9000))));
    }

    private static String[] large(int fields, int size) {
        String[] more = new String[2 * fields];
        for (int i = 0; i < fields; i++) {
            more[2 * i] = "x-" + i;
            more[2 * i + 1] = "a".repeat(size);
        }
        return head("GET", "/", more);
    }

    private static String[] without(String name) {
        List<String> left = new ArrayList<>(Arrays.asList(head("GET", "/")));
        int at = left.indexOf(name);
        left.remove(at + 1);
        left.remove(at);
        return left.toArray(String[]::new);
    }

    private static String[] with(String name, String value) {
        List<String> changed = new ArrayList<>(Arrays.asList(head("GET", "/")));
        changed.set(changed.indexOf(name) + 1, value);
        return changed.toArray(String[]::new);
    }

    private static String[] first(String name, String value) {
        List<String> more = new ArrayList<>(Arrays.asList(head("GET", "/")));
        more.add(0, value);
        more.add(0, name);
        return more.toArray(String[]::new);
    }

    private static void pseudo(List<Http2Hostile> all) {
        for (String name : List.of(":method", ":scheme", ":path")) {
            all.add(fields("no " + name, PROTOCOL_STREAM, without(name)));
        }
        for (String name : List.of(":method", ":scheme", ":path", ":authority")) {
            all.add(fields("two of " + name, PROTOCOL_STREAM, first(name, "/")));
        }
        all.add(fields("no host at all", "400", without(":authority")));
        all.add(fields("an empty path", PROTOCOL_STREAM, with(":path", "")));
        all.add(fields("an empty method", PROTOCOL_STREAM, with(":method", "")));
        all.add(fields("an empty authority", "400|" + PROTOCOL_STREAM, with(":authority", "")));
        all.add(fields("an unknown pseudo-header", PROTOCOL_STREAM, first(":other", "1")));
        all.add(fields("a status in a request", PROTOCOL_STREAM, first(":status", "200")));
        all.add(fields("a pseudo-header after a field", PROTOCOL_STREAM, first("x-a", "1")));
        all.add(fields("a path that is relative", PROTOCOL_STREAM, with(":path", "smuggled")));
        all.add(fields("a path with a host", PROTOCOL_STREAM, with(":path", "https://localhost/")));
        all.add(
                fields(
                        "a path that ends the line",
                        PROTOCOL_STREAM,
                        with(":path", "/ HTTP/1.1\r\nHost: localhost\r\n\r\nGET /smuggled")));
        all.add(fields("a path with a space", PROTOCOL_STREAM, with(":path", "/a b")));
        all.add(fields("a path with a tab", PROTOCOL_STREAM, with(":path", "/a\tb")));
        all.add(fields("a path with a zero", PROTOCOL_STREAM, with(":path", "/a\u0000b")));
        all.add(fields("a path with a fragment", "400", with(":path", "/a#b")));
        all.add(fields("a path with a broken escape", "400", with(":path", "/a%zz")));
        all.add(fields("a path above the root", "400", with(":path", "/../a")));
        all.add(fields("an asterisk", "400", with(":path", "*")));
        all.add(fields("a method with a space", PROTOCOL_STREAM, with(":method", "GET /smuggled")));
        all.add(
                fields(
                        "a method with a line break",
                        PROTOCOL_STREAM,
                        with(":method", "GET\r\nx: y")));
        all.add(fields("the method TRACE", "405", with(":method", "TRACE")));
        all.add(fields("the method TRACK", "405", with(":method", "TRACK")));
        all.add(fields("CONNECT", "405", ":method", "CONNECT", ":authority", "localhost:443"));
        all.add(fields("CONNECT with a path", PROTOCOL_STREAM, with(":method", "CONNECT")));
        all.add(fields("CONNECT without an authority", PROTOCOL_STREAM, ":method", "CONNECT"));
        all.add(
                fields(
                        "extended CONNECT, which was not offered",
                        PROTOCOL_STREAM,
                        first(":protocol", "websocket")));
        all.add(fields("the scheme http", "400", with(":scheme", "http")));
        all.add(fields("the scheme file", "400", with(":scheme", "file")));
        all.add(fields("a user in the authority", "400", with(":authority", "a@localhost")));
        all.add(fields("a path in the authority", "400", with(":authority", "localhost/a")));
        all.add(fields("two names in the authority", "400", with(":authority", "a, b")));
        all.add(
                fields(
                        "a line break in the authority",
                        PROTOCOL_STREAM,
                        with(":authority", "localhost\r\nx: y")));
    }

    private static Http2Hostile body(String name, String expected, Script script, String... more) {
        return new Http2Hostile(
                name,
                expected,
                it -> {
                    it.request(1, false, head("POST", "/", more));
                    script.send(it);
                });
    }

    private static void bodies(List<Http2Hostile> all) {
        all.add(
                body(
                        "more than the length",
                        PROTOCOL_STREAM,
                        it -> it.data(1, true, "toolong"),
                        "content-length",
                        "3"));
        all.add(
                body(
                        "less than the length",
                        PROTOCOL_STREAM,
                        it -> it.data(1, true, "x"),
                        "content-length",
                        "3"));
        all.add(
                fields(
                        "a length and no body",
                        PROTOCOL_STREAM,
                        head("POST", "/", "content-length", "3")));
        for (String length : List.of("x", "-1", "+3", "3, 4", "0x3", "", "99999999999999999999")) {
            all.add(
                    fields(
                            "the length " + length,
                            PROTOCOL_STREAM,
                            head("POST", "/", "content-length", length)));
        }
        all.add(
                fields(
                        "two lengths",
                        PROTOCOL_STREAM,
                        head("POST", "/", "content-length", "3", "content-length", "4")));
        all.add(
                body(
                        "trailers with a pseudo-header",
                        PROTOCOL_STREAM,
                        it -> it.request(1, true, ":path", "/smuggled")));
        all.add(
                body(
                        "trailers in upper case",
                        PROTOCOL_STREAM,
                        it -> it.request(1, true, "X-Sum", "1")));
        all.add(
                body(
                        "trailers with a line break",
                        PROTOCOL_STREAM,
                        it -> it.request(1, true, "x-sum", "1\r\n\r\nGET /smuggled")));
        all.add(
                body(
                        "trailers of the connection",
                        PROTOCOL_STREAM,
                        it -> it.request(1, true, "transfer-encoding", "chunked")));
        all.add(
                body(
                        "heads in the middle",
                        PROTOCOL_STREAM,
                        it -> it.request(1, false, "x-a", "1")));
        all.add(
                body(
                        "padding that is longer than the frame",
                        PROTOCOL,
                        it -> it.frame(DATA, PADDED, 1, (byte) 9, (byte) 0)));
        all.add(
                body(
                        "padding of an empty frame",
                        "stream FRAME_SIZE_ERROR",
                        it -> it.frame(DATA, PADDED, 1)));
    }

    private static Http2Hostile frame(
            String name, String expected, int type, int flags, int stream, byte... payload) {
        return new Http2Hostile(name, expected, it -> it.frame(type, flags, stream, payload));
    }

    private static void frames(List<Http2Hostile> all) {
        byte[] fine = block(head("GET", "/"));
        all.add(frame("DATA of no stream", PROTOCOL, DATA, 0, 0, (byte) 1));
        all.add(frame("HEADERS of no stream", PROTOCOL, HEADERS, END_HEADERS, 0, fine));
        all.add(frame("RST_STREAM of no stream", PROTOCOL, RST_STREAM, 0, 0, number(8)));
        all.add(frame("PRIORITY of no stream", PROTOCOL, PRIORITY, 0, 0, new byte[5]));
        all.add(frame("SETTINGS of a stream", PROTOCOL, SETTINGS, 0, 1, new byte[6]));
        all.add(frame("PING of a stream", PROTOCOL, PING, 0, 1, new byte[8]));
        all.add(frame("GOAWAY of a stream", PROTOCOL, GOAWAY, 0, 1, new byte[8]));
        all.add(frame("a short RST_STREAM", SIZE, RST_STREAM, 0, 1, new byte[3]));
        all.add(frame("a long RST_STREAM", SIZE, RST_STREAM, 0, 1, new byte[5]));
        all.add(frame("a short PING", SIZE, PING, 0, 0, new byte[7]));
        all.add(frame("a long PING", SIZE, PING, 0, 0, new byte[9]));
        all.add(frame("a short GOAWAY", SIZE, GOAWAY, 0, 0, new byte[7]));
        all.add(frame("a short WINDOW_UPDATE", SIZE, WINDOW_UPDATE, 0, 0, new byte[3]));
        all.add(frame("SETTINGS of an odd size", SIZE, SETTINGS, 0, 0, new byte[5]));
        all.add(frame("an acknowledgement with settings", SIZE, SETTINGS, ACK, 0, new byte[6]));
        all.add(
                frame(
                        "PRIORITY of an odd size",
                        "stream FRAME_SIZE_ERROR|" + SIZE,
                        PRIORITY,
                        0,
                        1,
                        new byte[4]));
        all.add(setting("push that is neither on nor off", PROTOCOL, 2, 2));
        all.add(setting("push from a client that allows it", "served", 2, 1));
        all.add(setting("a window of two gigabytes", FLOW + "|" + PROTOCOL, 4, 1 << 31));
        all.add(setting("frames that are too small", PROTOCOL, 5, 100));
        all.add(setting("frames that are too large", PROTOCOL, 5, 1 << 24));
        all.add(setting("an unknown setting", "served", 0x7777, 1));
        all.add(frame("an unknown frame", "served", 0x77, 0xff, 0, new byte[100]));
        all.add(
                frame(
                        "PUSH_PROMISE of a client",
                        PROTOCOL,
                        PUSH_PROMISE,
                        END_HEADERS,
                        1,
                        new byte[] {0, 0, 0, 2}));
        all.add(
                new Http2Hostile(
                        "a frame above the limit",
                        SIZE,
                        it -> {
                            it.header(16_385, HEADERS, END_HEADERS, 1);
                            it.flush();
                        }));
        all.add(
                new Http2Hostile(
                        "another preface",
                        PROTOCOL + "|" + SIZE + "|closed",
                        it -> it.raw(H2Client.PREFACE)));
        all.add(
                new Http2Hostile(
                        "a request of HTTP/1.1",
                        PROTOCOL + "|" + SIZE + "|closed",
                        it -> it.raw("GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        all.add(
                frame(
                        "a stream that depends on itself",
                        PROTOCOL_STREAM + "|" + PROTOCOL,
                        HEADERS,
                        END_HEADERS | END_STREAM | HAS_PRIORITY,
                        1,
                        join(number(1), new byte[] {1}, fine)));
        all.add(
                frame(
                        "HEADERS with more padding than frame",
                        PROTOCOL,
                        HEADERS,
                        END_HEADERS | PADDED,
                        1,
                        (byte) 200,
                        (byte) 0));
    }

    private static Http2Hostile setting(String name, String expected, int id, int value) {
        return new Http2Hostile(name, expected, it -> it.settings(id, value));
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static Http2Hostile after(String name, String expected, Script script) {
        return new Http2Hostile(name, expected, script);
    }

    private static void states(List<Http2Hostile> all) {
        all.add(after("a stream of the server", PROTOCOL, it -> it.get(2, "/smuggled")));
        all.add(
                after(
                        "streams that go back",
                        CLOSED_STREAM + "|" + PROTOCOL,
                        it -> {
                            it.request(5, false, head("POST", "/"));
                            it.get(1, "/smuggled");
                        }));
        all.add(after("DATA of an idle stream", PROTOCOL, it -> it.data(1, true, "x")));
        all.add(
                after(
                        "RST_STREAM of an idle stream",
                        PROTOCOL,
                        it -> it.frame(RST_STREAM, 0, 1, number(8))));
        all.add(
                after(
                        "WINDOW_UPDATE of an idle stream",
                        PROTOCOL,
                        it -> it.frame(WINDOW_UPDATE, 0, 1, number(8))));
        all.add(
                after(
                        "DATA after the end",
                        CLOSED_STREAM,
                        it -> {
                            it.get(1, "/slow");
                            it.data(1, true, "x");
                        }));
        all.add(
                after(
                        "HEADERS after the end",
                        CLOSED_STREAM + "|" + PROTOCOL_STREAM,
                        it -> {
                            it.get(1, "/slow");
                            it.get(1, "/smuggled");
                        }));
        all.add(
                after(
                        "CONTINUATION of nothing",
                        PROTOCOL,
                        it -> it.frame(CONTINUATION, END_HEADERS, 1, block("x-a", "1"))));
        all.add(
                after(
                        "a frame between the parts of a head",
                        PROTOCOL,
                        it -> {
                            it.frame(HEADERS, END_STREAM, 1, block(head("GET", "/smuggled")));
                            it.frame(PING, 0, 0, new byte[8]);
                        }));
        all.add(
                after(
                        "the head of another stream between the parts of one",
                        PROTOCOL,
                        it -> {
                            it.frame(HEADERS, END_STREAM, 1, block(head("GET", "/smuggled")));
                            it.get(3, "/smuggled");
                        }));
        all.add(
                after(
                        "CONTINUATION of another stream",
                        PROTOCOL,
                        it -> {
                            it.frame(HEADERS, END_STREAM, 1, block(head("GET", "/smuggled")));
                            it.frame(CONTINUATION, END_HEADERS, 3, block("x-a", "1"));
                        }));
    }

    private static void windows(List<Http2Hostile> all) {
        all.add(frame("a window that grows by nothing", PROTOCOL, WINDOW_UPDATE, 0, 0, number(0)));
        all.add(
                after(
                        "a stream's window that grows by nothing",
                        PROTOCOL_STREAM + "|" + PROTOCOL,
                        it -> {
                            it.get(1, "/slow");
                            it.opens(1, 0);
                        }));
        all.add(
                frame(
                        "a window beyond two gigabytes",
                        FLOW,
                        WINDOW_UPDATE,
                        0,
                        0,
                        number(Integer.MAX_VALUE)));
        all.add(
                after(
                        "a stream's window beyond two gigabytes",
                        "stream FLOW_CONTROL_ERROR",
                        it -> {
                            it.get(1, "/slow");
                            it.opens(1, Integer.MAX_VALUE);
                        }));
        all.add(
                after(
                        "windows that grow beyond two gigabytes by a setting",
                        "stream FLOW_CONTROL_ERROR",
                        it -> {
                            it.get(1, "/slow");
                            it.opens(1, Integer.MAX_VALUE - 65_535);
                            it.settings(4, 100_000);
                        }));
        all.add(
                body(
                        "a body beyond the window",
                        "stream FLOW_CONTROL_ERROR|" + FLOW,
                        it -> {
                            for (int i = 0; i < 2_000; i++) {
                                it.write(DATA, 0, 1, new byte[16_384]);
                            }
                            it.flush();
                        },
                        "x-hold",
                        "1"));
    }

    private static Http2Hostile compressed(String name, String expected, int... bytes) {
        byte[] block = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            block[i] = (byte) bytes[i];
        }
        return frame(name, expected, HEADERS, END_HEADERS | END_STREAM, 1, block);
    }

    private static void compression(List<Http2Hostile> all) {
        all.add(compressed("the index zero", COMPRESSION, 0x80));
        all.add(compressed("an index beyond the tables", COMPRESSION, 0xff, 0x7f));
        all.add(
                compressed(
                        "an index that never ends",
                        COMPRESSION,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff));
        all.add(compressed("a name beyond the tables", COMPRESSION, 0x7f, 0x7f, 1, 'a'));
        all.add(compressed("a name that is cut", COMPRESSION, 0, 9, 'a'));
        all.add(
                compressed(
                        "a name of two gigabytes",
                        COMPRESSION,
                        0,
                        0x7f,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        7));
        all.add(compressed("a value that is cut", COMPRESSION, 0, 1, 'a', 9, 'b'));
        all.add(
                compressed(
                        "a code that is none",
                        COMPRESSION,
                        0,
                        1,
                        'a',
                        0x84,
                        0xff,
                        0xff,
                        0xff,
                        0xff));
        all.add(
                compressed(
                        "padding of a code that is too long",
                        COMPRESSION,
                        0,
                        1,
                        'a',
                        0x82,
                        0x1f,
                        255));
        all.add(compressed("a table beyond the limit", COMPRESSION, 0x3f, 0xe2, 0x1f, 0x82));
        all.add(
                frame(
                        "a table that changes too late",
                        COMPRESSION,
                        HEADERS,
                        END_HEADERS | END_STREAM,
                        1,
                        join(block(head("GET", "/")), new byte[] {0x20})));
        all.add(
                after(
                        "a bomb: one large field again and again",
                        "431|" + CALM + "|" + PROTOCOL,
                        it -> {
                            byte[] bomb = new byte[12_000];
                            Arrays.fill(bomb, (byte) 0xbe);
                            it.frame(
                                    HEADERS,
                                    END_HEADERS | END_STREAM,
                                    1,
                                    join(
                                            block(head("GET", "/")),
                                            new byte[] {0x40, 1, 'a', 0x7f, (byte) 0x81, 0x1d},
                                            "b".repeat(3840).getBytes(StandardCharsets.US_ASCII),
                                            bomb));
                        }));
    }

    private static Http2Hostile flood(String name, int times, Script one) {
        return new Http2Hostile(
                name,
                CALM,
                it -> {
                    for (int i = 0; i < times; i++) {
                        one.send(it);
                    }
                    it.flush();
                });
    }

    private static void floods(List<Http2Hostile> all) {
        byte[] window = {0, 4, 0, 1, 0, 0};
        all.add(flood("a flood of PING", 20_000, it -> it.write(PING, 0, 0, new byte[8])));
        all.add(
                flood(
                        "a flood of acknowledged PING",
                        20_000,
                        it -> it.write(PING, ACK, 0, new byte[8])));
        all.add(flood("a flood of SETTINGS", 20_000, it -> it.write(SETTINGS, 0, 0)));
        all.add(
                flood(
                        "a flood of windows that change",
                        20_000,
                        it -> it.write(SETTINGS, 0, 0, window)));
        all.add(
                flood(
                        "a flood of PRIORITY",
                        20_000,
                        it -> it.write(PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 1})));
        all.add(
                flood(
                        "a flood of WINDOW_UPDATE",
                        20_000,
                        it -> it.write(WINDOW_UPDATE, 0, 0, number(1))));
        all.add(
                flood(
                        "a flood of frames of unknown kind",
                        30_000,
                        it -> it.write(0x77, 0, 0, new byte[0])));
        all.add(
                new Http2Hostile(
                        "a flood of empty DATA",
                        CALM,
                        it -> {
                            it.request(1, false, head("POST", "/"));
                            for (int i = 0; i < 1_000; i++) {
                                it.write(DATA, 0, 1);
                            }
                            it.flush();
                        }));
        all.add(
                new Http2Hostile(
                        "a flood of padding",
                        CALM,
                        it -> {
                            it.request(1, false, head("POST", "/"));
                            byte[] padding = new byte[100];
                            padding[0] = 99;
                            for (int i = 0; i < 500; i++) {
                                it.write(DATA, PADDED, 1, padding);
                            }
                            it.flush();
                        }));
        all.add(
                new Http2Hostile(
                        "a flood of CONTINUATION",
                        CALM + "|" + PROTOCOL,
                        it -> {
                            it.write(HEADERS, END_STREAM, 1, block(head("GET", "/smuggled")));
                            for (int i = 0; i < 10_000; i++) {
                                it.write(CONTINUATION, 0, 1);
                            }
                            it.flush();
                        }));
        all.add(
                new Http2Hostile(
                        "a head without end",
                        CALM + "|" + PROTOCOL,
                        it -> {
                            it.write(HEADERS, END_STREAM, 1, block(head("GET", "/smuggled")));
                            byte[] part = block("x-a", "b".repeat(16_000));
                            for (int i = 0; i < 100; i++) {
                                it.write(CONTINUATION, 0, 1, part);
                            }
                            it.flush();
                        }));
        all.add(
                new Http2Hostile(
                        "rapid reset",
                        CALM,
                        it -> {
                            byte[] block = block(head("GET", "/slow"));
                            for (int i = 1; i < 2_000; i += 2) {
                                it.write(HEADERS, END_HEADERS | END_STREAM, i, block);
                                it.write(RST_STREAM, 0, i, number(8));
                            }
                            it.flush();
                        }));
        all.add(
                madeReset(
                        "by windows that grow by nothing",
                        (it, i) -> it.write(WINDOW_UPDATE, 0, i, number(0))));
        all.add(
                madeReset(
                        "by windows beyond two gigabytes",
                        (it, i) -> it.write(WINDOW_UPDATE, 0, i, number(Integer.MAX_VALUE))));
        all.add(madeReset("by DATA after the end", (it, i) -> it.write(DATA, 0, i, (byte) 1)));
        all.add(
                madeReset(
                        "by PRIORITY of an odd size",
                        (it, i) -> it.write(PRIORITY, 0, i, new byte[4])));
        all.add(
                new Http2Hostile(
                        "malformed requests without end",
                        CALM,
                        it -> {
                            byte[] block = block(head("GET", "/", "connection", "close"));
                            for (int i = 1; i < 2_000; i += 2) {
                                it.write(HEADERS, END_HEADERS | END_STREAM, i, block);
                            }
                            it.flush();
                        }));
    }

    private interface Each {
        void send(H2Client client, int stream) throws IOException;
    }

    /** CVE-2025-8671: the resets are ours. */
    private static Http2Hostile madeReset(String name, Each mistake) {
        return new Http2Hostile(
                "resets that the gateway makes " + name,
                CALM + "|" + SIZE + "|" + PROTOCOL,
                it -> {
                    byte[] block = block(head("GET", "/slow"));
                    for (int i = 1; i < 2_000; i += 2) {
                        it.write(HEADERS, END_HEADERS | END_STREAM, i, block);
                        mistake.send(it, i);
                    }
                    it.flush();
                });
    }
}
