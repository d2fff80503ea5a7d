package dev.stead.gateway;

import java.util.concurrent.atomic.LongAdder;

/** Counts of one component's cache. Thread-safe. */
final class CacheCounters {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder revalidated = new LongAdder();
    private final LongAdder collapsed = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder evicted = new LongAdder();

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    void stale() {
        stale.increment();
    }

    void revalidated() {
        revalidated.increment();
    }

    void collapsed() {
        collapsed.increment();
    }

    void passed() {
        passed.increment();
    }

    void evicted(int answers) {
        evicted.add(answers);
    }

    CacheFigures figures(long memory, long disk) {
        return new CacheFigures(
                hits.sum(),
                misses.sum(),
                stale.sum(),
                revalidated.sum(),
                collapsed.sum(),
                passed.sum(),
                evicted.sum(),
                memory,
                disk);
    }
}
