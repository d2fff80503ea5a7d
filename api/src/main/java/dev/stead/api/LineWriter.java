package dev.stead.api;

import dev.stead.api.ControlWire.Line;
import dev.stead.base.Json;
import dev.stead.base.StreamedAnswer;

import java.util.function.Consumer;

/**
 * Writes lines no faster than the client reads; from many threads, one after the other. The answer
 * begins with the first line. A client that has gone, or reads nothing, holds nothing up.
 */
record LineWriter(StreamedAnswer answer, Json json) implements Consumer<Line> {
    @Override
    public void accept(Line line) {
        answer.begin("application/x-ndjson");
        answer.write(json.write(line) + "\n");
    }
}
