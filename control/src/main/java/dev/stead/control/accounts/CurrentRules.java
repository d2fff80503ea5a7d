package dev.stead.control.accounts;

import java.util.function.Supplier;

/** The rules of the file that is published now. Thread-safe. */
final class CurrentRules implements Supplier<Rules> {
    private volatile Rules now = Rules.NOTHING_APPLIED;

    @Override
    public Rules get() {
        return now;
    }

    /** Whether this differs from what held before. */
    synchronized boolean become(Rules rules) {
        boolean differs = !now.equals(rules);
        now = rules;
        return differs;
    }
}
