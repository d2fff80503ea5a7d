package dev.stead.base;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A virtual thread for each task and one thread that keeps the time. Close it after the roles that
 * use it; what runs then is interrupted, what is still to run never does.
 */
public final class VirtualScheduler implements Scheduler, AutoCloseable {
    private final LongSupplier nanos;
    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param name begins the names of its threads, such as {@code agent}
     * @param nanos a time that never jumps, such as {@code System::nanoTime}
     */
    public VirtualScheduler(String name, LongSupplier nanos) {
        this.nanos = nanos;
        this.workers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-", 0).factory());
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name + "-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanos() {
        return nanos.getAsLong();
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            if (!workers.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        try {
            Future<?> planned =
                    timer.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        } catch (RejectedExecutionException e) {
            if (timer.isShutdown()) {
                return () -> {};
            }
            throw e;
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
