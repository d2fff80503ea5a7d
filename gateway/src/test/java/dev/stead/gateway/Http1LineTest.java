package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A client's line on a socket whose room the test decides on. */
final class Http1LineTest {
    private static final Duration NO_TIME = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private final Socket socket = new Socket();
    private final List<ClientConnection> asked = new ArrayList<>();

    /** One that takes bytes only when it has room. */
    private static final class Socket extends EmbeddedChannel {
        private boolean full;

        @Override
        protected void doWrite(ChannelOutboundBuffer out) throws Exception {
            if (!full) {
                super.doWrite(out);
            }
        }

        String drained() {
            full = false;
            flush();
            runPendingTasks();
            StringBuilder text = new StringBuilder();
            for (ByteBuf part = readOutbound(); part != null; part = readOutbound()) {
                text.append(part.toString(StandardCharsets.US_ASCII));
                part.release();
            }
            return text.toString();
        }
    }

    private Loop line(Duration head, Duration idle, Duration stall, Answers answers) {
        Watching watching = new Watching(10, Optional.empty(), 7);
        GatewaySettings usual = GatewaySettings.standard();
        GatewaySettings settings =
                new GatewaySettings(
                        1, 10, head, idle, stall, LONG, LONG, LONG, 1, usual.sessions());
        Loop loop =
                new Loop(
                        socket.eventLoop(),
                        new SplittableRandom(1),
                        InstantSource.system(),
                        settings,
                        watching.newLedger(InstantSource.system()),
                        watching.limits());
        new Http1Line(
                        socket,
                        loop,
                        (client, request) -> {
                            asked.add(client);
                            return answers.choose(client, request);
                        },
                        new Listener())
                .install();
        return loop;
    }

    private static FullHttpResponse page(int bytes) {
        FullHttpResponse page =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        Unpooled.copiedBuffer("x".repeat(bytes), StandardCharsets.US_ASCII));
        HttpUtil.setContentLength(page, bytes);
        return page;
    }

    private static Answers pages(int bytes) {
        return (client, _) -> new PageAnswer(client, () -> page(bytes));
    }

    /** Answers only when it is told to. */
    private static final class Later extends DecidingAnswer {
        @Override
        public void begin() {}

        @Override
        public void clientGone() {}

        @Override
        public void checkDeadlines(long now) {}
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void takesNoFurtherRequestsFromAClientThatDoesNotRead() {
        line(LONG, LONG, LONG, pages(1_000));
        socket.full = true;
        socket.writeInbound(bytes(GET.repeat(1_000)));
        assertThat(asked).hasSizeBetween(1, 100);
        int answered = 0;
        while (answered < 1_000) {
            int more = count(socket.drained(), "200 OK");
            assertThat(more).isPositive();
            answered += more;
        }
        assertThat(asked).hasSize(1_000);
        assertThat(socket.isOpen()).isTrue();
        socket.finishAndReleaseAll();
    }

    @Test
    void keepsRequestsThatWaitAsTheyCame() {
        line(LONG, LONG, LONG, (_, _) -> new Later());
        ByteBuf all = bytes(GET.repeat(1_000));
        socket.writeInbound(all);
        assertThat(all.readableBytes()).isEqualTo(999 * GET.length());
        for (int i = 0; i < 1_000; i++) {
            assertThat(asked).hasSize(i + 1);
            asked.getLast().decided(new PageAnswer(asked.getLast(), () -> page(1)));
            socket.runPendingTasks();
        }
        assertThat(all.refCnt()).isZero();
        assertThat(count(socket.drained(), "200 OK")).isEqualTo(1_000);
        socket.finishAndReleaseAll();
    }

    @Test
    void keepsChunksThatWaitAsTheyCame() {
        List<HttpContent> taken = new ArrayList<>();
        line(LONG, LONG, LONG, (_, _) -> new Later());
        ByteBuf all =
                bytes(
                        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "1\r\na\r\n".repeat(500)
                                + "0\r\n\r\n");
        socket.writeInbound(all);
        assertThat(all.readableBytes()).isGreaterThan(500 * 6);
        ClientConnection client = asked.getFirst();
        client.decided(new Collecting(client, taken));
        socket.runPendingTasks();
        assertThat(taken).hasSize(501);
        assertThat(socket.drained()).contains("200 OK");
        taken.forEach(HttpContent::release);
        socket.finishAndReleaseAll();
    }

    /** Keeps what it gets, and answers at its end. */
    private record Collecting(ClientConnection client, List<HttpContent> taken) implements Answer {
        @Override
        public void begin() {}

        @Override
        public void body(HttpContent content) {
            taken.add(content);
            if (client.requestDone()) {
                client.replyWith(page(1));
            }
        }

        @Override
        public boolean wantsBody() {
            return true;
        }

        @Override
        public void readComplete() {}

        @Override
        public void clientWritable() {}

        @Override
        public void clientGone() {}

        @Override
        public void checkDeadlines(long now) {}
    }

    @Test
    void theLastReplyMayLeaveSlowly() {
        Loop loop = line(NO_TIME, NO_TIME, LONG, pages(50_000));
        socket.full = true;
        socket.writeInbound(bytes(LAST));
        loop.tick();
        loop.tick();
        assertThat(socket.isOpen()).isTrue();
        assertThat(count(socket.drained(), "x{50000}")).isEqualTo(1);
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void aConnectionIsNotIdleBeforeItsReplyHasLeft() {
        Loop loop = line(NO_TIME, NO_TIME, LONG, pages(50_000));
        socket.full = true;
        socket.writeInbound(bytes(GET));
        loop.tick();
        loop.tick();
        assertThat(socket.isOpen()).isTrue();
        assertThat(count(socket.drained(), "x{50000}")).isEqualTo(1);
        loop.tick();
        loop.tick();
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void theLastReplyMayNotStall() {
        Loop loop = line(LONG, LONG, NO_TIME, pages(50_000));
        socket.full = true;
        socket.writeInbound(bytes(LAST));
        loop.tick();
        loop.tick();
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void anEmptyLineDoesNotEndTheIdleTime() {
        Loop loop = line(NO_TIME, LONG, LONG, pages(1));
        socket.writeInbound(bytes(GET + "\r\n"));
        loop.tick();
        assertThat(socket.isOpen()).isTrue();
        socket.writeInbound(bytes("G"));
        loop.tick();
        assertThat(socket.isOpen()).isFalse();
        socket.finishAndReleaseAll();
    }
}
