package dev.stead.api;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link Audit} over the control socket. Thread-safe. */
public final class AuditClient implements Audit {
    private final ApiClient api;

    /**
     * For the server of this socket; connects with each call.
     *
     * @param socket the control socket
     */
    public AuditClient(Path socket) {
        this.api = new ApiClient(socket);
    }

    @Override
    public Page entries(Caller caller, Query query) {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "who", query.who());
        put(given, "action", query.action());
        put(given, "target", query.target());
        put(given, "outcome", query.outcome());
        put(given, "since", query.since());
        put(given, "until", query.until());
        put(given, "before", query.before());
        put(given, "limit", query.limit());
        String parameters =
                given.entrySet().stream()
                        .map(e -> e.getKey() + "=" + ApiClient.encode(e.getValue().toString()))
                        .collect(Collectors.joining("&"));
        return api.get(caller, "/v1/audit?" + parameters, Page.class);
    }

    private static void put(
            Map<String, Object> given,
            String name,
            @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
