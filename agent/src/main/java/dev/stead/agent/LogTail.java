package dev.stead.agent;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Reads a log from somewhere near its end on. For one thread. */
final class LogTail {
    private static final int CHUNK = 64 * 1024;

    private final LogFile file;
    private final LineCutter cutter;
    private final byte[] chunk = new byte[CHUNK];
    private long position;

    LogTail(LogFile file, Consumer<String> sink) {
        this.file = file;
        this.cutter = new LineCutter(sink);
    }

    /** The last lines of a log as it is now, oldest first. */
    static List<String> lastLines(LogFile file, int atMost) throws IOException {
        return lastLines(file, 0, atMost);
    }

    /** The last lines of what was written since a position, oldest first. */
    static List<String> lastLines(LogFile file, long since, int atMost) throws IOException {
        if (atMost <= 0) {
            return List.of();
        }
        Deque<String> lines = new ArrayDeque<>();
        LogTail tail =
                new LogTail(
                        file,
                        line -> {
                            lines.add(line);
                            if (lines.size() > atMost) {
                                lines.remove();
                            }
                        });
        tail.seek(atMost);
        tail.position = Math.max(tail.position, since);
        tail.readNew();
        tail.cutter.finish();
        return new ArrayList<>(lines);
    }

    /** Goes back by this many lines from the end. */
    void seek(int lines) throws IOException {
        long end = file.end();
        long beginning = file.beginning();
        position = end;
        int wanted = lines;
        if (end > beginning && !endsLine(end - 1)) {
            wanted--;
        }
        while (position > beginning) {
            int length = (int) Math.min(CHUNK, position - beginning);
            int read = file.read(position - length, chunk, length);
            for (int i = read - 1; i >= 0; i--) {
                if (chunk[i] == '\n' && wanted-- <= 0) {
                    position = position - length + i + 1;
                    return;
                }
            }
            position -= length;
        }
        if (file.beginsInLine()) {
            skipToLine();
        }
    }

    /** Hands over what is new, up to the end as it was when called. */
    void readNew() throws IOException {
        long end = file.end();
        skipWhatIsGone(end);
        while (position < end) {
            int read = file.read(position, chunk, (int) Math.min(CHUNK, end - position));
            if (read == 0 || skipWhatIsGone(end)) {
                return;
            }
            cutter.add(chunk, read);
            position += read;
        }
    }

    /** The head may go, also while it is being read; then what was read is not to be trusted. */
    private boolean skipWhatIsGone(long end) throws IOException {
        long beginning = file.beginning();
        if (position >= beginning && position <= end) {
            return false;
        }
        cutter.drop();
        position = beginning;
        if (file.beginsInLine()) {
            skipToLine();
        }
        return true;
    }

    /** What follows a hole is the rest of a line. */
    private void skipToLine() throws IOException {
        int read = file.read(position, chunk, CHUNK);
        for (int i = 0; i < read; i++) {
            if (chunk[i] == '\n') {
                position += i + 1;
                return;
            }
        }
        position += read;
    }

    private boolean endsLine(long at) throws IOException {
        return file.read(at, chunk, 1) == 1 && chunk[0] == '\n';
    }
}
