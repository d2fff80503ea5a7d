package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Does something again and again on a virtual thread, and at once when it is asked to. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration END = Duration.ofSeconds(5);

    private final Duration pause;
    private final Round round;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
    private long asked;
    private long done;
    private boolean closed;

    /** What is done. */
    interface Round {
        void run() throws InterruptedException;
    }

    /**
     * @param pause how long to wait from one to the next
     */
    Rounds(Duration pause, Round round) {
        this.pause = pause;
        this.round = round;
    }

    /**
     * Has one begin as soon as the one under way, if any, is over; the first call starts it all.
     */
    void wake() {
        lock.lock();
        try {
            ask();
        } finally {
            lock.unlock();
        }
    }

    private long ask() {
        if (!closed && thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        asked++;
        changed.signalAll();
        return asked;
    }

    /** Waits until one that begins after now is over. */
    void runOne() throws InterruptedException {
        lock.lock();
        try {
            long mine = ask();
            while (done < mine && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                long serving = awaitTurn();
                try {
                    runSafely();
                } finally {
                    finished(serving);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("certificates are not watched any more");
        }
    }

    private long awaitTurn() throws InterruptedException {
        long left = pause.toNanos();
        lock.lockInterruptibly();
        try {
            while (asked == done && left > 0) {
                left = changed.awaitNanos(left);
            }
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** A mistake in one round, or want of memory, must not end them all: nobody would notice. */
    private void runSafely() throws InterruptedException {
        try {
            round.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("looking after the certificates failed; it is tried again", e);
        }
    }

    private void finished(long serving) {
        lock.lock();
        try {
            done = serving;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
