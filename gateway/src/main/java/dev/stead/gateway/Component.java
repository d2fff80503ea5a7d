package dev.stead.gateway;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What the instances of one component share. Outlives tables. Thread-safe. */
final class Component {
    private final String name;
    private final String cookie;
    private final RequestQueue queue;
    private final RetryBudget budget = new RetryBudget();
    private final LongAdder connects = new LongAdder();
    private final LongAdder connectFailures = new LongAdder();
    private volatile boolean serving;

    Component(String name, LongSupplier nanoTime) {
        this.name = name;
        this.cookie = StickyCookie.name(name);
        this.queue = new RequestQueue(nanoTime);
    }

    String name() {
        return name;
    }

    /** Name of the cookie that holds a visitor's instance. */
    String cookie() {
        return cookie;
    }

    RequestQueue queue() {
        return queue;
    }

    RetryBudget budget() {
        return budget;
    }

    /** An instance was connected to, or could not be. */
    void connected(boolean successfully) {
        (successfully ? connects : connectFailures).increment();
    }

    long connects() {
        return connects.sum();
    }

    long connectFailures() {
        return connectFailures.sum();
    }

    /** Whether the table in use has an instance of it. */
    boolean serving() {
        return serving;
    }

    void setServing(boolean serving) {
        this.serving = serving;
    }
}
