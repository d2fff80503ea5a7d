package dev.stead.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests of a component may be repeated, so that repeating does not multiply the load of
 * instances that are in trouble. A token bucket, as in gRPC's retry throttling (gRFC A6): each
 * request puts in a fifth of a token, each repetition takes one, and {@value #MOST} fit. So of any
 * {@code n} requests in a row at most {@code MOST + n / 5} are repeated. Thread-safe without locks;
 * while the bucket is full, a request only reads.
 */
final class RetryBudget {
    /** Repetitions that need no requests before them. */
    static final int MOST = 10;

    /** Requests for one repetition. */
    static final int REQUESTS = 5;

    private static final int FULL = MOST * REQUESTS;

    private final AtomicInteger fifths = new AtomicInteger(FULL);
    private final LongAdder spent = new LongAdder();

    /** A request came that is none that is repeated. */
    void requested() {
        if (fifths.get() < FULL) {
            fifths.accumulateAndGet(1, (had, more) -> Math.min(FULL, had + more));
        }
    }

    /** Takes what a repetition costs; false when there is not enough. */
    boolean spend() {
        int had = fifths.getAndUpdate(now -> now >= REQUESTS ? now - REQUESTS : now);
        if (had < REQUESTS) {
            return false;
        }
        spent.increment();
        return true;
    }

    /** Repetitions so far. */
    long spent() {
        return spent.sum();
    }
}
