package dev.stead.agent;

import dev.stead.api.Agent.LogLine;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The logs of a system's instances. Thread-safe. */
final class Logs {
    /** How often a follower looks for more; nobody looks while nobody follows. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** How long the log of an instance is kept that is no longer on record. */
    private static final Duration KEPT = Duration.ofDays(7);

    /** What is kept of a log while the disk is in need: this part of what is kept else. */
    private static final int IN_NEED = 8;

    private final StateFolder folder;
    private final Holes holes;
    private final long limit;
    private final Scheduler scheduler;
    private final Map<String, LogFile> files = new ConcurrentHashMap<>();
    private volatile long bound;

    Logs(StateFolder folder, Holes holes, long limit, Scheduler scheduler) {
        this.folder = folder;
        this.holes = holes;
        this.limit = limit;
        this.scheduler = scheduler;
        this.bound = limit;
    }

    LogFile of(String instance) {
        return files.computeIfAbsent(instance, id -> new LogFile(folder.log(id), holes, limit));
    }

    /** No longer keeps an instance's log open to growth; the file stays for a while. */
    void forget(String instance) {
        files.remove(instance);
    }

    List<String> lastLines(String instance, int atMost) {
        try {
            return LogTail.lastLines(of(instance), atMost);
        } catch (IOException e) {
            throw unreadable(instance, e);
        }
    }

    /**
     * @param sources whose logs; the text of each line is filled in
     */
    void read(List<LogLine> sources, int lastLines, boolean follow, Consumer<LogLine> sink) {
        List<LogTail> tails = new ArrayList<>();
        for (LogLine source : sources) {
            String instance = source.instance();
            Consumer<String> lines =
                    text -> sink.accept(new LogLine(source.component(), instance, text));
            try {
                if (!follow) {
                    LogTail.lastLines(of(instance), lastLines).forEach(lines);
                    continue;
                }
                LogTail tail = new LogTail(of(instance), lines);
                tail.seek(lastLines);
                tails.add(tail);
            } catch (IOException e) {
                throw unreadable(instance, e);
            }
        }
        if (follow) {
            follow(tails);
        }
    }

    /** From now on logs are cut at a smaller size. */
    void keepLess() {
        bound = limit / IN_NEED;
    }

    /** From now on logs are cut at their usual size. */
    void keepAll() {
        bound = limit;
    }

    /** Frees the head of a log that is too long; returns the bytes that were freed. */
    long bound(String instance) throws IOException {
        return of(instance).bound(bound);
    }

    /** Deletes logs of instances that have been off the record for long. */
    void sweep(Set<String> onRecord, Instant now) throws IOException {
        former(onRecord::contains).deleteOlderThan(now.minus(KEPT));
    }

    /** Those of instances of which this says that there are none. */
    OldLogs former(Predicate<String> isOnRecord) {
        return new OldLogs(folder, holes, isOnRecord);
    }

    private void follow(List<LogTail> tails) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (LogTail tail : tails) {
                    tail.readNew();
                }
                CompletableFuture<Boolean> look = new CompletableFuture<>();
                Scheduler.Timer timer = scheduler.after(LOOK, () -> look.complete(true));
                try {
                    scheduler.await(look);
                } finally {
                    timer.cancel();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedByInterruptException e) {
            // The way in which a read is told that nobody follows any more.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw unreadable("an instance", e);
        }
    }

    private SteadException unreadable(String instance, IOException e) {
        return new SteadException(
                Code.EXTERNAL,
                "the log of " + instance + " cannot be read: " + Words.of(e),
                "look at " + folder.logs(),
                e);
    }
}
