package dev.stead.gateway;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything of a kept answer but its body.
 *
 * @param status of the answer
 * @param fields names and values in turn; without those that are about a connection or one exchange
 * @param terms for how long it may be used
 * @param vary what it depends on
 * @param audience whom it may be given to
 * @param initialAge how old it was when it came, milliseconds
 * @param asked when it was asked for, milliseconds of the wall clock
 * @param answered when its head came, likewise
 */
record KeptHead(
        HttpResponseStatus status,
        List<CharSequence> fields,
        Terms terms,
        Vary vary,
        Audience audience,
        long initialAge,
        long asked,
        long answered) {
    /** Those that are neither kept nor taken from a 304 (RFC 9111, 3.1 and 3.2). */
    private static final Set<String> NEVER =
            Set.of(
                    "age",
                    "cache-status",
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authentication-info",
                    "proxy-authorization",
                    "set-cookie",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-request-id");

    /** What a 304 leaves out (RFC 9110, 15.4.5), since it describes a body. */
    private static final Set<String> OF_BODY =
            Set.of("content-encoding", "content-language", "content-length", "content-type");

    private static final Set<String> STAYS = Set.of("content-encoding", "content-range");

    KeptHead {
        fields = List.copyOf(fields);
    }

    /** The fields of a reply that are kept. */
    static List<CharSequence> fields(HttpHeaders reply) {
        List<CharSequence> fields = new ArrayList<>(reply.size() * 2);
        for (Map.Entry<String, String> field : reply) {
            if (!NEVER.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                fields.add(field.getKey());
                fields.add(field.getValue());
            }
        }
        return fields;
    }

    /** These fields with those of a 304 in the place of theirs (RFC 9111, 3.2). */
    HttpHeaders updatedBy(HttpHeaders unchanged) {
        HttpHeaders updated = headers();
        for (String name : unchanged.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NEVER.contains(lower) && !STAYS.contains(lower)) {
                updated.set(name, unchanged.getAll(name));
            }
        }
        return updated;
    }

    /** The same answer with these fields, as if it came now. */
    KeptHead with(List<CharSequence> others, long now) {
        return new KeptHead(status, others, terms, vary, audience, 0, now, now);
    }

    /** With the cookies that a reply sets. */
    KeptHead withCookies(HttpHeaders reply) {
        List<CharSequence> all = new ArrayList<>(fields);
        for (String cookie : reply.getAll(HttpHeaderNames.SET_COOKIE)) {
            all.add(HttpHeaderNames.SET_COOKIE);
            all.add(cookie);
        }
        return new KeptHead(status, all, terms, vary, audience, initialAge, asked, answered);
    }

    /** A new reply with these fields. */
    HttpResponse reply() {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers());
    }

    /** The reply to whoever has the same already. */
    HttpResponse unchanged() {
        HttpHeaders headers = headers();
        OF_BODY.forEach(headers::remove);
        return new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_MODIFIED, headers);
    }

    private HttpHeaders headers() {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        for (int i = 0; i < fields.size(); i += 2) {
            headers.add(fields.get(i), fields.get(i + 1));
        }
        return headers;
    }

    /** The first value of a field. */
    Optional<String> field(CharSequence name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (name.toString().equalsIgnoreCase(fields.get(i).toString())) {
                return Optional.of(fields.get(i + 1).toString());
            }
        }
        return Optional.empty();
    }

    /** With which a component can be asked whether it has changed. */
    boolean hasValidator() {
        return etag() != null || field(HttpHeaderNames.LAST_MODIFIED).isPresent();
    }

    private @Nullable String etag() {
        return field(HttpHeaderNames.ETAG).orElse(null);
    }

    /** How old it is, milliseconds (RFC 9111, 4.2.3); it never gets younger. */
    long age(long now) {
        return initialAge + Math.max(0, now - answered);
    }

    /** For how long it is fresh still, milliseconds; 0 and less: no more. */
    long freshFor(long now) {
        // A clock that was set back must not make anything fresh again.
        return now < answered - 1000 ? 0 : terms.lifetime() - age(now);
    }

    /** Whether it is the answer to this request, at whatever age. */
    boolean answers(CacheRequest request) {
        return audience.has(request) && vary.matches(request.headers());
    }

    /** Whether it may be given as it is (RFC 9111, 4). */
    boolean isFresh(CacheRequest request, long now) {
        return !terms.ask()
                && !request.wantsAsking()
                && freshFor(now) > 0
                && freshFor(now) >= request.freshFor()
                && age(now) <= request.oldest();
    }

    /** Whether it may be given while it is asked for anew (RFC 5861, 3). */
    boolean mayWait(CacheRequest request, long now) {
        return isStaleWithin(terms.whileRevalidate(), now) && request.takesStale();
    }

    /** Whether it may be given because asking failed (RFC 5861, 4). */
    boolean mayStandIn(CacheRequest request, long now) {
        return isStaleWithin(terms.ifError(), now) && request.takesStale();
    }

    private boolean isStaleWithin(long extra, long now) {
        return extra > 0 && now >= answered - 1000 && -freshFor(now) < extra;
    }

    /** Whether it takes the place of another one. */
    boolean replaces(KeptHead other) {
        return audience.equals(other.audience) && vary.equals(other.vary);
    }

    /** Bytes that it takes in memory, about. */
    int weight() {
        int weight = 240;
        for (CharSequence text : fields) {
            weight += 40 + text.length();
        }
        return weight + vary.weight() + audience.account().length();
    }
}
