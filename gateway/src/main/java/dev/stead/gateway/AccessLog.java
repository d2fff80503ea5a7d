package dev.stead.gateway;

import dev.stead.model.TrafficRules.LogRules;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The access log: event loops put lines into rings of their own, one thread writes them to the file
 * ten times a second, or earlier when a ring is half full. Nobody waits for it: a line for which
 * there is no room, or which cannot be written, is dropped and counted.
 */
final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int RING = 256 * 1024;
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(2);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(5);

    private final Path path;
    private final List<LineRing> rings = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final ByteBuffer batch = ByteBuffer.allocateDirect(RING);
    private final Thread thread;
    private volatile Rules rules = new Rules(false, new HiddenNames(List.of()), 0);
    private volatile boolean closed;
    private @Nullable RotatingFile file;
    private long failedAt;
    private long told;
    private long toldAt = System.nanoTime() - SILENCE;

    /**
     * Writes to a file that is made with the first line, below a folder that is there by then.
     *
     * @param path of the newer one of two files
     */
    AccessLog(Path path) {
        this.path = path;
        this.thread = Thread.ofPlatform().daemon().name("gateway-access-log").start(this::run);
    }

    /** What holds now, ready to use. */
    record Rules(boolean on, HiddenNames hidden, long keep) {}

    Rules rules() {
        return rules;
    }

    /** Goes on by other rules. */
    void use(LogRules next) {
        rules = new Rules(next.on(), new HiddenNames(next.hide()), next.keep());
    }

    /** Lines that could not be kept. */
    long dropped() {
        return dropped.get();
    }

    /** A way in for one event loop. */
    LineRing newRing() {
        LineRing ring = new LineRing(RING);
        rings.add(ring);
        return ring;
    }

    /** Puts a line into a loop's own ring. */
    void put(LineRing ring, LineBuffer line) {
        if (!ring.put(line.bytes(), line.length())) {
            dropped.incrementAndGet();
        } else if (ring.isHalfFull()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, PACE);
            writeAll();
        }
        writeAll();
        letGo();
    }

    private void writeAll() {
        for (LineRing ring : rings) {
            batch.clear();
            ring.drain(batch);
            batch.flip();
            if (batch.hasRemaining()) {
                write();
            }
        }
        long lost = dropped.get();
        if (lost != told && System.nanoTime() - toldAt > SILENCE) {
            LOG.warn("{} lines of the access log were dropped", lost - told);
            told = lost;
            toldAt = System.nanoTime();
        }
    }

    private void write() {
        if (failedAt != 0 && System.nanoTime() - failedAt < TRY_AGAIN) {
            dropped.addAndGet(lines());
            return;
        }
        try {
            RotatingFile open = file == null ? new RotatingFile(path) : file;
            file = open;
            open.append(batch, rules.keep());
            failedAt = 0;
        } catch (IOException e) {
            dropped.addAndGet(lines());
            LOG.warn("the access log {} cannot be written: {}", path, e.toString());
            failedAt = System.nanoTime();
            letGo();
        }
    }

    /** Lines of the batch that are not written. */
    private int lines() {
        int lines = 0;
        for (int i = batch.position(); i < batch.limit(); i++) {
            lines += batch.get(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void letGo() {
        RotatingFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("the access log {} cannot be closed: {}", path, e.toString());
            }
        }
    }

    /** Writes what there is; nothing may be put any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
