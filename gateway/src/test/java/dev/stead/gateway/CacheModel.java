package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * Judges answers of a shared cache by what RFC 9111 and RFC 5861 say, without a cache of its own:
 * it knows everything that went on between the cache and the component, and says whether a body may
 * be given to a request at a time. Written from the RFCs; seconds, as they count.
 */
final class CacheModel {
    /** Bodies; none is fresh that had as many others after it, by the clock of the test. */
    private static final int REMEMBERED = 20_000;

    /** What a component says about an answer; absent directives are empty or false. */
    record Said(
            int status,
            OptionalLong maxAge,
            OptionalLong sMaxAge,
            OptionalLong expiresIn,
            long age,
            boolean noStore,
            boolean isPrivate,
            boolean noCache,
            boolean mustRevalidate,
            boolean isPublic,
            long whileRevalidate,
            long ifError,
            String vary,
            boolean setCookie,
            boolean etag) {
        /**
         * RFC 9111, 4.2.1, without heuristics; there is always an Expires, which may be no date.
         */
        long lifetime() {
            if (sMaxAge.isPresent()) {
                return sMaxAge.getAsLong();
            }
            return maxAge.isPresent() ? maxAge.getAsLong() : expiresIn.orElse(0);
        }

        /** It is for everybody, by its own words. */
        boolean explicit() {
            return isPublic || sMaxAge.isPresent();
        }

        /** RFC 9111, 4.2.4: what forbids to give it when it is stale. */
        boolean neverStale() {
            return mustRevalidate || noCache || sMaxAge.isPresent();
        }
    }

    /** What a client asks for. */
    record Asked(
            String path,
            boolean open,
            String account,
            boolean credentials,
            String language,
            boolean noStore,
            boolean noCache,
            OptionalLong maxAge,
            OptionalLong minFresh) {}

    /** The component was asked for something and has answered, or has confirmed, this body. */
    record Exchange(int order, Asked by, int body, Said said, long time) {}

    /** The last exchange of each body, those that were confirmed lately at the end. */
    private final SequencedMap<Integer, Exchange> bodies = new LinkedHashMap<>();

    private final Map<String, Integer> changes = new HashMap<>();

    synchronized void exchanged(Exchange exchange) {
        bodies.putLast(exchange.body(), exchange);
        if (bodies.size() > REMEMBERED) {
            bodies.pollFirstEntry();
        }
    }

    /** Something has changed, by a successful unsafe request or a purge (RFC 9111, 4.4). */
    synchronized void changed(String path, int order) {
        changes.put(path, order);
    }

    /**
     * What is wrong with giving this body, or empty.
     *
     * @param since the first order of an exchange that belongs to this request
     * @param failed whether the component has failed on this request
     */
    synchronized Optional<String> wrong(
            Asked asked, int body, int since, boolean failed, long now) {
        Exchange last = bodies.get(body);
        if (last == null) {
            return Optional.of("nobody has made it lately");
        }
        if (!last.by().path().equals(asked.path())) {
            return Optional.of("another path's");
        }
        if (last.order() >= since && last.by().account().equals(asked.account())) {
            return Optional.empty();
        }
        return Optional.ofNullable(mayBeReused(last, asked, failed, now));
    }

    private @Nullable String mayBeReused(Exchange last, Asked asked, boolean failed, long now) {
        Said said = last.said();
        if (said.noStore() || said.isPrivate() || last.by().noStore() || said.setCookie()) {
            return "never to be stored";
        }
        boolean shared = said.explicit() && asked.open() && last.by().open();
        if (!shared && !last.by().account().equals(asked.account())) {
            return "another account's";
        }
        if ((asked.credentials() || last.by().credentials()) && !said.explicit()) {
            return "made for other credentials";
        }
        if (said.vary().equals("*")
                || (said.vary().equals("Accept-Language")
                        && !last.by().language().equals(asked.language()))) {
            return "it varies";
        }
        if (changes.getOrDefault(asked.path(), -1) > last.order()) {
            return "changed since then";
        }
        return inTime(said, last.time(), asked, failed, now);
    }

    private static @Nullable String inTime(
            Said said, long made, Asked asked, boolean failed, long now) {
        long age = said.age() + now - made;
        long left = said.lifetime() - age;
        if (said.noCache() || asked.noCache()) {
            return "to be validated first";
        }
        if (asked.maxAge().isPresent() && age > asked.maxAge().getAsLong()) {
            return "too old for the client";
        }
        if (asked.minFresh().isPresent() && left < asked.minFresh().getAsLong()) {
            return "not fresh for long enough";
        }
        if (left > 0) {
            return null;
        }
        if (asked.maxAge().isPresent() || asked.minFresh().isPresent()) {
            // RFC 9111, 5.2.1.1: without max-stale such a client does not wish a stale answer.
            return "stale for a client that wants a fresh one";
        }
        boolean meanwhile = -left < said.whileRevalidate();
        boolean standsIn = failed && -left < said.ifError();
        return !said.neverStale() && (meanwhile || standsIn) ? null : "stale by " + -left + " s";
    }
}
