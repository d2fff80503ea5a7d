package dev.stead.agent.inspection;

import dev.stead.api.HostFacts.Speed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Measures how long a disk takes to keep 4 KiB: what a database, or Stead's own state, waits for
 * with each change.
 *
 * @param nanos a clock that only goes forward
 */
record SpeedProbe(LongSupplier nanos) {
    private static final int WRITES = 64;
    private static final int BLOCK = 4096;
    private static final long MOST_NANOS = 1_000_000_000;

    /**
     * Writes into a file until there are enough measurements or a second is over, and removes it.
     *
     * @throws IOException when it cannot be written
     */
    Speed measure(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                LinkOption.NOFOLLOW_LINKS))) {
            return measure(channel);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Speed measure(FileChannel channel) throws IOException {
        long[] times = new long[WRITES];
        long begin = nanos.getAsLong();
        int count = 0;
        long last = begin;
        while (count < WRITES && last - begin < MOST_NANOS) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (block.hasRemaining()) {
                channel.write(block);
            }
            channel.force(false);
            long now = nanos.getAsLong();
            times[count++] = now - last;
            last = now;
        }
        return speed(Arrays.copyOf(times, count));
    }

    /** Nearest rank: of fewer than a hundred, the 99th percentile is the slowest. */
    static Speed speed(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return new Speed(
                sorted.length,
                Duration.ofNanos(sorted[rank(sorted.length, 50)]),
                Duration.ofNanos(sorted[rank(sorted.length, 99)]));
    }

    private static int rank(int count, int percent) {
        return Math.max(0, (count * percent + 99) / 100 - 1);
    }
}
