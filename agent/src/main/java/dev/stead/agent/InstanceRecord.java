package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.driver.Handle;

import java.time.Instant;
import java.util.Optional;

/**
 * What is on disk of an instance; enough to go on after a crash at any moment.
 *
 * @param spec what it was asked to run; no secret is in it
 * @param intent whether it shall run
 * @param launch the mark of its latest start, written before that start
 * @param handle what that start gave, written after it
 * @param restarts how often it ended by itself
 * @param ends the same, in a row
 * @param last how it ended the last time
 */
record InstanceRecord(
        InstanceSpec spec,
        Intent intent,
        Optional<String> launch,
        Optional<Handle> handle,
        int restarts,
        int ends,
        Optional<LastEnd> last) {
    /** What shall become of an instance, as far as a new server must know. */
    enum Intent {
        RUN,
        STOP
    }

    /** An end that nobody asked for. */
    record LastEnd(String reason, Instant at) {}

    static InstanceRecord fresh(InstanceSpec spec) {
        return new InstanceRecord(
                spec, Intent.RUN, Optional.empty(), Optional.empty(), 0, 0, Optional.empty());
    }

    /** Before a start. */
    InstanceRecord launching(String mark) {
        return new InstanceRecord(
                spec, intent, Optional.of(mark), Optional.empty(), restarts, ends, last);
    }

    /** After it. */
    InstanceRecord running(Handle started) {
        return new InstanceRecord(
                spec,
                intent,
                Optional.of(started.launch()),
                Optional.of(started),
                restarts,
                ends,
                last);
    }

    InstanceRecord stopping() {
        return new InstanceRecord(spec, Intent.STOP, launch, handle, restarts, ends, last);
    }

    InstanceRecord counting(int newRestarts, int newEnds, Optional<LastEnd> newLast) {
        return new InstanceRecord(spec, intent, launch, handle, newRestarts, newEnds, newLast);
    }
}
