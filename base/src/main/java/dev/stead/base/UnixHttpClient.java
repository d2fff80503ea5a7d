package dev.stead.base;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * HTTP/1.1 over a Unix socket, blocking, one connection for each request. Netty's codec speaks the
 * protocol, without event loops, so that a command starts quickly. Interrupting the calling thread
 * ends a request. Thread-safe.
 *
 * @param socket the server's socket
 * @param headers sent with each request
 */
public record UnixHttpClient(Path socket, Map<String, String> headers) {
    private static final int CHUNK = 64 * 1024;

    public UnixHttpClient {
        headers = Map.copyOf(headers);
    }

    /** Without headers of its own. */
    public UnixHttpClient(Path socket) {
        this(socket, Map.of());
    }

    /** What came back: the whole body, unless it was handed over line by line. */
    public record Answer(int status, String body) {}

    /** Sends a request and waits for the whole answer. */
    public Answer send(String method, String uri, String json) throws IOException {
        return stream(method, uri, json, null);
    }

    /**
     * Sends a request; the lines of an answer with status 200 are handed over as they come.
     *
     * @throws IOException when there is no server, or it went away before the answer was whole
     */
    public Answer stream(
            String method,
            String uri,
            String json,
            @org.jspecify.annotations.Nullable Consumer<String> lines)
            throws IOException {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connection.connect(UnixDomainSocketAddress.of(socket));
            EmbeddedChannel codec = new EmbeddedChannel(new HttpClientCodec());
            try {
                write(connection, codec, request(method, uri, json));
                return read(connection, codec, new Body(lines));
            } finally {
                codec.finishAndReleaseAll();
            }
        }
    }

    private DefaultFullHttpRequest request(String method, String uri, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.valueOf(method),
                        uri,
                        Unpooled.wrappedBuffer(body));
        request.headers()
                .set(HttpHeaderNames.HOST, "stead")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.forEach((name, value) -> request.headers().set(name, value));
        return request;
    }

    private static void write(SocketChannel connection, EmbeddedChannel codec, Object request)
            throws IOException {
        codec.writeOutbound(request);
        for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
            ByteBuffer bytes = part.nioBuffer();
            while (bytes.hasRemaining()) {
                connection.write(bytes);
            }
            part.release();
        }
    }

    private static Answer read(SocketChannel connection, EmbeddedChannel codec, Body body)
            throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (!body.complete) {
            chunk.clear();
            if (connection.read(chunk) < 0) {
                throw new IOException(
                        "the server ended the connection before its answer was whole");
            }
            codec.writeInbound(Unpooled.copiedBuffer(chunk.flip()));
            for (HttpObject part = codec.readInbound(); part != null; part = codec.readInbound()) {
                body.take(part);
            }
        }
        return new Answer(body.status, body.rest());
    }

    /** Collects an answer. */
    private static final class Body {
        private final @org.jspecify.annotations.Nullable Consumer<String> lines;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        private int status;
        private boolean complete;

        Body(@org.jspecify.annotations.Nullable Consumer<String> lines) {
            this.lines = lines;
        }

        void take(HttpObject part) throws IOException {
            try {
                if (part.decoderResult().isFailure()) {
                    throw new IOException("the server's answer is not HTTP");
                }
                if (part instanceof HttpResponse response) {
                    status = response.status().code();
                }
                if (part instanceof HttpContent content) {
                    take(content.content());
                }
                complete |= part instanceof LastHttpContent;
            } finally {
                ReferenceCountUtil.release(part);
            }
        }

        private void take(ByteBuf bytes) {
            while (bytes.isReadable()) {
                byte b = bytes.readByte();
                if (b == '\n' && lines != null && status == 200) {
                    lines.accept(rest());
                    pending.reset();
                } else {
                    pending.write(b);
                }
            }
        }

        String rest() {
            return pending.toString(StandardCharsets.UTF_8);
        }
    }
}
