package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.driver.Driver;
import dev.stead.driver.Handle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings together what is on record and what runs, after a restart of the server. A process is
 * known by the mark of its launch, which was on record before it was started; so a crash between
 * the start and the record of its pid loses nothing.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final Duration DESTROY = Duration.ofSeconds(10);

    private final String system;
    private final Driver driver;
    private final Scheduler scheduler;

    Recovery(String system, Driver driver, Scheduler scheduler) {
        this.system = system;
        this.driver = driver;
        this.scheduler = scheduler;
    }

    /**
     * @throws SteadException when a record cannot be read, naming each and the mend; a guess could
     *     run something twice
     */
    Found look(Records.Everything disk) {
        List<Driver.Found> running = driver.find(system);
        if (!disk.broken().isEmpty()) {
            throw broken(disk.broken(), running);
        }
        List<Known> known = new ArrayList<>();
        List<Driver.Found> orphans = new ArrayList<>(running);
        for (InstanceRecord record : disk.records()) {
            List<Driver.Found> its =
                    running.stream().filter(one -> isCurrent(one, record)).toList();
            Optional<Handle> handle = main(record, its);
            if (handle.isPresent() || record.handle().isPresent()) {
                // What is left of a process that ended is cleared before its next start.
                orphans.removeAll(its);
            }
            known.add(new Known(record, handle));
        }
        return new Found(known, orphans, disk.leftovers());
    }

    /**
     * Returns when none is left.
     *
     * @throws SteadException when one cannot be ended; what it holds would be run twice
     */
    void endOrphans(Found found) {
        List<CompletableFuture<Optional<SteadException>>> ends = new ArrayList<>();
        for (Driver.Found orphan : found.orphans()) {
            CompletableFuture<Optional<SteadException>> end = new CompletableFuture<>();
            ends.add(end);
            scheduler.execute(() -> end.complete(end(orphan)));
        }
        for (CompletableFuture<Optional<SteadException>> end : ends) {
            try {
                Optional<SteadException> failure = scheduler.await(end);
                if (failure.isPresent()) {
                    throw failure.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SteadException(
                        Code.EXHAUSTED, "the start was interrupted", "start again", e);
            }
        }
    }

    /** Folders without a record: of an instance that was never begun, or is off the record. */
    void deleteLeftovers(Found found) throws IOException {
        for (Path leftover : found.leftovers()) {
            RunFolder folder = new RunFolder(leftover, Optional.empty());
            if (folder.isOurs()) {
                folder.delete();
            }
        }
    }

    private static boolean isCurrent(Driver.Found found, InstanceRecord record) {
        return found.instance().equals(record.spec().id())
                && record.launch().equals(Optional.of(found.launch()));
    }

    private Optional<Handle> main(InstanceRecord record, List<Driver.Found> its) {
        if (record.handle().isPresent()) {
            return driver.recover(record.handle().get());
        }
        return its.stream().flatMap(one -> driver.recover(one.handle()).stream()).findFirst();
    }

    private Optional<SteadException> end(Driver.Found orphan) {
        String who = orphan.instance() + " (pid " + orphan.handle().pid() + ")";
        try {
            driver.destroy(orphan.handle(), DESTROY);
            LOG.info("ended {}, which nobody asked for", who);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    new SteadException(
                            Code.EXTERNAL,
                            who + " is on no record and cannot be ended: " + Words.of(e),
                            "see with ps what it waits for, then start again",
                            e));
        }
    }

    private static long pid(Driver.Found found) {
        return found.handle().pid();
    }

    private static SteadException broken(List<Records.Broken> broken, List<Driver.Found> running) {
        StringBuilder what = new StringBuilder();
        StringBuilder mend = new StringBuilder();
        for (Records.Broken one : broken) {
            what.append(what.isEmpty() ? "" : "; ")
                    .append("the record of ")
                    .append(one.instance())
                    .append(" cannot be used: ")
                    .append(one.file())
                    .append(": ")
                    .append(one.why());
            List<String> pids =
                    running.stream()
                            .filter(found -> found.instance().equals(one.instance()))
                            .map(found -> String.valueOf(pid(found)))
                            .toList();
            mend.append(mend.isEmpty() ? "" : "; ")
                    .append("restore that file, or ")
                    .append(
                            pids.isEmpty()
                                    ? ""
                                    : "end what runs of it (pid "
                                            + String.join(", ", pids)
                                            + ") and ")
                    .append("delete the folder ")
                    .append(one.file().getParent())
                    .append(", then start again");
        }
        return new SteadException(Code.EXTERNAL, what.toString(), mend.toString());
    }

    /** Instances with what runs of them, what runs and is nobody's, folders that are nobody's. */
    record Found(List<Known> known, List<Driver.Found> orphans, List<Path> leftovers) {}

    /** An instance on record, with its process when it runs. */
    record Known(InstanceRecord record, Optional<Handle> handle) {}
}
