package dev.stead.gateway;

import dev.stead.gateway.Finding.SignedIn;
import dev.stead.gateway.Page.Link;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replies on the way to a session. */
final class SignInPages {
    private SignInPages() {}

    /** Sends a browser to sign in. */
    static FullHttpResponse signInAt(ClientConnection client, String url, Way way) {
        FullHttpResponse reply = empty(client, HttpResponseStatus.FOUND, url);
        reply.headers().set(HttpHeaderNames.SET_COOKIE, way.cookie());
        return reply;
    }

    /**
     * Gives a browser its session and sends it where it wanted to go. The way cookie stays for its
     * ten minutes: another tab may be on the way too.
     */
    static FullHttpResponse signedIn(ClientConnection client, String secret, String to) {
        FullHttpResponse reply = goOn(client, to);
        reply.headers().set(HttpHeaderNames.SET_COOKIE, Way.session(secret));
        return reply;
    }

    /** Sends a browser where it wanted to go. */
    static FullHttpResponse goOn(ClientConnection client, String to) {
        return empty(client, HttpResponseStatus.SEE_OTHER, to);
    }

    private static FullHttpResponse empty(
            ClientConnection client, HttpResponseStatus status, String location) {
        FullHttpResponse reply = reply(client, status, "");
        reply.headers().set(HttpHeaderNames.LOCATION, location);
        return reply;
    }

    /** The code was no good: try again. */
    static FullHttpResponse failed(ClientConnection client, String to) {
        return ErrorPage.forPrograms(
                client,
                new Page(
                        HttpResponseStatus.BAD_REQUEST,
                        "The sign-in did not arrive",
                        "It took too long, was used before, or began in another browser. Nothing"
                                + " is lost.",
                        Optional.of(new Link(to, "Try again"))));
    }

    /** Who has signed in cannot be found out now. */
    static FullHttpResponse unavailable(ClientConnection client) {
        return ErrorPage.forPrograms(
                client,
                new Page(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "Please try again in a moment",
                        "Who has signed in cannot be checked just now.",
                        Optional.empty()));
    }

    /** Who the session at this origin is. */
    static FullHttpResponse session(ClientConnection client, SignedIn visitor) {
        String groups =
                visitor.groups().stream()
                        .map(group -> '"' + PageText.quote(group) + '"')
                        .collect(Collectors.joining(","));
        String text =
                "{\"account\":\"%s\",\"groups\":[%s]}\n"
                        .formatted(PageText.quote(visitor.account()), groups);
        FullHttpResponse reply = reply(client, HttpResponseStatus.OK, text);
        reply.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        reply.headers().set("Cross-Origin-Resource-Policy", "same-origin");
        return reply;
    }

    private static FullHttpResponse reply(
            ClientConnection client, HttpResponseStatus status, String text) {
        FullHttpResponse reply =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        status,
                        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
        reply.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.content().readableBytes());
        reply.headers().set(HttpHeaderNames.DATE, client.loop().date());
        ErrorPage.protect(reply.headers());
        return reply;
    }
}
