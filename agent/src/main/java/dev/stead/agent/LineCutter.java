package dev.stead.agent;

import java.util.function.Consumer;

/**
 * Cuts bytes into clean lines; holds at most one line of bounded length, however long lines are.
 */
final class LineCutter {
    private final Consumer<String> sink;
    private final byte[] line = new byte[LogText.LONGEST];
    private int length;
    private long left;
    private boolean any;

    LineCutter(Consumer<String> sink) {
        this.sink = sink;
    }

    void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte next = bytes[i];
            if (next == '\n') {
                flush();
            } else if (length < line.length) {
                any = true;
                line[length++] = next;
            } else {
                any = true;
                left++;
            }
        }
    }

    /** The line that has no end yet counts as one. */
    void finish() {
        if (any) {
            flush();
        }
    }

    /** Forgets the line that has no end yet. */
    void drop() {
        length = 0;
        left = 0;
        any = false;
    }

    private void flush() {
        String text = LogText.clean(line, length, left);
        drop();
        sink.accept(text);
    }
}
