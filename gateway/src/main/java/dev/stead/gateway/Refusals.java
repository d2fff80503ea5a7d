package dev.stead.gateway;

import dev.stead.gateway.Finding.SignedIn;
import dev.stead.gateway.Page.Link;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** What is said to those who may not go where they want to. */
final class Refusals {
    private static final String FOREIGN = "From another origin";

    private final OwnPlace own;
    private final RandomGenerator secrets;

    /**
     * @param secrets makes values that nobody may guess
     */
    Refusals(OwnPlace own, RandomGenerator secrets) {
        this.own = own;
        this.secrets = secrets;
    }

    /** To somebody without a session: a browser is sent to sign in, a program is told to. */
    Answer notSignedIn(ClientConnection client, Request request) {
        Way way = Way.of(SteadCookies.of(request.head().headers()), secrets);
        Optional<String> entrance =
                isNavigation(request) ? own.entrance(request, way.state()) : Optional.empty();
        return entrance.<Answer>map(
                        url -> new PageAnswer(client, () -> SignInPages.signInAt(client, url, way)))
                .orElseGet(() -> signInFirst(client));
    }

    /** Browsers say that they go to another page; old ones only that they would like one. */
    private static boolean isNavigation(Request request) {
        HttpHeaders headers = request.head().headers();
        String mode = headers.get(HeaderNames.SEC_FETCH_MODE, "");
        return request.isGetOrHead()
                && (mode.equals("navigate")
                        || (mode.isEmpty()
                                && headers.get(HttpHeaderNames.ACCEPT, "").contains("text/html")));
    }

    /** To a program without a session. */
    Answer signInFirst(ClientConnection client) {
        return new PageAnswer(client, () -> unauthorized(client));
    }

    private FullHttpResponse unauthorized(ClientConnection client) {
        Optional<String> origin = own.origin();
        FullHttpResponse reply =
                ErrorPage.forPrograms(
                        client,
                        new Page(
                                HttpResponseStatus.UNAUTHORIZED,
                                "Sign in first",
                                origin.map(url -> "This needs somebody who has signed in at " + url)
                                                .orElse(
                                                        "This needs somebody who has signed in, and"
                                                                + " this system has no sign-in")
                                        + ".",
                                origin.map(url -> new Link(url + "/", "Sign in"))));
        // The header must be there (RFC 9110, 15.5.2); no browser knows the scheme and asks.
        reply.headers()
                .set(
                        HttpHeaderNames.WWW_AUTHENTICATE,
                        "Stead realm=\"" + own.origin().orElse("") + '"');
        return reply;
    }

    /** To somebody who is signed in, but not in one of the groups. */
    Answer notMember(ClientConnection client, SignedIn visitor) {
        return forbidden(
                client,
                "Not for this account",
                "You are signed in as "
                        + visitor.account()
                        + ", which is in none of the groups that may use this. An operator of the"
                        + " system can add it to one.",
                home());
    }

    /** To somebody who is signed in, but neither has this engine nor is let in. */
    Answer notOwner(ClientConnection client, SignedIn visitor) {
        return forbidden(
                client,
                "This is somebody else's engine",
                "You are signed in as "
                        + visitor.account()
                        + ". Whoever opened it can share it with you.",
                home());
    }

    private Optional<Link> home() {
        return own.origin().map(url -> new Link(url + "/", "What you may open"));
    }

    /** To a change that a page of another origin had the browser make. */
    Answer foreign(ClientConnection client) {
        return forbidden(
                client,
                FOREIGN,
                "A page of another origin wanted to change something here with your sign-in, which"
                        + " was not allowed.",
                Optional.empty());
    }

    /** Likewise to anything but a navigation, at an engine. */
    Answer foreignToEngine(ClientConnection client) {
        return forbidden(
                client,
                FOREIGN,
                "A page of another origin wanted something of this engine with your sign-in, which"
                        + " was not allowed.",
                Optional.empty());
    }

    private static Answer forbidden(
            ClientConnection client, String title, String text, Optional<Link> link) {
        Page page = new Page(HttpResponseStatus.FORBIDDEN, title, text, link);
        return new PageAnswer(client, () -> ErrorPage.forPrograms(client, page));
    }
}
