package dev.stead.api;

import dev.stead.api.ControlWire.Line;
import dev.stead.base.Json;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Writes lines no faster than the client reads; from many threads, one after the other. The answer
 * begins with the first line.
 */
final class LineWriter implements Consumer<Line> {
    private final HttpServerResponse response;
    private final Json json;
    private boolean begun;
    private boolean gone;

    LineWriter(HttpServerResponse response, Json json) {
        this.response = response;
        this.json = json;
    }

    synchronized boolean begun() {
        return begun;
    }

    @Override
    public synchronized void accept(Line line) {
        if (gone) {
            return;
        }
        if (!begun) {
            begun = true;
            response.setChunked(true)
                    .putHeader("Content-Type", "application/x-ndjson")
                    .putHeader("Cache-Control", "no-store");
        }
        try {
            response.write(Buffer.buffer(json.write(line) + "\n"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException | IllegalStateException e) {
            gone = true;
        }
    }

    synchronized void end() {
        if (!gone) {
            var _ = response.end();
        }
    }
}
