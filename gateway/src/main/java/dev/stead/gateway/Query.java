package dev.stead.gateway;

import java.util.Optional;

/** Reads the parameters of a query. */
final class Query {
    private Query() {}

    /**
     * The first value under a name, unescaped; empty when there is none or it is malformed. A plus
     * stays one: a space can stand nowhere in what this is used for.
     *
     * @param query with its question mark, or empty
     */
    static Optional<String> value(String query, String name) {
        for (int at = 1; at < query.length(); ) {
            int ampersand = query.indexOf('&', at);
            int end = ampersand < 0 ? query.length() : ampersand;
            if (query.startsWith(name + "=", at)) {
                return PathText.decode(query.substring(at + name.length() + 1, end));
            }
            at = end + 1;
        }
        return Optional.empty();
    }
}
