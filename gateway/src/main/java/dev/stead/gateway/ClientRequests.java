package dev.stead.gateway;

import dev.stead.gateway.RequestCheck.Outcome;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

/** Takes requests from a client's line, finds the answer to each and gives it the body. */
final class ClientRequests {
    private final ClientConnection client;
    private final Answers answers;
    private final ClientDeadlines deadlines;

    ClientRequests(ClientConnection client, Answers answers, ClientDeadlines deadlines) {
        this.client = client;
        this.answers = answers;
        this.deadlines = deadlines;
    }

    /** The first byte of a head has come. */
    void headBegins() {
        if (client.answer() == null) {
            deadlines.headBegins();
        }
    }

    /** Another request may follow. */
    void awaitNext(boolean insideItsHead) {
        deadlines.requestEnded(insideItsHead);
    }

    /** No other request may follow. */
    void awaitNothing() {
        deadlines.lastRequestEnded();
    }

    /**
     * Whether a request, or a part of the body of the one under way, can be given to this now. Who
     * does not take replies gets no further ones.
     */
    boolean takes() {
        Answer answer = client.answer();
        return answer == null ? client.writable() : !client.requestDone() && !answer.isDeciding();
    }

    /** Whether there is room for more of the body of the request under way. */
    boolean wantsBody() {
        Answer answer = client.answer();
        return answer != null && client.exchange().wantsBody(answer);
    }

    void begin(HttpRequest head) {
        client.begins(new Exchange(head, client.loop().newRequestId(), System.nanoTime()));
        client.watch().end();
        deadlines.requestBegins();
        client.answerWith(choose(head));
    }

    private Answer choose(HttpRequest head) {
        return switch (RequestCheck.check(head)) {
            case Outcome.Bad(HttpResponseStatus status) -> {
                client.exchange().giveUpReading();
                yield new PageAnswer(client, () -> ErrorPage.of(client, status));
            }
            case Outcome.Fine(String host, RequestPath path) ->
                    answers.choose(client, new Request(head, host, path, client.requestId()));
        };
    }

    /** A part of the body in order; owned. */
    void body(HttpContent content) {
        deadlines.bodyProgress();
        client.tally().received(content.content().readableBytes());
        if (content.decoderResult().isFailure()) {
            content.release();
            refuseBody();
            return;
        }
        Exchange exchange = client.exchange();
        if (content instanceof LastHttpContent) {
            exchange.requestEnds();
        }
        Answer answer = client.answer();
        if (exchange.replyDone() || answer == null) {
            discard(content);
        } else {
            client.watch().used();
            answer.body(content);
        }
    }

    private void discard(HttpContent content) {
        int bytes = content.content().readableBytes();
        content.release();
        Exchange exchange = client.exchange();
        if (!exchange.discard(bytes)) {
            exchange.giveUpReading();
        }
        if (exchange.requestDone() && exchange.replyDone()) {
            client.finish();
        }
    }

    private void refuseBody() {
        // The rest of this connection cannot be understood: answer, then close.
        Answer answer = client.answer();
        client.exchange().giveUpReading();
        if (answer != null && !client.exchange().replyDone()) {
            answer.clientGone();
            client.replyFailed(HttpResponseStatus.BAD_REQUEST);
        } else {
            client.close();
        }
    }

    /** What was given to the answer so far is all there is for now. */
    void bodyIsAtHand() {
        Answer answer = client.answer();
        if (answer != null) {
            answer.readComplete();
        }
    }
}
