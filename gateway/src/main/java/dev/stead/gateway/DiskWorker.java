package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that reads and writes kept answers on disk. What waits for it is bounded. */
final class DiskWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWorker.class);
    private static final int MOST_WAITING = 512;
    private static final int FAREWELL_SECONDS = 5;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    5,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    Thread.ofPlatform().daemon().name("gateway-cache").factory());

    DiskWorker() {
        thread.allowCoreThreadTimeOut(true);
    }

    /** False when too much waits already; then it is not done. */
    boolean run(Runnable work) {
        try {
            thread.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Waits until what waits now is done, or that takes too long. */
    void settle() {
        CountDownLatch done = new CountDownLatch(1);
        try {
            if (run(done::countDown) && !done.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                LOG.info("the disk of kept answers is slow");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends when what waits is done, or takes too long. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
