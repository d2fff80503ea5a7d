package dev.stead.gateway;

import dev.stead.gateway.Destination.Files;
import dev.stead.gateway.Destination.Proxied;

import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Chooses by the routes in use at that moment. */
final class RoutedAnswers implements Answers {
    private final Supplier<Routes> routes;
    private final GzipCache gzip;

    private final Function<Request, String> host;

    /** By the host that the request names. */
    RoutedAnswers(Supplier<Routes> routes, GzipCache gzip) {
        this(routes, gzip, Request::host);
    }

    private RoutedAnswers(Supplier<Routes> routes, GzipCache gzip, Function<Request, String> host) {
        this.routes = routes;
        this.gzip = gzip;
        this.host = host;
    }

    /** The same routes, for what came in by an inner door: the port alone tells what is wanted. */
    RoutedAnswers behind(int innerPort) {
        String name = TableBuilder.innerHost(innerPort);
        return new RoutedAnswers(routes, gzip, _ -> name);
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        Optional<Destination> found = find(request);
        if (found.isEmpty()) {
            return new PageAnswer(client, () -> ErrorPage.of(client, HttpResponseStatus.NOT_FOUND));
        }
        return switch (found.get()) {
            case Proxied proxied ->
                    new ProxiedAnswer(
                            client,
                            request,
                            new Balancer(() -> upstreams(request)),
                            proxied.route());
            case Files files -> new SiteAnswer(client, request, files, gzip);
        };
    }

    private List<Upstream> upstreams(Request request) {
        return find(request).orElse(null) instanceof Proxied proxied
                ? proxied.upstreams()
                : List.of();
    }

    private Optional<Destination> find(Request request) {
        return routes.get()
                .host(host.apply(request))
                .flatMap(host -> host.find(request.path().merged()));
    }
}
