package dev.stead.gateway;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.Optional;

/**
 * Answers under {@code /.stead/}, which the gateway keeps for itself on every host: the end of a
 * sign-in, and who has signed in.
 */
final class EnterAnswers implements Answers {
    private static final String KEPT = "/.stead";
    private static final String ENTER = KEPT + "/enter";
    private static final String SESSION = KEPT + "/session";
    private static final int LONGEST_CODE = 512;

    private final SessionCache sessions;
    private final Guard guard;
    private final Refusals refusals;
    private final Limits limits;

    EnterAnswers(SessionCache sessions, Guard guard, Refusals refusals, Limits limits) {
        this.sessions = sessions;
        this.guard = guard;
        this.refusals = refusals;
        this.limits = limits;
    }

    /** Whether a path, with single slashes, is the gateway's. */
    static boolean isKept(String path) {
        return path.startsWith(KEPT)
                && (path.length() == KEPT.length() || path.charAt(KEPT.length()) == '/');
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        String path = request.path().merged();
        boolean isGet = request.head().method().equals(HttpMethod.GET);
        if (isGet && path.equals(SESSION)) {
            // Counted for whoever it turns out to be.
            return session(client, request);
        }
        Optional<Answer> tooMany = limits.byAddress(client, request);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        if (!path.equals(ENTER) && !path.equals(SESSION)) {
            return new PageAnswer(client, () -> ErrorPage.of(client, HttpResponseStatus.NOT_FOUND));
        }
        return isGet ? enter(client, request) : new PageAnswer(client, () -> onlyGet(client));
    }

    private static FullHttpResponse onlyGet(ClientConnection client) {
        FullHttpResponse page = ErrorPage.of(client, HttpResponseStatus.METHOD_NOT_ALLOWED);
        page.headers().set(HttpHeaderNames.ALLOW, "GET");
        return page;
    }

    private Answer session(ClientConnection client, Request request) {
        return guard.recognise(
                client,
                request,
                visitor -> new PageAnswer(client, () -> SignInPages.session(client, visitor)),
                () -> refusals.signInFirst(client));
    }

    /**
     * A code that comes without what the browser asked for it with, or to go elsewhere, is no good,
     * and is spent all the same: somebody may have seen it.
     */
    private Answer enter(ClientConnection client, Request request) {
        String query = request.path().query();
        String to = Query.value(query, "to").orElse("/");
        String code = Query.value(query, "code").orElse("");
        boolean here = isPathHere(to);
        if (!isCode(code)) {
            return here ? notEntered(client, request, to) : failed(client, "/");
        }
        Optional<Answer> tooMany = limits.byArrival(client);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        String way = SteadCookies.of(request.head().headers()).way();
        boolean brought = here && !way.isEmpty();
        String state = brought ? new Way(way).state() : "";
        return new WaitingAnswer<>(
                client,
                sessions.redeem(request.host(), code, state),
                secret ->
                        here
                                ? entered(client, request, secret.filter(_ -> brought), to)
                                : failed(client, "/"));
    }

    private Answer entered(
            ClientConnection client, Request request, Optional<String> secret, String to) {
        return secret.filter(SteadCookies::isWellFormed)
                .<Answer>map(value ->
                        new PageAnswer(client, () -> SignInPages.signedIn(client, value, to)))
                .orElseGet(() -> notEntered(client, request, to));
    }

    /** Another tab may have been faster, and then there is nothing left to do. */
    private Answer notEntered(ClientConnection client, Request request, String to) {
        if (SteadCookies.of(request.head().headers()).session().isEmpty()) {
            return failed(client, to);
        }
        return guard.recognise(
                client,
                request,
                _ -> new PageAnswer(client, () -> SignInPages.goOn(client, to)),
                () -> failed(client, to));
    }

    private static Answer failed(ClientConnection client, String to) {
        return new PageAnswer(client, () -> SignInPages.failed(client, to));
    }

    private static boolean isCode(String code) {
        return !code.isEmpty()
                && code.length() <= LONGEST_CODE
                && code.chars().allMatch(PathText::isUnreserved);
    }

    /** Whether a browser takes it for a path of the same host, and a header can hold it. */
    static boolean isPathHere(String to) {
        return to.startsWith("/")
                && !to.startsWith("//")
                && to.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }
}
