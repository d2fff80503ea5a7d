package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Has a component asked on behalf of the cache, and fills the answer in. Outlives the client who
 * caused it once others wait or the answer is being kept.
 *
 * <pre>
 * asking --304--> validated ----------------------------> over
 *    |--head to keep--> keeping --last byte-------------> over
 *    |                     '--gets too long--> direct
 *    '--head not to keep--> direct (the client's pace) -> over
 * </pre>
 *
 * On one event loop only, but for {@link #doom} and {@link #isDoomed}.
 */
final class Fetch implements Asker, Timed {
    private final Shelf shelf;
    private final CacheRequest wanted;
    private final Fill fill;
    private final Optional<FillKey> together;
    private final Peer peer;
    private final Channel channel;
    private final Loop loop;
    private final Tally tally;
    private final Optional<Kept> candidate;
    private final Deque<Object> held = new ArrayDeque<>();
    private final Request request;
    private final Answer answer;
    private final long asked;
    private Optional<Leader> leader;
    private Mode mode = Mode.ASKING;
    private @Nullable KeptHead head;
    private boolean setsCookie;
    private boolean framed;
    private boolean caughtUp;
    private int reserved;
    private volatile boolean doomed;

    private enum Mode {
        ASKING,
        VALIDATED,
        KEEPING,
        DIRECT,
        OVER
    }

    /** The client who caused it, on the same event loop. */
    interface Leader {
        /** The reply is for this client alone. */
        void direct(HttpResponse head);

        /** The client itself. */
        ClientConnection client();
    }

    /**
     * Has not asked yet.
     *
     * @param together what its fill is known as, if others may wait for it
     * @param candidate a kept answer that may be still right
     * @param leader none when a stale answer was given already
     */
    Fetch(
            Shelf shelf,
            Visit visit,
            Fill fill,
            Optional<FillKey> together,
            Optional<Kept> candidate,
            Optional<Leader> leader) {
        this.shelf = shelf;
        this.wanted = visit.wanted();
        this.fill = fill;
        this.together = together;
        this.peer = visit.client().peer();
        this.channel = visit.client().channel();
        this.loop = visit.client().loop();
        this.tally = leader.isPresent() ? visit.client().tally() : new Tally(System.nanoTime());
        this.candidate = candidate;
        this.leader = leader;
        this.asked = loop.millis();
        this.request = plain(visit.request(), candidate);
        this.answer = visit.origin().ask(this, request, this::heard);
    }

    private static Request plain(Request request, Optional<Kept> candidate) {
        HttpHeaders headers = request.head().headers().copy();
        KeptConditions.remove(headers);
        candidate.ifPresent(kept -> KeptConditions.ask(headers, kept.head()));
        return request.asGet(headers);
    }

    /** Asks. */
    void start() {
        shelf.began(this);
        loop.watch(this);
        answer.begin();
        if (mode != Mode.OVER) {
            answer.body(LastHttpContent.EMPTY_LAST_CONTENT);
            answer.readComplete();
        }
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

    // What the client who caused it does.

    /** The client has left. */
    void leaderGone() {
        leader = Optional.empty();
        boolean useless = mode == Mode.DIRECT || (mode == Mode.ASKING && fill.endIfAlone());
        if (useless) {
            abort();
        }
    }

    /** The client, which gets the reply alone, has room. */
    void leaderWritable() {
        if (mode == Mode.DIRECT && caughtUp) {
            answer.clientWritable();
        }
    }

    /** The client has got all that was filled before it got too long; what follows is its own. */
    void leaderCaughtUp() {
        if (mode != Mode.DIRECT || caughtUp || leader.isEmpty()) {
            return;
        }
        caughtUp = true;
        ClientConnection client = leader.get().client();
        for (Object part = held.poll(); part != null; part = held.poll()) {
            if (part instanceof LastHttpContent last) {
                over();
                client.end(last);
                return;
            }
            client.write(part);
        }
        client.flush();
        if (client.writable()) {
            answer.clientWritable();
        }
    }

    private void abort() {
        if (mode != Mode.OVER) {
            over();
            answer.clientGone();
            fill.end(new Fill.State.Failed(Optional.empty()));
        }
    }

    private void over() {
        mode = Mode.OVER;
        loop.unwatch(this);
        shelf.unreserve(reserved);
        reserved = 0;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        settle();
        shelf.ended(this);
    }

    // What comes from the component.

    private void heard(HttpResponse raw) {
        HttpHeaders headers = raw.headers();
        setsCookie = headers.contains(HttpHeaderNames.SET_COOKIE);
        // Where the end of the connection is the end of the body, a part looks like the whole.
        framed =
                headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                        || raw.status().code() == 204
                        || raw.status().code() == 304;
        // Whoever announces trailers wants them to arrive, and they are not kept.
        framed &= !headers.contains(HttpHeaderNames.TRAILER);
    }

    @Override
    public void reply(HttpResponse reply) {
        long now = loop.millis();
        if (candidate.isPresent() && reply.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            mode = Mode.VALIDATED;
            validated(candidate.get(), reply, now);
        } else if (reply.status().code() >= 500 && standIn(now)) {
            answer.clientGone();
        } else {
            fresh(reply, now);
        }
    }

    private void validated(Kept old, HttpResponse reply, long now) {
        HttpHeaders said = reply.headers();
        String tag = said.get(HttpHeaderNames.ETAG);
        Optional<String> known = old.head().field(HttpHeaderNames.ETAG);
        if (tag != null && known.isPresent() && !KeptConditions.isWeakly(tag, known.get())) {
            // It says that something else has not changed (RFC 9111, 4.3.4).
            shelf.drop(key(), old);
            mode = Mode.OVER;
            answer.clientGone();
            fail(Optional.of(HttpResponseStatus.BAD_GATEWAY));
            return;
        }
        HttpHeaders updated = old.head().updatedBy(said);
        updated.set(HttpHeaderNames.AGE, said.getAll(HttpHeaderNames.AGE));
        if (!said.contains(HttpHeaderNames.DATE)) {
            updated.remove(HttpHeaderNames.DATE);
        }
        Optional<KeptHead> next =
                Keeping.head(wanted, old.head().status(), updated, setsCookie, asked, now);
        Kept kept =
                new Kept(
                        next.orElseGet(() -> old.head().with(KeptHead.fields(updated), now)),
                        old.body());
        if (next.isEmpty() || !kept.head().replaces(old.head())) {
            shelf.drop(key(), old);
        }
        boolean keeps = next.isPresent() && shelf.keep(this, kept);
        shelf.counters().revalidated();
        over();
        fill.end(
                keeps
                        ? new Fill.State.Whole(kept, Fill.Use.SHARED)
                        : new Fill.State.Whole(kept.withCookies(said), Fill.Use.OWN));
    }

    /** Has a stale answer given instead, where the component allowed it. */
    private boolean standIn(long now) {
        if (candidate.isEmpty() || !candidate.get().head().mayStandIn(wanted, now)) {
            return false;
        }
        over();
        fill.end(new Fill.State.Whole(candidate.get(), Fill.Use.STANDS_IN));
        return true;
    }

    private void fresh(HttpResponse reply, long now) {
        Optional<KeptHead> keepable =
                framed
                        ? Keeping.head(
                                wanted, reply.status(), reply.headers(), setsCookie, asked, now)
                        : Optional.empty();
        int length = HttpLengths.of(reply);
        if (keepable.isPresent() && !doomed && reserve(Math.max(length, 0))) {
            mode = Mode.KEEPING;
            head = keepable.get();
            fill.begin(keepable.get(), length);
            return;
        }
        if (reply.status().code() < 500) {
            candidate.ifPresent(old -> shelf.drop(key(), old));
            if (keepable.isPresent()
                    ? length > shelf.largest()
                    : !Keeping.isOdd(wanted, reply.headers())) {
                passFromNowOn(now);
            }
        }
        direct(reply);
    }

    private void direct(HttpResponse reply) {
        mode = Mode.DIRECT;
        caughtUp = true;
        pass(Optional.empty());
        if (leader.isEmpty()) {
            abort();
        } else {
            leader.get().direct(reply);
        }
    }

    private void passFromNowOn(long now) {
        if (!doomed) {
            shelf.passFromNowOn(wanted, now);
        }
    }

    /** It is only for the one who asked; who comes from now on does not wait for it. */
    private void pass(Optional<Fill.State.Streaming> begun) {
        settle();
        fill.end(new Fill.State.Passed(begun));
    }

    private void settle() {
        together.ifPresent(key -> shelf.settled(key, fill));
    }

    private boolean reserve(int bytes) {
        boolean granted = reserved + bytes <= shelf.largest() && shelf.reserve(bytes);
        reserved += granted ? bytes : 0;
        return granted;
    }

    @Override
    public void write(Object content) {
        if (mode == Mode.KEEPING) {
            keep(content);
        } else if (mode == Mode.DIRECT && leader.isPresent()) {
            if (caughtUp) {
                leader.get().client().write(content);
            } else {
                held.add(content);
            }
        } else {
            ReferenceCountUtil.release(content);
        }
    }

    private void keep(Object content) {
        ByteBuf bytes =
                content instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) content;
        boolean sized = streaming().filter(Fill.State.Streaming::isSized).isPresent();
        if (sized || reserve(bytes.readableBytes())) {
            fill.append(bytes);
            ReferenceCountUtil.release(content);
            return;
        }
        // Too long to keep: whoever caused it gets what there is, then goes on at its own pace.
        mode = Mode.DIRECT;
        caughtUp = false;
        candidate.ifPresent(old -> shelf.drop(key(), old));
        if (reserved + bytes.readableBytes() > shelf.largest()) {
            passFromNowOn(loop.millis());
        }
        held.add(content);
        pass(streaming());
        if (leader.isEmpty()) {
            abort();
        }
    }

    private Optional<Fill.State.Streaming> streaming() {
        return fill.state() instanceof Fill.State.Streaming streaming
                ? Optional.of(streaming)
                : Optional.empty();
    }

    @Override
    public void flush() {
        if (mode == Mode.KEEPING) {
            fill.signal();
        } else if (mode == Mode.DIRECT && caughtUp) {
            leader.ifPresent(it -> it.client().flush());
        }
    }

    /** What is kept is read at the component's pace: slow clients have it from memory. */
    @Override
    public boolean writable() {
        return mode != Mode.DIRECT
                || (caughtUp && leader.isPresent() && leader.get().client().writable());
    }

    @Override
    public void end(LastHttpContent last) {
        switch (mode) {
            case KEEPING -> whole(last);
            case DIRECT -> endDirect(last);
            case ASKING, VALIDATED, OVER -> last.release();
        }
    }

    private void whole(LastHttpContent last) {
        keep(last);
        KeptHead known = head;
        if (mode != Mode.KEEPING || known == null) {
            return;
        }
        Kept kept = new Kept(known, fill.body());
        candidate
                .filter(old -> !known.replaces(old.head()))
                .ifPresent(old -> shelf.drop(key(), old));
        boolean keeps = shelf.keep(this, kept);
        fill.end(new Fill.State.Whole(kept, keeps ? Fill.Use.SHARED : Fill.Use.OWN));
        over();
    }

    private void endDirect(LastHttpContent last) {
        if (!caughtUp) {
            held.add(last);
        } else if (leader.isPresent()) {
            over();
            leader.get().client().end(last);
        } else {
            last.release();
            over();
        }
    }

    @Override
    public void replyFailed(HttpResponseStatus status) {
        switch (mode) {
            case ASKING -> {
                if (!standIn(loop.millis())) {
                    fail(Optional.of(status));
                }
            }
            case DIRECT -> {
                over();
                leader.ifPresent(it -> it.client().replyFailed(status));
                fill.end(new Fill.State.Failed(Optional.of(status)));
            }
            case KEEPING, VALIDATED -> fail(Optional.empty());
            case OVER -> {}
        }
    }

    @Override
    public void replyBusy(int retryAfter) {
        if (mode == Mode.DIRECT) {
            over();
            leader.ifPresent(it -> it.client().replyBusy(retryAfter));
            fill.end(busy(retryAfter));
        } else if (mode == Mode.ASKING && !standIn(loop.millis())) {
            over();
            fill.end(busy(retryAfter));
        }
    }

    private static Fill.State busy(int retryAfter) {
        return new Fill.State.Failed(
                Optional.of(HttpResponseStatus.SERVICE_UNAVAILABLE), retryAfter);
    }

    @Override
    public void stallAfter(Duration limit) {
        leader.ifPresent(it -> it.client().stallAfter(limit));
    }

    @Override
    public void mayStall() {
        leader.ifPresent(it -> it.client().mayStall());
    }

    private void fail(Optional<HttpResponseStatus> status) {
        over();
        fill.end(new Fill.State.Failed(status));
    }

    // What else is asked of whoever asks.

    @Override
    public void interim(HttpResponse reply) {
        if (mode == Mode.ASKING && leader.isPresent() && !leader.get().client().oldVersion()) {
            leader.get().client().interim(reply);
        }
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean requestDone() {
        return true;
    }

    @Override
    public boolean oldVersion() {
        return false;
    }

    @Override
    public void readIfWanted() {}

    @Override
    public boolean maySwitch() {
        return false;
    }

    @Override
    public void switchTo(UpstreamConnection instance, String protocol, Runnable ended) {
        throw new IllegalStateException("a request for the cache never offers another protocol");
    }

    @Override
    public void close() {
        replyFailed(HttpResponseStatus.BAD_GATEWAY);
    }

    @Override
    public void checkDeadlines(long now) {
        answer.checkDeadlines(now);
    }
}
