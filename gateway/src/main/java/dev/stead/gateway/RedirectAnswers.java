package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.util.function.IntSupplier;

/** Sends everything that comes over plain HTTP to the same place over TLS. */
final class RedirectAnswers implements Answers {
    private static final int STANDARD = 443;

    private final IntSupplier httpsPort;

    private final Limits limits;

    RedirectAnswers(IntSupplier httpsPort, Limits limits) {
        this.httpsPort = httpsPort;
        this.limits = limits;
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        return limits.byAddress(client, request)
                .orElseGet(() -> new PageAnswer(client, () -> redirect(client, request)));
    }

    private FullHttpResponse redirect(ClientConnection client, Request request) {
        int port = httpsPort.getAsInt();
        String place = request.host() + (port == STANDARD ? "" : ":" + port);
        FullHttpResponse moved =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.PERMANENT_REDIRECT,
                        Unpooled.EMPTY_BUFFER);
        moved.headers().set(HttpHeaderNames.LOCATION, "https://" + place + request.path().target());
        moved.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        moved.headers().set(HttpHeaderNames.DATE, client.loop().date());
        return moved;
    }
}
