package dev.stead.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads that each do the same again and again, until they are closed or their time is over. */
final class Crowd implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final long end;
    private volatile boolean over;

    Crowd(Duration longest) {
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** Sets this many to work. */
    void start(String name, int many, Runnable turn) {
        for (int i = 0; i < many; i++) {
            threads.add(Thread.ofPlatform().name(name + "-" + i).start(() -> repeat(turn)));
        }
    }

    private void repeat(Runnable turn) {
        while (goesOn()) {
            turn.run();
        }
    }

    /** Whether there is something to do yet, for a turn that takes long. */
    boolean goesOn() {
        return !over && System.nanoTime() < end;
    }

    /** Waits for the turns that are under way. */
    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
