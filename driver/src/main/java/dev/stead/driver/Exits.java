package dev.stead.driver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Tells when processes end: one thread waits for all of them. Who waits is told on a virtual thread
 * of its own, so that nothing delays the next. Thread-safe.
 */
final class Exits implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Watched(Handle handle, boolean child, CompletableFuture<Exit> exit) {}

    private static final int KILLED = 128 + 9;
    private static final int REMEMBERED = 1024;

    private final Libc libc;
    private final Processes processes;
    private final Signals signals;
    private final Predicate<Handle> outOfMemory;
    private final Epoll epoll;
    private final Thread thread;
    private final Map<Integer, Watched> byDescriptor = new ConcurrentHashMap<>();
    private final Map<Handle, CompletableFuture<Exit>> running = new ConcurrentHashMap<>();
    private final Map<Handle, Exit> ended =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Handle, Exit> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @param outOfMemory whether the kernel ended a process of this launch for want of memory
     */
    Exits(Libc libc, Processes processes, Signals signals, Predicate<Handle> outOfMemory) {
        this.libc = libc;
        this.processes = processes;
        this.signals = signals;
        this.outOfMemory = outOfMemory;
        epoll = new Epoll(libc);
        thread = Thread.ofPlatform().daemon().name("stead-driver-exits").start(this::run);
    }

    /** Watches a child of this process, and takes its status when it ends. */
    synchronized void child(Handle handle) {
        watch(new Watched(handle, true, new CompletableFuture<>()));
    }

    /** See {@link Driver#onExit}. */
    synchronized CompletionStage<Exit> of(Handle handle) {
        CompletableFuture<Exit> known = running.get(handle);
        if (known != null) {
            return known.copy();
        }
        Exit exit = ended.get(handle);
        if (exit != null) {
            return CompletableFuture.completedStage(exit);
        }
        if (processes.running(handle).isEmpty()) {
            return CompletableFuture.completedStage(
                    new Exit(OptionalInt.empty(), outOfMemory.test(handle)));
        }
        Watched watched = new Watched(handle, false, new CompletableFuture<>());
        watch(watched);
        return watched.exit.copy();
    }

    @Override
    public void close() {
        // Once: by a second time the descriptors' numbers may be somebody else's.
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        epoll.wake();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        byDescriptor.keySet().forEach(libc::close);
        epoll.close();
    }

    private void watch(Watched watched) {
        Handle handle = watched.handle;
        running.put(handle, watched.exit);
        int pidfd = signals.open(handle.pid(), handle.startTime());
        if (pidfd < 0) {
            end(watched);
        } else {
            byDescriptor.put(pidfd, watched);
            epoll.add(pidfd);
        }
    }

    private void run() {
        for (int[] ready = epoll.await(); ready.length > 0; ready = epoll.await()) {
            for (int pidfd : ready) {
                Watched watched = byDescriptor.remove(pidfd);
                libc.close(pidfd);
                if (watched != null) {
                    end(watched);
                }
            }
        }
    }

    private void end(Watched watched) {
        Handle handle = watched.handle;
        OptionalInt taken = libc.reap(handle.pid());
        OptionalInt status = watched.child ? taken : OptionalInt.empty();
        boolean starved = status.orElse(KILLED) == KILLED && outOfMemory.test(handle);
        Exit exit = new Exit(status, starved);
        synchronized (this) {
            ended.put(handle, exit);
            running.remove(handle);
        }
        Thread.ofVirtual()
                .name("exit-" + handle.instance())
                .start(() -> watched.exit.complete(exit));
    }
}
