package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

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
 * On one event loop only.
 */
final class Fetch extends CacheAsker implements Timed {
    private final Errand errand;
    private final Fill fill;
    private final Optional<Leader> leader;
    private final OwnReply own = new OwnReply(this);
    private final Answer answer;
    private Mode mode = Mode.ASKING;
    private Heard heard = Heard.NOTHING;

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
        super(visit.client(), leader.isPresent());
        this.errand = new Errand(shelf, visit.wanted(), fill, together, candidate, loop().millis());
        this.fill = fill;
        this.leader = leader;
        this.answer =
                visit.origin()
                        .ask(this, errand.request(visit.request()), raw -> heard = Heard.of(raw));
    }

    /** Asks. */
    void start() {
        errand.begins();
        loop().watch(this);
        answer.begin();
        if (mode != Mode.OVER) {
            answer.body(LastHttpContent.EMPTY_LAST_CONTENT);
            answer.readComplete();
        }
    }

    @Override
    boolean isAsking() {
        return mode == Mode.ASKING;
    }

    // What the client who caused it does.

    /** The client has left. */
    void leaderGone() {
        forgetClient();
        boolean useless = mode == Mode.DIRECT || (mode == Mode.ASKING && fill.endIfAlone());
        if (useless) {
            abort();
        }
    }

    /** The client, which gets the reply alone, has room. */
    void leaderWritable() {
        if (mode == Mode.DIRECT && own.isCaughtUp()) {
            answer.clientWritable();
        }
    }

    /** The client has got all that was filled before it got too long; what follows is its own. */
    void leaderCaughtUp() {
        if (mode == Mode.DIRECT && !own.isCaughtUp()) {
            client().ifPresent(this::catchUp);
        }
    }

    private void catchUp(ClientConnection client) {
        Optional<LastHttpContent> last = own.catchUp(client);
        if (last.isPresent()) {
            over();
            client.end(last.get());
        } else if (client.writable()) {
            answer.clientWritable();
        }
    }

    // The end.

    private void over() {
        mode = Mode.OVER;
        loop().unwatch(this);
        own.release();
        errand.over();
    }

    private void endWith(Fill.State last) {
        over();
        fill.end(last);
    }

    private void fail(Optional<HttpResponseStatus> status) {
        endWith(new Fill.State.Failed(status));
    }

    private void abort() {
        if (mode != Mode.OVER) {
            over();
            answer.clientGone();
            fill.end(new Fill.State.Failed(Optional.empty()));
        }
    }

    /** Has a stale answer given instead, where the component allowed it. */
    private boolean standIn(long now) {
        Optional<Fill.State.Whole> stale = errand.standIn(now);
        stale.ifPresent(this::endWith);
        return stale.isPresent();
    }

    // What comes from the component.

    @Override
    public void reply(HttpResponse reply) {
        long now = loop().millis();
        if (errand.hasCandidate() && reply.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            mode = Mode.VALIDATED;
            validated(reply, now);
        } else if (reply.status().code() >= 500 && standIn(now)) {
            answer.clientGone();
        } else if (errand.keeps(reply, heard, now)) {
            mode = Mode.KEEPING;
        } else {
            direct(reply);
        }
    }

    private void validated(HttpResponse reply, long now) {
        Optional<Fill.State.Whole> still = errand.confirmed(reply.headers(), heard, now);
        if (still.isPresent()) {
            endWith(still.get());
        } else {
            mode = Mode.OVER;
            answer.clientGone();
            fail(Optional.of(HttpResponseStatus.BAD_GATEWAY));
        }
    }

    private void direct(HttpResponse reply) {
        mode = Mode.DIRECT;
        own.begin();
        errand.pass();
        if (client().isEmpty()) {
            abort();
        } else {
            leader.orElseThrow().direct(reply);
        }
    }

    @Override
    public void write(Object content) {
        switch (mode) {
            case KEEPING -> keep(content);
            case DIRECT -> own.write(content);
            case ASKING, VALIDATED, OVER -> ReferenceCountUtil.release(content);
        }
    }

    private void keep(Object content) {
        ByteBuf bytes =
                content instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) content;
        if (errand.append(bytes, loop().millis())) {
            ReferenceCountUtil.release(content);
            return;
        }
        // Too long to keep: whoever caused it gets what there is, then goes on at its own pace.
        mode = Mode.DIRECT;
        own.write(content);
        errand.pass();
        if (client().isEmpty()) {
            abort();
        }
    }

    @Override
    public void flush() {
        if (mode == Mode.KEEPING) {
            fill.signal();
        } else if (mode == Mode.DIRECT) {
            own.flush();
        }
    }

    /** What is kept is read at the component's pace: slow clients have it from memory. */
    @Override
    public boolean writable() {
        return mode != Mode.DIRECT || own.writable();
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
        if (mode == Mode.KEEPING) {
            endWith(errand.whole());
        }
    }

    private void endDirect(LastHttpContent last) {
        if (!own.isCaughtUp()) {
            own.write(last);
            return;
        }
        over();
        client().ifPresentOrElse(it -> it.end(last), last::release);
    }

    @Override
    public void replyFailed(HttpResponseStatus status) {
        switch (mode) {
            case ASKING -> {
                if (!standIn(loop().millis())) {
                    fail(Optional.of(status));
                }
            }
            case DIRECT -> {
                over();
                client().ifPresent(it -> it.replyFailed(status));
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
            client().ifPresent(it -> it.replyBusy(retryAfter));
            fill.end(busy(retryAfter));
        } else if (mode == Mode.ASKING && !standIn(loop().millis())) {
            endWith(busy(retryAfter));
        }
    }

    private static Fill.State busy(int retryAfter) {
        return new Fill.State.Failed(
                Optional.of(HttpResponseStatus.SERVICE_UNAVAILABLE), retryAfter);
    }

    @Override
    public void checkDeadlines(long now) {
        answer.checkDeadlines(now);
    }
}
