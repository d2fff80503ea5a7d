package dev.stead.control.accounts;

import java.util.function.Supplier;

/** The rules by which sessions are judged now. Thread-safe. */
final class CurrentRules implements Supplier<Rules> {
    private volatile Rules now = Rules.NOTHING_APPLIED;

    @Override
    public Rules get() {
        return now;
    }

    void become(Rules rules) {
        now = rules;
    }
}
