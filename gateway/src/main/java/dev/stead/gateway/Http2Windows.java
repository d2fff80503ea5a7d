package dev.stead.gateway;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * How much a client may send ahead. Each stream begins with a small window, so that all of them
 * together, with instances that take nothing, hold little; the few whose body is taken get a larger
 * one, without which a long way to the client would bound their speed.
 */
final class Http2Windows {
    /** For all streams together. It is opened again at once, so it only bounds the speed. */
    private static final int CONNECTION = 2 << 20;

    private static final int GROWTH = 512 * 1024;
    private static final int MOST_GROWN = 8;
    private static final int GROWN = -1;

    private final Http2Connection connection;
    private final Http2ConnectionDecoder decoder;
    private final Http2Connection.PropertyKey taken;
    private int grown;

    Http2Windows(Http2Connection connection, Http2ConnectionDecoder decoder) {
        this.connection = connection;
        this.decoder = decoder;
        this.taken = connection.newKey();
    }

    void open() throws Http2Exception {
        flow().incrementWindowSize(connection.connectionStream(), CONNECTION);
    }

    /** Bytes of a body were taken; true when that wrote a frame. */
    boolean taken(Http2Stream stream, int bytes) {
        try {
            boolean grew = grow(stream, bytes);
            return flow().consumeBytes(stream, bytes) || grew;
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean grow(Http2Stream stream, int bytes) throws Http2Exception {
        Integer known = stream.getProperty(taken);
        int before = known == null ? 0 : known;
        if (before == GROWN) {
            return false;
        }
        // A stream that could not grow may later, so the count stays at what is enough.
        int all = Math.min(before + bytes, Http2Codec.STREAM_WINDOW);
        if (all < Http2Codec.STREAM_WINDOW || grown == MOST_GROWN) {
            stream.setProperty(taken, all);
            return false;
        }
        grown++;
        stream.setProperty(taken, GROWN);
        flow().incrementWindowSize(stream, GROWTH);
        return true;
    }

    void closed(Http2Stream stream) {
        Integer all = stream.getProperty(taken);
        if (all != null && all == GROWN) {
            grown--;
        }
    }

    private Http2LocalFlowController flow() {
        return decoder.flowController();
    }
}
