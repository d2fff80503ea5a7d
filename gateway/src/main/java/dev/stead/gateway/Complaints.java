package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What one program writes to FastCGI's error stream, put together to lines: records end wherever
 * they are full, also inside a character.
 */
final class Complaints {
    /** Bytes of a line that are kept; more than is shown of it in whatever characters. */
    private static final int LONGEST = 4 * ProgramLines.LONGEST + 4;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * Of which nothing has come yet.
     *
     * @param lines gets each line once it is complete, without its end
     */
    Complaints(Consumer<String> lines) {
        this.lines = lines;
    }

    /** A part of the stream. */
    void take(ByteBuf part) {
        while (part.isReadable()) {
            byte next = part.readByte();
            if (next == '\n') {
                end();
            } else if (line.size() < LONGEST) {
                line.write(next);
            }
        }
    }

    /** There is no more. */
    void end() {
        if (line.size() > 0) {
            lines.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }
}
