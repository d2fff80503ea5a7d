package dev.stead.gateway;

import dev.stead.gateway.Fill.State;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits until it is known what becomes of an answer on its way into the cache, then gives way: to
 * that answer as it comes, to what is kept then, or to another try. Whoever causes it to be asked
 * for, the leader, waits here too.
 */
final class JoiningAnswer extends DecidingAnswer implements FillReader, Fetch.Leader {
    private final Visit visit;
    private final ResponseCache cache;
    private final Shelf shelf;
    private final Fill fill;
    private final Try attempt;
    private final String reason;
    private final AtomicBoolean told = new AtomicBoolean();
    private final long due;
    private Optional<Fetch> leading = Optional.empty();
    private boolean over;

    /**
     * How often this request has been looked at, and what was learnt.
     *
     * @param count from 0
     * @param vary what the answer depends on, as far as is known
     * @param alone whether it waits for no others any more
     * @param counted whether the request is among those that the cache has no answer to
     */
    record Try(int count, List<String> vary, boolean alone, boolean counted) {
        static final Try FIRST = new Try(0, List.of(), false, false);
        private static final int MOST = 4;
        private static final int MOST_WITH_DISK = 2;

        Try again(List<String> known) {
            return new Try(count + 1, known, alone || count + 1 >= MOST, counted);
        }

        Try onItsOwn() {
            return new Try(count + 1, vary, true, counted);
        }

        Try withoutDisk() {
            return new Try(Math.max(MOST_WITH_DISK, count + 1), vary, alone, counted);
        }

        Try asCounted() {
            return new Try(count, vary, alone, true);
        }

        boolean mayUseDisk() {
            return count < MOST_WITH_DISK;
        }
    }

    /**
     * Waits for a fill that others have caused.
     *
     * @param reason why the component is asked, as {@code Cache-Status} says it
     */
    JoiningAnswer(
            Visit visit, ResponseCache cache, Shelf shelf, Fill fill, Try attempt, String reason) {
        this.visit = visit;
        this.cache = cache;
        this.shelf = shelf;
        this.fill = fill;
        this.attempt = attempt;
        this.reason = reason;
        Loop loop = visit.client().loop();
        this.due = loop.now() + loop.settings().answerTimeout().toNanos() / 2;
    }

    /** Causes the fill itself. */
    JoiningAnswer leading(Optional<FillKey> together, Optional<Kept> candidate) {
        leading =
                Optional.of(new Fetch(shelf, visit, fill, together, candidate, Optional.of(this)));
        return this;
    }

    @Override
    public void begin() {
        if (leading.isPresent()) {
            fill.lead(this);
            leading.get().start();
        } else if (fill.join(this)) {
            look();
        } else {
            giveWayTo(attempt.again(attempt.vary()));
        }
    }

    // As the leader.

    @Override
    public void direct(HttpResponse head) {
        leave();
        visit.client().tally().kept("pass");
        CacheStatus.add(head.headers(), CacheStatus.forwarded(reason));
        visit.client().decided(new DirectAnswer(visit.client(), leading.orElseThrow(), head));
    }

    private void failed(HttpResponseStatus status, int retryAfter) {
        leave();
        ClientConnection client = visit.client();
        client.decided(
                new PageAnswer(
                        client,
                        () ->
                                retryAfter == 0
                                        ? ErrorPage.of(client, status)
                                        : ErrorPage.busy(client, retryAfter)));
    }

    // As one of those who wait.

    @Override
    public void progressed() {
        if (!told.getAndSet(true)) {
            visit.client().loop().eventLoop().execute(this::lookOutside);
        }
    }

    private void lookOutside() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // This runs outside of the pipeline, whose end would otherwise be this.
            visit.client().close();
            throw e;
        }
    }

    private void look() {
        told.set(false);
        if (over) {
            return;
        }
        switch (fill.state()) {
            case State.Waiting() -> {}
            case State.Streaming streaming -> streaming(streaming);
            case State.Whole(Kept kept, Fill.Use use) -> whole(kept, use);
            case State.Passed(Optional<State.Streaming> begun) -> {
                if (leading.isEmpty()) {
                    giveWayTo(attempt.onItsOwn());
                } else {
                    begun.ifPresent(this::streaming);
                }
            }
            case State.Failed(Optional<HttpResponseStatus> status, int retryAfter) -> {
                if (status.isEmpty() && leading.isEmpty()) {
                    giveWayTo(attempt.again(attempt.vary()));
                } else {
                    failed(status.orElse(HttpResponseStatus.BAD_GATEWAY), retryAfter);
                }
            }
        }
    }

    private void streaming(State.Streaming streaming) {
        if (leading.isEmpty() && !suits(streaming.head())) {
            giveWayTo(attempt.again(streaming.head().vary().names()));
        } else if (leading.isPresent() || streaming.isSized()) {
            over = true;
            visit.client()
                    .decided(
                            new StreamAnswer(
                                    visit.client(),
                                    visit.request(),
                                    fill,
                                    streaming,
                                    this,
                                    status(),
                                    leading));
        }
    }

    private void whole(Kept kept, Fill.Use use) {
        boolean mine =
                leading.isPresent()
                        || switch (use) {
                            case SHARED -> suits(kept.head());
                            case OWN -> false;
                            case STANDS_IN -> standsIn(kept.head());
                        };
        if (!mine) {
            giveWayTo(attempt.again(kept.head().vary().names()));
            return;
        }
        leave();
        String status = status();
        if (use == Fill.Use.STANDS_IN) {
            shelf.counters().stale();
            visit.client().tally().kept("stale");
        }
        visit.client()
                .decided(
                        new KeptAnswer(
                                visit.client(),
                                visit.request(),
                                kept,
                                status,
                                leading.isPresent()));
    }

    private boolean standsIn(KeptHead head) {
        return head.answers(visit.wanted())
                && head.mayStandIn(visit.wanted(), visit.client().loop().millis());
    }

    private boolean suits(KeptHead head) {
        return head.answers(visit.wanted())
                && head.isFresh(visit.wanted(), visit.client().loop().millis());
    }

    private String status() {
        if (leading.isPresent()) {
            visit.client().tally().kept("miss");
            return CacheStatus.forwarded(reason);
        }
        shelf.counters().collapsed();
        visit.client().tally().kept("collapsed");
        return CacheStatus.collapsed(reason);
    }

    private void giveWayTo(Try next) {
        leave();
        visit.client().decided(cache.choose(shelf, visit, next));
    }

    private void leave() {
        over = true;
        fill.leave(this);
    }

    // As an answer.

    @Override
    public void clientGone() {
        leave();
        leading.ifPresent(Fetch::leaderGone);
    }

    @Override
    public void checkDeadlines(long now) {
        if (!over && leading.isEmpty() && now - due > 0) {
            giveWayTo(attempt.onItsOwn());
        }
    }
}
