package dev.stead.gateway;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lines of a connection's streams. */
final class Http2Lines {
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final Deque<Http2Line> touched = new ArrayDeque<>();

    Http2Lines(Http2Connection connection) {
        this.connection = connection;
        this.key = connection.newKey();
    }

    void add(Http2Stream stream, Http2Line line) {
        stream.setProperty(key, line);
    }

    Optional<Http2Line> of(int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null ? Optional.empty() : of(stream);
    }

    /** Empty for a stream whose request was refused as malformed. */
    Optional<Http2Line> of(Http2Stream stream) {
        return Optional.ofNullable(stream.getProperty(key));
    }

    /** The answer of a line has got a part of a body, which ends with this read. */
    void touched(Http2Line line) {
        if (!line.equals(touched.peekLast())) {
            touched.addLast(line);
        }
    }

    /** One read of the connection is complete. */
    void readComplete() {
        for (Http2Line line = touched.poll(); line != null; line = touched.poll()) {
            guarded(line, Http2Line::bodyIsAtHand);
        }
    }

    /** Does something with each line; what fails for one is done for the others. */
    void each(Consumer<Http2Line> action) {
        all().forEach(line -> guarded(line, action));
    }

    private static void guarded(Http2Line line, Consumer<Http2Line> action) {
        try {
            action.accept(line);
        } catch (RuntimeException e) {
            line.broke();
        }
    }

    /** The longest time that one of them may stall, nanoseconds; 0 without any. */
    long longestStall() {
        return all().stream().mapToLong(Http2Line::stall).max().orElse(0);
    }

    /** Those of streams that have not ended. */
    List<Http2Line> all() {
        List<Http2Line> all = new ArrayList<>(connection.numActiveStreams());
        try {
            connection.forEachActiveStream(stream -> {
                of(stream).ifPresent(all::add);
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
