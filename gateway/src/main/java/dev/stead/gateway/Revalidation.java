package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.Optional;

/**
 * What a 304 makes of the kept answer that it confirms (RFC 9111, 4.3.4).
 *
 * @param kept with the fields of the 304
 * @param keepable whether it may be kept still
 * @param inPlace whether it takes the place of what was kept, when it is
 */
record Revalidation(Kept kept, boolean keepable, boolean inPlace) {
    /**
     * Looks at a 304; empty when it says that something else has not changed.
     *
     * @param setsCookie whether the component wanted to set cookies, whatever became of them
     * @param asked when the component was asked, milliseconds
     * @param now when the 304 came, milliseconds
     */
    static Optional<Revalidation> of(
            CacheRequest wanted,
            Kept old,
            HttpHeaders said,
            boolean setsCookie,
            long asked,
            long now) {
        String tag = said.get(HttpHeaderNames.ETAG);
        Optional<String> known = old.head().field(HttpHeaderNames.ETAG);
        if (tag != null && known.isPresent() && !KeptConditions.isWeakly(tag, known.get())) {
            return Optional.empty();
        }
        HttpHeaders updated = updated(old, said);
        Optional<KeptHead> next =
                Keeping.head(wanted, old.head().status(), updated, setsCookie, asked, now);
        KeptHead head = next.orElseGet(() -> old.head().with(KeptHead.fields(updated), now));
        return Optional.of(
                new Revalidation(
                        new Kept(head, old.body()),
                        next.isPresent(),
                        next.isPresent() && head.replaces(old.head())));
    }

    private static HttpHeaders updated(Kept old, HttpHeaders said) {
        HttpHeaders updated = old.head().updatedBy(said);
        updated.set(HttpHeaderNames.AGE, said.getAll(HttpHeaderNames.AGE));
        if (!said.contains(HttpHeaderNames.DATE)) {
            updated.remove(HttpHeaderNames.DATE);
        }
        return updated;
    }
}
