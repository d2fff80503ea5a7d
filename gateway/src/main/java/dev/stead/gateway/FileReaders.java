package dev.stead.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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

    /** Does it soon, usually on another thread. */
    void read(Runnable work) {
        workers.execute(work);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
