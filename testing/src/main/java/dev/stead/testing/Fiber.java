package dev.stead.testing;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * A task of a simulated server in a thread of its own that runs only while the simulation waits for
 * it: until it ends, or waits for something itself.
 */
final class Fiber implements Runnable {
    private final Runnable work;
    private final SimulatedServer server;
    private @Nullable Thread thread;
    private volatile @Nullable Thread simulation;
    private volatile boolean running;
    private @Nullable Throwable failure;
    private boolean ended;

    Fiber(Runnable work, SimulatedServer server) {
        this.work = work;
        this.server = server;
    }

    /** Goes on until it waits or ends; what it throws but a kill is thrown on. */
    @Override
    public void run() {
        if (ended) {
            return;
        }
        simulation = Thread.currentThread();
        running = true;
        @Nullable Fiber before = server.running(this);
        if (thread == null) {
            thread = Thread.ofVirtual().name("simulated").start(this::body);
        } else {
            LockSupport.unpark(thread);
        }
        while (running) {
            LockSupport.park(this);
        }
        server.running(before);
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    private void body() {
        try {
            work.run();
        } catch (SimulatedServer.Killed e) {
            // The way in which a thread of a killed server ends.
            ended = true;
        } catch (Throwable e) {
            failure = e;
        }
        ended = true;
        handBack();
    }

    /** Called by itself: lets the simulation go on, and returns when it is run again. */
    void pause() {
        handBack();
        while (!running) {
            LockSupport.park(this);
        }
    }

    private void handBack() {
        Thread waiting = simulation;
        running = false;
        LockSupport.unpark(waiting);
    }

    boolean paused() {
        return thread != null && !ended;
    }
}
