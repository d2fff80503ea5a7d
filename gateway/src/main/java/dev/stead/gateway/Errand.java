package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

import java.util.Optional;

/**
 * What a {@link Fetch} is to bring to a shelf, and what becomes there of what it brings. On one
 * event loop only, but for {@link #doom} and {@link #isDoomed}.
 */
final class Errand {
    private final Shelf shelf;
    private final CacheRequest wanted;
    private final Fill fill;
    private final Optional<FillKey> together;
    private final Optional<Kept> candidate;
    private final Filling filling;
    private final long asked;
    private volatile boolean doomed;

    /**
     * Has not begun.
     *
     * @param together what its fill is known as, if others may wait for it
     * @param candidate a kept answer that may be still right
     * @param asked now, milliseconds of the wall clock
     */
    Errand(
            Shelf shelf,
            CacheRequest wanted,
            Fill fill,
            Optional<FillKey> together,
            Optional<Kept> candidate,
            long asked) {
        this.shelf = shelf;
        this.wanted = wanted;
        this.fill = fill;
        this.together = together;
        this.candidate = candidate;
        this.filling = new Filling(shelf, fill);
        this.asked = asked;
    }

    CacheKey key() {
        return wanted.key();
    }

    /** What it brings is not to be kept. */
    void doom() {
        doomed = true;
    }

    boolean isDoomed() {
        return doomed;
    }

    /** What to ask with: for the whole answer, or whether what is kept is still right. */
    Request request(Request sent) {
        HttpHeaders headers = sent.head().headers().copy();
        KeptConditions.remove(headers);
        candidate.ifPresent(kept -> KeptConditions.ask(headers, kept.head()));
        return sent.asGet(headers);
    }

    void begins() {
        shelf.began(this);
    }

    void over() {
        filling.release();
        settle();
        shelf.ended(this);
    }

    private void settle() {
        together.ifPresent(key -> shelf.settled(key, fill));
    }

    // What is kept already.

    boolean hasCandidate() {
        return candidate.isPresent();
    }

    /**
     * What a 304 makes of the candidate; empty when it says that something else has not changed.
     *
     * @param now when it came, milliseconds
     */
    Optional<Fill.State.Whole> confirmed(HttpHeaders said, Heard heard, long now) {
        Kept old = candidate.orElseThrow();
        Optional<Revalidation> found =
                Revalidation.of(wanted, old, said, heard.setsCookie(), asked, now);
        if (found.filter(Revalidation::inPlace).isEmpty()) {
            shelf.drop(key(), old);
        }
        return found.map(still -> confirmed(still, said));
    }

    private Fill.State.Whole confirmed(Revalidation still, HttpHeaders said) {
        boolean keeps = still.keepable() && shelf.keep(this, still.kept());
        shelf.counters().revalidated();
        return keeps
                ? new Fill.State.Whole(still.kept(), Fill.Use.SHARED)
                : new Fill.State.Whole(still.kept().withCookies(said), Fill.Use.OWN);
    }

    /** The candidate although it is stale, where the component allowed that. */
    Optional<Fill.State.Whole> standIn(long now) {
        return candidate
                .filter(kept -> kept.head().mayStandIn(wanted, now))
                .map(kept -> new Fill.State.Whole(kept, Fill.Use.STANDS_IN));
    }

    // What comes.

    /** Begins to keep a reply; false when it is none to keep. */
    boolean keeps(HttpResponse reply, Heard heard, long now) {
        Optional<KeptHead> keepable =
                heard.whole()
                        ? Keeping.head(
                                wanted,
                                reply.status(),
                                reply.headers(),
                                heard.setsCookie(),
                                asked,
                                now)
                        : Optional.empty();
        int length = HttpLengths.of(reply);
        if (keepable.isPresent() && !doomed && filling.begin(keepable.get(), length)) {
            return true;
        }
        if (reply.status().code() < 500) {
            boolean always =
                    keepable.isPresent()
                            ? filling.isTooLong(length)
                            : !Keeping.isOdd(wanted, reply.headers());
            isNotKept(always, now);
        }
        return false;
    }

    /** Keeps one more part of the body; false when it gets too long. */
    boolean append(ByteBuf part, long now) {
        boolean room = filling.append(part);
        if (!room) {
            isNotKept(filling.isTooLong(part.readableBytes()), now);
        }
        return room;
    }

    /**
     * What comes is newer than the candidate.
     *
     * @param always whether it will be so with the next answer too, as far as is known
     */
    private void isNotKept(boolean always, long now) {
        candidate.ifPresent(old -> shelf.drop(key(), old));
        if (always && !doomed) {
            shelf.passFromNowOn(wanted, now);
        }
    }

    /** It is only for the one who asked; who comes from now on does not wait for it. */
    void pass() {
        settle();
        fill.end(new Fill.State.Passed(filling.streaming()));
    }

    /** Keeps all that has come. */
    Fill.State.Whole whole() {
        Kept kept = filling.whole();
        candidate
                .filter(old -> !kept.head().replaces(old.head()))
                .ifPresent(old -> shelf.drop(key(), old));
        boolean keeps = shelf.keep(this, kept);
        return new Fill.State.Whole(kept, keeps ? Fill.Use.SHARED : Fill.Use.OWN);
    }
}
