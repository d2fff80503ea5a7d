package dev.stead.gateway;

import dev.stead.gateway.EngineNames.Named;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers where no route leads. Where the name is one of an engine, which is not there, or is no
 * more: whoever goes there is sent to the page that opens it, with the place that was wanted behind
 * it; a program is told at once to come again. Nobody learns whether there ever was such an engine.
 */
final class NothingHere implements Answers {
    private static final int RETRY_SECONDS = 2;

    private final Supplier<Routes> routes;
    private final OwnPlace own;
    private final Limits limits;
    private final Answers kept;

    /**
     * @param own where the page is that opens engines
     * @param kept answers at the paths that the gateway keeps for itself
     */
    NothingHere(Supplier<Routes> routes, OwnPlace own, Limits limits, Answers kept) {
        this.routes = routes;
        this.own = own;
        this.limits = limits;
        this.kept = kept;
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        String path = request.path().merged();
        Optional<Named> engine = routes.get().engines().find(request.host(), path);
        if (engine.isPresent() && EnterAnswers.isKept(path)) {
            // A sign-in may arrive after the end; it goes on to where it was wanted.
            return kept.choose(client, request);
        }
        engine.ifPresent(it -> client.tally().reached(it.component()));
        return limits.byAddress(client, request)
                .orElseGet(() ->
                        engine.map(it -> absent(client, request, it))
                                .orElseGet(() -> notFound(client)));
    }

    /** To whom nothing more can be said. */
    static Answer notFound(ClientConnection client) {
        return new PageAnswer(client, () -> ErrorPage.of(client, HttpResponseStatus.NOT_FOUND));
    }

    private Answer absent(ClientConnection client, Request request, Named engine) {
        Optional<String> opener =
                Navigation.isOfWindow(request.head())
                        ? own.engine(engine, request.path())
                        : Optional.empty();
        return new PageAnswer(
                client,
                () ->
                        opener.map(url -> SignInPages.goOn(client, url))
                                .orElseGet(() -> later(client)));
    }

    private static FullHttpResponse later(ClientConnection client) {
        client.tally().refused("engine-absent");
        byte[] text = "This engine is not open.\n".getBytes(StandardCharsets.US_ASCII);
        FullHttpResponse reply =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        Unpooled.wrappedBuffer(text));
        reply.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS)
                .set(HttpHeaderNames.DATE, client.loop().date());
        ErrorPage.protect(reply.headers());
        return reply;
    }
}
