package dev.stead.gateway;

import dev.stead.model.ProxyRules;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses the instance for one request: the one with the least under way for its {@link SlowStart}
 * weight, in turns among equals, none that this request failed at, whose circuit is open or that
 * has as much as it may. Keeps what the choice entered until the request leaves. Used by one thread
 * at a time.
 */
final class Balancer {
    private static final int MAX_STALE_TABLES = 8;

    /** More than anything that is under way: only when there is nobody else. */
    private static final double NOT_ITS_TURN = 1e9;

    private final Supplier<List<Upstream>> current;
    private final ProxyRules rules;
    private final HttpResponseStatus unreachable;
    private final String wish;
    private @Nullable Set<Upstream> tried;
    private boolean timedOut;
    private @Nullable Upstream entered;
    private boolean trial;
    private long triedAt;
    private boolean wishIsFull;
    private Outcome missing = Outcome.NOBODY;
    private @Nullable RequestQueue queue;

    /**
     * For one request.
     *
     * @param current asks the table in use, which may change while a request looks for its instance
     * @param unreachable what to say when none could be connected to
     * @param wish value of the visitor's {@link StickyCookie}, or empty
     */
    Balancer(
            Supplier<List<Upstream>> current,
            ProxyRules rules,
            HttpResponseStatus unreachable,
            String wish) {
        this.current = current;
        this.rules = rules;
        this.unreachable = unreachable;
        this.wish = wish;
    }

    /** What came of a choice. */
    enum Outcome {
        /** An instance was entered. */
        ENTERED,
        /** There is none, or none that was not tried. */
        NOBODY,
        /** Those there are have as much as they may. */
        FULL,
        /** The circuits of those there are, are open. */
        OPEN
    }

    ProxyRules rules() {
        return rules;
    }

    /** Where requests of the component wait; empty when it has no instance. */
    Optional<RequestQueue> queue() {
        remember(current.get());
        return Optional.ofNullable(queue);
    }

    private void remember(List<Upstream> all) {
        if (queue == null && !all.isEmpty()) {
            queue = all.getFirst().queue();
        }
    }

    /** The one that was entered last and not left; null when there is none. */
    @Nullable Upstream entered() {
        return entered;
    }

    /** Whether the visitor's cookie does not lead to the instance that was entered. */
    boolean isElsewhere() {
        return entered != null && !wish.equals(entered.cookieValue());
    }

    /** Whether others may find room where this request found none the last time. */
    boolean isPicky() {
        return wishIsFull || tried != null;
    }

    /** Whether there is an instance that was not tried. */
    boolean hasOthers() {
        for (Upstream upstream : current.get()) {
            if (tried == null || !tried.contains(upstream)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Chooses and enters an instance, which must be left.
     *
     * @param turn a number that grows
     * @param now of {@link System#nanoTime}
     */
    Outcome enter(int turn, long now) {
        for (int i = 0; i < MAX_STALE_TABLES; i++) {
            missing = Outcome.NOBODY;
            Upstream chosen = choose(current.get(), turn, now);
            if (chosen == null) {
                return missing;
            }
            if (enter(chosen, now)) {
                return Outcome.ENTERED;
            }
        }
        return rules.concurrency().isPresent() ? Outcome.FULL : Outcome.NOBODY;
    }

    private boolean enter(Upstream chosen, long now) {
        Circuit.Entry as = chosen.circuit().enter(rules.breaker(), now);
        if (as == Circuit.Entry.REFUSED) {
            return false;
        }
        trial = as == Circuit.Entry.TRIAL;
        triedAt = now;
        if (!chosen.enter(rules.concurrency())) {
            abandonTrial(chosen);
            return false;
        }
        entered = chosen;
        return true;
    }

    private @Nullable Upstream choose(List<Upstream> all, int turn, long now) {
        remember(all);
        wishIsFull = false;
        if (!wish.isEmpty()) {
            for (Upstream upstream : all) {
                if (wish.equals(upstream.cookieValue()) && isUsable(upstream, now)) {
                    missing = Outcome.FULL;
                    wishIsFull = upstream.isFull(rules.concurrency());
                    return wishIsFull ? null : upstream;
                }
            }
        }
        return least(all, turn, now);
    }

    private @Nullable Upstream least(List<Upstream> all, int turn, long now) {
        Upstream best = null;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < all.size(); i++) {
            Upstream upstream = all.get(Math.floorMod(turn + i, all.size()));
            if (!isUsable(upstream, now)) {
                continue;
            }
            if (upstream.isFull(rules.concurrency())) {
                missing = Outcome.FULL;
                continue;
            }
            double load = load(upstream, turn, now);
            if (load < least) {
                best = upstream;
                least = load;
            }
        }
        return best;
    }

    private double load(Upstream upstream, int turn, long now) {
        double weight = upstream.weight(rules.slowStart(), now);
        double load = upstream.inFlight() / weight;
        return weight < 1 && !SlowStart.isTurn(turn, weight) ? load + NOT_ITS_TURN : load;
    }

    private boolean isUsable(Upstream upstream, long now) {
        if (tried != null && tried.contains(upstream)) {
            return false;
        }
        if (upstream.circuit().openFor(rules.breaker(), now) > 0) {
            missing = missing == Outcome.NOBODY ? Outcome.OPEN : missing;
            return false;
        }
        return true;
    }

    /** The head of the answer has come. */
    void answered() {
        if (entered != null) {
            trial = false;
            entered.circuit().answered();
        }
    }

    /** The answer has come whole. */
    void completed() {
        if (entered != null) {
            entered.circuit().completed();
        }
    }

    /** The instance refused or cut the connection, or did not answer in time; it is left. */
    void failed(boolean byTime, long now) {
        Upstream left = entered;
        if (left == null) {
            return;
        }
        timedOut |= byTime;
        tried = tried == null ? new HashSet<>() : tried;
        tried.add(left);
        trial = false;
        left.circuit().failed(rules.breaker(), now);
        leave();
    }

    /** The request is over there. */
    void leave() {
        Upstream left = entered;
        entered = null;
        if (left != null) {
            abandonTrial(left);
            left.leave();
        }
    }

    /** The instance that was entered, which whoever takes it must make leave. */
    Runnable handOver() {
        Upstream taken = entered;
        entered = null;
        return taken == null ? () -> {} : taken::leave;
    }

    private void abandonTrial(Upstream upstream) {
        if (trial) {
            trial = false;
            upstream.circuit().abandoned(triedAt);
        }
    }

    /** What to say when nothing is left to choose. */
    HttpResponseStatus failure() {
        if (tried == null) {
            return HttpResponseStatus.SERVICE_UNAVAILABLE;
        }
        return timedOut ? HttpResponseStatus.GATEWAY_TIMEOUT : unreachable;
    }

    /** Nanoseconds until the first of the open circuits lets a request try. */
    long openFor(long now) {
        return current.get().stream()
                .mapToLong(upstream -> upstream.circuit().openFor(rules.breaker(), now))
                .min()
                .orElse(0);
    }
}
