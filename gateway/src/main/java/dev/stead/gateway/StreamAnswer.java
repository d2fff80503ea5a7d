package dev.stead.gateway;

import dev.stead.gateway.Fill.State;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers with an answer that is on its way into the cache, as far as it has come. */
final class StreamAnswer extends DiscardingAnswer implements FillReader {
    private final ClientConnection client;
    private final Request request;
    private final Fill fill;
    private final State.Streaming start;
    private final FillReader place;
    private final String status;
    private final Optional<Fetch> leading;
    private final AtomicBoolean told = new AtomicBoolean();
    private final BodySender sender;
    private boolean over;

    /**
     * Reads the fill when it begins.
     *
     * @param place whose place among the readers it takes then
     * @param status what {@code Cache-Status} says
     * @param leading what this client has caused, if it has
     */
    StreamAnswer(
            ClientConnection client,
            Request request,
            Fill fill,
            State.Streaming start,
            FillReader place,
            String status,
            Optional<Fetch> leading) {
        this.client = client;
        this.request = request;
        this.fill = fill;
        this.start = start;
        this.place = place;
        this.status = status;
        this.leading = leading;
        this.sender = new BodySender(client, 0, this::look);
    }

    @Override
    public void begin() {
        fill.replace(place, this);
        KeptHead head = start.head();
        if (KeptConditions.isUnchanged(request.head().headers(), head)) {
            leave();
            client.reply(said(head.unchanged()));
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        HttpResponse reply = head.reply();
        if (!start.isSized()) {
            reply.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (reply.status().code() != 204) {
            HttpUtil.setContentLength(reply, start.length());
        }
        client.reply(said(reply));
        look();
    }

    private HttpResponse said(HttpResponse reply) {
        long age = start.head().age(client.loop().millis()) / 1000;
        if (age > 0 || leading.isEmpty()) {
            reply.headers().set(HttpHeaderNames.AGE, age);
        }
        CacheStatus.add(reply.headers(), status);
        return reply;
    }

    @Override
    public void progressed() {
        if (!told.getAndSet(true)) {
            client.loop().eventLoop().execute(this::look);
        }
    }

    private void look() {
        told.set(false);
        if (over) {
            return;
        }
        // The state first: what it says is complete is complete in what is read after it.
        switch (fill.state()) {
            case State.Waiting _, State.Streaming _ -> send();
            case State.Whole whole ->
                    sender.send(whole.kept().body(), whole.kept().body().length, true);
            case State.Passed _ -> {
                send();
                if (sender.position() == fill.part().filled()) {
                    leading.ifPresent(Fetch::leaderCaughtUp);
                }
            }
            case State.Failed _ -> {
                over = true;
                client.replyFailed(HttpResponseStatus.BAD_GATEWAY);
            }
        }
    }

    private void send() {
        Fill.Part part = fill.part();
        sender.send(part.bytes(), part.filled(), false);
    }

    @Override
    public void clientWritable() {
        look();
        leading.ifPresent(Fetch::leaderWritable);
    }

    @Override
    public void clientGone() {
        leave();
    }

    private void leave() {
        over = true;
        sender.stop();
        fill.leave(this);
        leading.ifPresent(Fetch::leaderGone);
    }
}
