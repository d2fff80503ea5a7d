package dev.stead.api;

import dev.stead.api.ControlWire.EngineList;
import dev.stead.api.ControlWire.OfferList;
import dev.stead.api.ControlWire.OpenBody;
import dev.stead.api.ControlWire.ShareBody;
import dev.stead.api.ControlWire.UseList;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link Engines} over the control socket. Thread-safe. */
public final class EnginesClient implements Engines {
    private final ApiClient api;

    /**
     * For the server of this socket; connects with each call.
     *
     * @param socket the control socket
     */
    public EnginesClient(Path socket) {
        this.api = new ApiClient(socket);
    }

    @Override
    public List<Offer> offers(Caller caller) {
        return api.get(caller, "/v1/me/engines", OfferList.class).offers();
    }

    @Override
    public Opening open(Caller caller, OpenRequest request) {
        OpenBody body =
                new OpenBody(
                        request.wanted().component(),
                        request.wanted().resource().orElse(null),
                        request.wanted().account().orElse(null),
                        request.parameters());
        return api.post(caller, "/v1/engines", body, Opening.class);
    }

    @Override
    public Opening look(Caller caller, Wanted wanted, Optional<String> known, Duration atMost) {
        StringBuilder query = new StringBuilder("?wait=" + atMost.toSeconds());
        wanted.resource().ifPresent(r -> query.append("&resource=").append(ApiClient.encode(r)));
        wanted.account().ifPresent(a -> query.append("&account=").append(ApiClient.encode(a)));
        known.ifPresent(k -> query.append("&known=").append(ApiClient.encode(k)));
        return api.get(
                caller,
                "/v1/engine-openings/" + ApiClient.encode(wanted.component()) + query,
                Opening.class);
    }

    @Override
    public List<EngineView> list(Caller caller, boolean all) {
        return api.get(caller, "/v1/engines?all=" + all, EngineList.class).engines();
    }

    @Override
    public Optional<Wanted> find(Caller caller, String id) {
        return list(caller, false).stream()
                .filter(e -> e.id().equals(id))
                .map(e -> new Wanted(e.component(), e.resource(), e.user()))
                .findFirst();
    }

    @Override
    public void stop(Caller caller, String id) {
        api.act(caller, "DELETE", engine(id), null);
    }

    @Override
    public EngineView extend(Caller caller, String id) {
        return api.post(caller, engine(id) + "/extend", null, EngineView.class);
    }

    @Override
    public EngineView share(Caller caller, String id, List<String> accounts) {
        return api.post(caller, engine(id) + "/share", new ShareBody(accounts), EngineView.class);
    }

    @Override
    public EngineView enter(Caller caller, String id) {
        return api.post(caller, engine(id) + "/enter", null, EngineView.class);
    }

    @Override
    public void logs(
            Caller caller, String id, int lines, boolean follow, Consumer<Agent.LogLine> sink) {
        api.stream(
                caller,
                "GET",
                engine(id) + "/logs?lines=" + lines + "&follow=" + follow,
                null,
                line -> {
                    if (line.log() != null) {
                        sink.accept(line.log());
                    }
                });
    }

    @Override
    public List<Use> usage(Caller caller, Instant from, Instant to) {
        // Bounds that are none are left out: no server takes a time so far away.
        String query =
                Stream.of(
                                from.equals(Instant.EPOCH) ? "" : "from=" + encoded(from),
                                to.equals(Instant.MAX) ? "" : "to=" + encoded(to))
                        .filter(bound -> !bound.isEmpty())
                        .collect(Collectors.joining("&"));
        return api.get(caller, "/v1/engine-usage?" + query, UseList.class).uses();
    }

    private static String encoded(Instant time) {
        return ApiClient.encode(time.toString());
    }

    private static String engine(String id) {
        return "/v1/engines/" + ApiClient.encode(id);
    }
}
