package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

import java.util.Set;

/** Netty's codec with the gateway's limits; each says which attack it is for. */
final class Http2Codec
        extends AbstractHttp2ConnectionHandlerBuilder<Http2ClientHandler, Http2Codec> {
    /** Bytes of a stream's body that may wait for the instance. */
    static final int STREAM_WINDOW = 64 * 1024;

    /** Streams that a client may reset in {@link #SECONDS}: rapid reset, CVE-2023-44487. */
    static final int MAX_RESETS = 500;

    static final int SECONDS = 30;

    /** CONTINUATION frames of a head that hold next to nothing. */
    private static final int MAX_SMALL_CONTINUATIONS = 8;

    /** Replies to PING and SETTINGS, and resets, that a client leaves unread. */
    private static final int MAX_QUEUED_CONTROL_FRAMES = 1_000;

    private static final int MAX_EMPTY_DATA_FRAMES = 10;

    /** Different for each reply, so that remembering them has no use (RFC 7541, 7.1.3). */
    private static final Set<AsciiString> UNINDEXED =
            Set.of(AsciiString.cached("x-request-id"), AsciiString.cached("set-cookie"));

    private final Channel channel;
    private final Loop loop;
    private final Answers answers;
    private final Listener listener;
    private final Http2Budget budget;

    private Http2Codec(Channel channel, Loop loop, Answers answers, Listener listener) {
        this.channel = channel;
        this.loop = loop;
        this.answers = answers;
        this.listener = listener;
        this.budget = new Http2Budget(loop.now());
    }

    /** A handler for a client's connection. */
    static Http2ClientHandler newHandler(
            Channel channel, Loop loop, Answers answers, Listener listener) {
        Http2Codec codec = new Http2Codec(channel, loop, answers, listener);
        return codec.connection(newConnection(codec.budget))
                .initialSettings(settings())
                .validateHeaders(true)
                .encoderIgnoreMaxHeaderListSize(true)
                .headerSensitivityDetector((name, _) -> UNINDEXED.contains(AsciiString.of(name)))
                .encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES)
                .decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, SECONDS)
                // Counted by Http2Resets, which leaves the client time to read why.
                .encoderEnforceMaxRstFramesPerWindow(0, 0)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES)
                .decoderEnforceMaxSmallContinuationFrames(MAX_SMALL_CONTINUATIONS)
                .decoupleCloseAndGoAway(true)
                .build();
    }

    private static Http2Settings settings() {
        return new Http2Settings()
                .maxConcurrentStreams(GatewaySettings.MAX_STREAMS)
                .maxHeaderListSize(GatewaySettings.MAX_HEAD)
                .initialWindowSize(STREAM_WINDOW);
    }

    /**
     * All streams alike, as the priorities of RFC 7540 are no more (RFC 9113, 5.3), so that there
     * is no tree for a client to grow.
     */
    private static Http2Connection newConnection(Http2Budget budget) {
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(
                                connection, new UniformStreamByteDistributor(connection)));
        connection.local().flowController(new Http2Intake(connection, budget));
        return connection;
    }

    @Override
    protected Http2ClientHandler build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
        Http2ClientHandler handler =
                new Http2ClientHandler(
                        decoder, encoder, initial, budget, channel, loop, answers, listener);
        frameListener(new Http2Frames(handler));
        return handler;
    }
}
