package dev.stead.gateway;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;

/** Answers with a kept answer: the whole, a part of it, its head, or that nothing has changed. */
final class KeptAnswer extends DiscardingAnswer {
    private final ClientConnection client;
    private final Request request;
    private final Kept kept;
    private final String status;
    private final boolean firstHand;
    private ByteRange part;
    private BodySender sender;

    /**
     * Answers when it begins.
     *
     * @param status what {@code Cache-Status} says
     * @param firstHand whether the component was asked for this very request
     */
    KeptAnswer(
            ClientConnection client, Request request, Kept kept, String status, boolean firstHand) {
        this.client = client;
        this.request = request;
        this.kept = kept;
        this.status = status;
        this.firstHand = firstHand;
        this.part = new ByteRange(0, kept.body().length);
        this.sender = new BodySender(client, 0, this::clientWritable);
    }

    @Override
    public void begin() {
        HttpHeaders asked = request.head().headers();
        KeptHead head = kept.head();
        if (KeptConditions.isUnchanged(asked, head)) {
            client.reply(said(head.unchanged()));
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        String range = asked.get(HttpHeaderNames.RANGE);
        if (range != null
                && !request.isHead()
                && head.status().equals(HttpResponseStatus.OK)
                && KeptConditions.allowsRange(asked, head)) {
            part(range);
        } else {
            send(head.reply());
        }
    }

    private void part(String range) {
        long size = kept.body().length;
        switch (ByteRange.parse(range, size)) {
            case ByteRange.Asked.Everything() -> send(kept.head().reply());
            case ByteRange.Asked.Beyond() -> {
                FullHttpResponse page =
                        ErrorPage.of(client, HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
                page.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size);
                client.replyWith(page);
            }
            case ByteRange.Asked.Parts(List<ByteRange> several) when several.size() > 1 ->
                    send(kept.head().reply());
            case ByteRange.Asked.Parts(List<ByteRange> one) -> {
                ByteRange asked = one.getFirst();
                part = asked;
                sender = new BodySender(client, (int) asked.first(), this::clientWritable);
                HttpResponse reply = kept.head().reply();
                reply.setStatus(HttpResponseStatus.PARTIAL_CONTENT);
                reply.headers().set(HttpHeaderNames.CONTENT_RANGE, asked.contentRange(size));
                send(reply);
            }
        }
    }

    private void send(HttpResponse reply) {
        if (reply.status().code() != 204) {
            reply.headers().set(HttpHeaderNames.CONTENT_LENGTH, part.length());
        }
        client.reply(said(reply));
        if (request.isHead()) {
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            clientWritable();
        }
    }

    /** RFC 9111, 5.1: what was kept says how old it is. */
    private HttpResponse said(HttpResponse reply) {
        long age = kept.head().age(client.loop().millis()) / 1000;
        if (age > 0 || !firstHand) {
            reply.headers().set(HttpHeaderNames.AGE, age);
        }
        CacheStatus.add(reply.headers(), status);
        return reply;
    }

    @Override
    public void clientWritable() {
        sender.send(kept.body(), (int) (part.first() + part.length()), true);
    }

    @Override
    public void clientGone() {
        sender.stop();
    }
}
