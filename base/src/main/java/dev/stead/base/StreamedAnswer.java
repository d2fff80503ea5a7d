package dev.stead.base;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is written bit by bit, no faster than the client reads. From many threads, one
 * after the other; what is written after the client went away is dropped.
 */
public final class StreamedAnswer {
    // A client that reads nothing for so long has gone: no change may wait for it.
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    private final HttpServerResponse response;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private boolean begun;
    private boolean gone;

    /** Begins with nothing sent. */
    public StreamedAnswer(HttpServerResponse response) {
        this.response = response;
    }

    /** Says that the client has gone away; never blocks. */
    public void leave() {
        left.complete(null);
    }

    /** Whether something was written, so that another answer is not possible any more. */
    public synchronized boolean begun() {
        return begun;
    }

    /** Whether nothing more will reach the client. */
    public synchronized boolean gone() {
        return gone;
    }

    /** Sends the headers; a second call does nothing. */
    public synchronized void begin(String type) {
        if (!begun) {
            begun = true;
            // Nobody between may hold parts back to make them smaller.
            response.setChunked(true)
                    .putHeader("Content-Type", type)
                    .putHeader("Cache-Control", "no-store, no-transform");
        }
    }

    /** Sends this; returns when the client took it, or has gone. */
    public synchronized void write(String text) {
        if (gone) {
            return;
        }
        try {
            CompletableFuture<Void> written =
                    response.write(Buffer.buffer(text)).toCompletionStage().toCompletableFuture();
            // What was being written when the client went away may never be told to have failed.
            CompletableFuture.anyOf(written, left)
                    .orTimeout(LONGEST_WRITE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            gone = left.isDone();
        } catch (CompletionException | IllegalStateException e) {
            gone = true;
        }
    }

    /** The last part was written; nothing after it is. */
    public synchronized void end() {
        if (!gone) {
            gone = true;
            var _ = response.end();
        } else if (!response.closed() && !response.ended()) {
            var _ = response.reset();
        }
    }
}
