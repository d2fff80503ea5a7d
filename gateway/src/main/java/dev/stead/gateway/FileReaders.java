package dev.stead.gateway;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads that read what the disk may have to be asked for, so that a slow disk holds up only who
 * wants files. When too much waits, the caller reads itself: late for everybody is better than
 * without bound. Thread-safe.
 */
final class FileReaders implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1024;

    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    5,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    Thread.ofPlatform().daemon().name("gateway-files-", 0).factory(),
                    new ThreadPoolExecutor.CallerRunsPolicy());

    FileReaders() {
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Reads soon, usually on another thread.
     *
     * @param next goes on with what was read, as a task of this executor; with nothing when reading
     *     failed, whatever it failed of: somebody waits for it
     */
    <T> void read(Executor after, Supplier<Optional<T>> work, Consumer<Optional<T>> next) {
        workers.execute(() -> {
            Optional<T> found = Optional.empty();
            try {
                found = work.get();
            } finally {
                Optional<T> read = found;
                after.execute(() -> next.accept(read));
            }
        });
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
