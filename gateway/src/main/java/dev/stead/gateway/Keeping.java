package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an answer to a GET request may be kept (RFC 9111, 3). Stricter than it has to be:
 * nothing is kept that the component has not marked, no answer that sets a cookie, none to a
 * request with credentials unless it is explicitly for everybody.
 */
final class Keeping {
    private static final Set<Integer> STATUSES =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 410);

    private Keeping() {}

    /**
     * The head to keep, or empty.
     *
     * @param reply as the client is to get it
     * @param setsCookie whether the component wanted to set cookies, whatever became of them
     * @param asked when the component was asked, milliseconds
     * @param answered when the head came, milliseconds
     */
    static Optional<KeptHead> head(
            CacheRequest request,
            HttpResponseStatus status,
            HttpHeaders reply,
            boolean setsCookie,
            long asked,
            long answered) {
        if (setsCookie || request.keepsNothing() || !STATUSES.contains(status.code())) {
            return Optional.empty();
        }
        Optional<Terms> terms = Terms.of(reply, answered);
        Optional<List<String>> vary = Vary.names(reply.getAll(HttpHeaderNames.VARY));
        if (terms.isEmpty()
                || vary.isEmpty()
                || isOdd(request, vary.get())
                || (request.credentials() && !terms.get().explicit())) {
            return Optional.empty();
        }
        long age = Terms.initialAge(reply, asked, answered);
        if (!reply.contains(HttpHeaderNames.DATE)) {
            // RFC 9110, 6.6.1: whoever keeps an answer without a date gives it one.
            reply.set(
                    HttpHeaderNames.DATE,
                    HttpDates.format(java.time.Instant.ofEpochMilli(answered)));
        }
        KeptHead head =
                new KeptHead(
                        status,
                        KeptHead.fields(reply),
                        terms.get(),
                        Vary.of(vary.get(), request.headers()),
                        Audience.of(request, terms.get(), Vary.isPersonal(vary.get())),
                        age,
                        asked,
                        answered);
        return isUseful(head) ? Optional.of(head) : Optional.empty();
    }

    /**
     * Whether a reply of which nothing is kept says nothing about replies to other requests, since
     * it is this request that is odd.
     */
    static boolean isOdd(CacheRequest request, HttpHeaders reply) {
        return Vary.names(reply.getAll(HttpHeaderNames.VARY))
                .filter(names -> isOdd(request, names))
                .isPresent();
    }

    private static boolean isOdd(CacheRequest request, List<String> names) {
        return Vary.of(names, request.headers()).isLong();
    }

    /** What can neither be given nor asked about is not worth its place. */
    private static boolean isUseful(KeptHead head) {
        Terms terms = head.terms();
        boolean fresh =
                !terms.ask()
                        && terms.lifetime() + Math.max(terms.whileRevalidate(), terms.ifError())
                                > head.initialAge();
        return fresh || head.hasValidator();
    }
}
