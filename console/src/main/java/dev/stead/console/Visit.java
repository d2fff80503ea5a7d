package dev.stead.console;

import dev.stead.api.Caller;
import dev.stead.api.SignIn;
import dev.stead.base.SteadException;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request as pages see it. What is absent is an empty text.
 *
 * @param trouble why what this request asked for did not work, when its form is shown again
 */
record Visit(RoutingContext context, Optional<SteadException> trouble) {
    private static final int LONGEST_AGENT = 300;

    /** What a page sends that asks by itself, to keep fresh what it shows. */
    private static final String REFRESH = "Stead-Refresh";

    static Visit of(RoutingContext context) {
        return new Visit(context, Optional.empty());
    }

    /** The same request, after this happened. */
    Visit after(SteadException failure) {
        return new Visit(context, Optional.of(failure));
    }

    HttpServerRequest request() {
        return context.request();
    }

    /** Who asks, by the session cookie. */
    Caller.Session caller() {
        Caller.Session caller = new Caller.Session(cookie(Cookies.SESSION), address());
        return header(REFRESH).isEmpty() ? caller : caller.unattended();
    }

    String cookie(String name) {
        return Cookies.only(request().headers().getAll("Cookie"), name);
    }

    /** The client's address, which the gateway puts last. */
    String address() {
        String all = header("X-Forwarded-For");
        return all.substring(all.lastIndexOf(',') + 1).strip();
    }

    SignIn.From from() {
        String agent = header("User-Agent");
        return new SignIn.From(
                address(), agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)));
    }

    String header(String name) {
        return orEmpty(request().getHeader(name));
    }

    /** A field of the form that was sent. */
    String field(String name) {
        return orEmpty(request().formAttributes().get(name));
    }

    /** Every value of a field. */
    List<String> fields(String name) {
        return request().formAttributes().getAll(name);
    }

    /** A parameter of the query. */
    String query(String name) {
        MultiMap query = context.queryParams();
        return orEmpty(query.get(name));
    }

    /** A part of the path. */
    String part(String name) {
        return orEmpty(context.pathParam(name));
    }

    /** Whether a page may be answered with a redirect to the sign-in. */
    boolean navigates() {
        boolean reads =
                request().method().equals(HttpMethod.GET)
                        || request().method().equals(HttpMethod.HEAD);
        return reads
                && header(REFRESH).isEmpty()
                && !header("Accept").startsWith("text/event-stream");
    }

    /** Where the sign-in is that leads back here. */
    String signIn() {
        return "/sign-in?to=" + encoded(Target.own(request().uri()));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
