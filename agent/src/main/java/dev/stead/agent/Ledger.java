package dev.stead.agent;

import dev.stead.base.SteadException;
import dev.stead.driver.Handle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/**
 * Keeps one instance's record true. What must be on disk before it is done fails when it cannot be
 * written; what only describes what happened is kept in mind and written with the next change. For
 * one thread at a time.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Records records;
    private InstanceRecord record;
    private InstanceRecord written;
    private boolean exists;

    /**
     * @param exists whether this is what is on disk; otherwise nothing is yet
     */
    Ledger(Records records, InstanceRecord record, boolean exists) {
        this.records = records;
        this.record = record;
        this.written = record;
        this.exists = exists;
    }

    InstanceRecord record() {
        return record;
    }

    /** Whether it was ever written. */
    boolean exists() {
        return exists;
    }

    void launching(String mark) {
        must(record.launching(mark));
    }

    void stopping() {
        must(record.stopping());
    }

    void running(Handle handle) {
        note(record.running(handle));
    }

    void counting(Life life, Optional<InstanceRecord.LastEnd> last) {
        note(record.counting(life.restarts(), life.ends(), last.or(record::last)));
    }

    void delete() {
        records.delete(record.spec().id());
    }

    private void must(InstanceRecord next) {
        records.write(next);
        record = next;
        written = next;
        exists = true;
    }

    private void note(InstanceRecord next) {
        record = next;
        if (next.equals(written) || !exists) {
            return;
        }
        try {
            records.write(next);
            written = next;
        } catch (SteadException e) {
            LOG.warn("{}; {}", e.what(), e.mend());
        }
    }
}
