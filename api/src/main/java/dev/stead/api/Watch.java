package dev.stead.api;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Ends what somebody follows, within about a second of the moment when they may not any more.
 *
 * @param running what is followed
 * @param still whether they may
 */
record Watch(Future<?> running, BooleanSupplier still) {
    /** Returns when it has ended. */
    void untilOver() {
        while (!running.isDone()) {
            try {
                running.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (!still.getAsBoolean()) {
                    running.cancel(true);
                }
            } catch (InterruptedException e) {
                running.cancel(true);
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException
                    | java.util.concurrent.CancellationException e) {
                return;
            }
        }
    }
}
