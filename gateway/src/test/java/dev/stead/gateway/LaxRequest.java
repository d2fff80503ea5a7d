package dev.stead.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what other proxies forward, which need not be strict. Bodies are in lower case, since
 * trailers are read as their end.
 */
final class LaxRequest {
    private LaxRequest() {}

    /** The next request; empty at the end of the stream. */
    static Optional<StrictRequest> read(InputStream in) throws IOException {
        Optional<Http.Head> head = Http.readHead(in);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        String start = head.get().start();
        int first = start.indexOf(' ');
        int last = start.lastIndexOf(' ');
        if (first < 0 || first == last) {
            throw new StrictRequest.Unclear(start);
        }
        List<String> headers =
                head.get().lines().stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
        return Optional.of(
                new StrictRequest(
                        start.substring(0, first),
                        start.substring(first + 1, last),
                        headers,
                        Http.readBody(head.get(), in).toLowerCase(Locale.ROOT),
                        List.of()));
    }
}
