package dev.stead.agent;

import dev.stead.base.Scheduler;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs tasks one after the other, in the order in which they came, in threads of the scheduler. Not
 * bounded by itself: an instance has at most one probe, one timer, one launch and one exit under
 * way, and whoever commands it waits for the answer.
 */
final class Mailbox {
    private final Scheduler scheduler;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean draining;

    Mailbox(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void post(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (draining) {
                return;
            }
            draining = true;
        }
        scheduler.execute(this::drain);
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    draining = false;
                    return;
                }
            }
            runOne(task);
        }
    }

    /** What a task throws ends this thread, but not the mailbox. */
    private void runOne(Runnable task) {
        boolean done = false;
        try {
            task.run();
            done = true;
        } finally {
            if (!done) {
                scheduler.execute(this::drain);
            }
        }
    }
}
