package dev.stead.gateway;

import dev.stead.gateway.Destination.Files;
import dev.stead.gateway.Destination.Programs;
import dev.stead.gateway.Destination.Proxied;
import dev.stead.gateway.Passage.Kind;
import dev.stead.model.Access;

import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Chooses by the routes in use at that moment. */
final class RoutedAnswers implements Answers {
    private final Supplier<Routes> routes;
    private final FileStore store;
    private final Guard guard;
    private final ResponseCache cache;
    private final Answers kept;
    private final Answers nothing;
    private final Function<Request, String> host;
    private final Limits limits;

    /**
     * By the host that the request names.
     *
     * @param kept answers at the paths that the gateway keeps for itself
     * @param nothing answers where no route leads
     * @param limits what visitors may take
     */
    RoutedAnswers(
            Supplier<Routes> routes,
            FileStore store,
            Guard guard,
            ResponseCache cache,
            Answers kept,
            Answers nothing,
            Limits limits) {
        this(routes, store, guard, cache, kept, nothing, Request::host, limits);
    }

    private RoutedAnswers(
            Supplier<Routes> routes,
            FileStore store,
            Guard guard,
            ResponseCache cache,
            Answers kept,
            Answers nothing,
            Function<Request, String> host,
            Limits limits) {
        this.routes = routes;
        this.store = store;
        this.guard = guard;
        this.cache = cache;
        this.kept = kept;
        this.nothing = nothing;
        this.host = host;
        this.limits = limits;
    }

    /** The same routes, for what came in by an inner door: the port alone tells what is wanted. */
    RoutedAnswers behind(int innerPort) {
        String name = TableBuilder.innerHost(innerPort);
        Answers notFound = (client, _) -> NothingHere.notFound(client);
        return new RoutedAnswers(routes, store, guard, cache, kept, notFound, _ -> name, limits);
    }

    /** What a request has reached, by the routes in use then. */
    private record Reached(Routes used, Routes.Host at, Destination wanted, String path) {
        Access access() {
            return wanted.route().access();
        }
    }

    @Override
    public Answer choose(ClientConnection client, Request request) {
        Routes used = routes.get();
        String path = request.path().merged();
        Optional<Routes.Host> named = used.host(host.apply(request));
        if (named.isEmpty()) {
            return nothing.choose(client, request);
        }
        Routes.Host at = named.get();
        Optional<Destination> found = at.find(path);
        found.ifPresent(place -> client.tally().reached(place.component()));
        if (found.isPresent()
                && found.get() instanceof Proxied proxied
                && proxied.to() != Kind.COMPONENT) {
            return unguarded(client, request, at, proxied);
        }
        if (found.isPresent()
                && found.get() instanceof Programs programs
                && programs.proxied().to() != Kind.COMPONENT) {
            return program(client, request, at, programs, Identity.NOBODY);
        }
        if (EnterAnswers.isKept(path)) {
            return kept.choose(client, request);
        }
        return found.isEmpty()
                ? nothing.choose(client, request)
                : reached(client, request, new Reached(used, at, found.get(), path));
    }

    /** Other components are no visitors; Stead's own pages find out themselves who asks. */
    private Answer unguarded(
            ClientConnection client, Request request, Routes.Host at, Proxied wanted) {
        Optional<Answer> tooMany =
                wanted.to() == Kind.INNER ? Optional.empty() : limits.byAddress(client, request);
        return tooMany.isPresent()
                ? tooMany.get()
                : proxied(client, request, at, wanted, Identity.NOBODY);
    }

    private Answer reached(ClientConnection client, Request request, Reached place) {
        String path = place.path();
        if (!place.at().admits(place.wanted(), client.peer())) {
            return limits.notFromHere(client);
        }
        if (place.at().isAmbiguous(path, place.wanted())) {
            return new PageAnswer(client, () -> RoutePages.ambiguous(client));
        }
        if (place.at().isGuarded() && ServiceWorkerRule.isForAll(request.head().headers(), path)) {
            return new PageAnswer(client, () -> RoutePages.workerForAll(client));
        }
        var asked = new PresentAccess.Asked(host.apply(request), path, client.peer());
        return guard.admit(
                client,
                request,
                place.access(),
                new PresentAccess(routes, limits, place.used(), place.access(), asked),
                identity -> admitted(client, request, place, identity));
    }

    /** While control was asked, the routes may have changed, and with them who may use what. */
    private Answer admitted(
            ClientConnection client, Request request, Reached place, Identity identity) {
        if (place.used() != routes.get()) {
            return choose(client, request);
        }
        return switch (place.wanted()) {
            case Proxied proxied -> proxied(client, request, place.at(), proxied, identity);
            case Programs programs -> program(client, request, place.at(), programs, identity);
            case Files files -> file(client, request, files);
        };
    }

    private Answer file(ClientConnection client, Request request, Files files) {
        if (AccessRule.isPublic(files.route().access())) {
            // The file is the same for everybody, so that nobody's sign-out need cut it.
            client.watch().end();
        }
        return new SiteAnswer(client, request, files, store);
    }

    private Answer program(
            ClientConnection client,
            Request request,
            Routes.Host at,
            Programs programs,
            Identity identity) {
        String path = request.path().below(programs.files().route());
        return switch (store.hot().findProgram(programs.folder(), path)) {
            case ProgramFolder.Found.AFile() -> file(client, request, programs.files());
            case ProgramFolder.Found.WantsSlash() ->
                    new PageAnswer(
                            client,
                            () -> RoutePages.slash(client, request, programs.route().access()));
            case ProgramFolder.Found.Nothing() -> nothing.choose(client, request);
            case ProgramFolder.Found.Run(Script script) ->
                    CgiRequest.isSized(request.head())
                            ? proxied(
                                    client,
                                    CgiRequest.of(client, request, programs, script),
                                    at,
                                    programs.proxied(),
                                    identity)
                            : new PageAnswer(
                                    client,
                                    () -> ErrorPage.of(client, HttpResponseStatus.LENGTH_REQUIRED));
        };
    }

    private Answer proxied(
            ClientConnection client,
            Request request,
            Routes.Host at,
            Proxied wanted,
            Identity identity) {
        HttpResponseStatus unreachable =
                wanted.to() == Kind.OWN
                        ? HttpResponseStatus.SERVICE_UNAVAILABLE
                        : HttpResponseStatus.BAD_GATEWAY;
        Origin origin =
                (asker, asked, watch) ->
                        new ProxiedAnswer(
                                asker,
                                asked,
                                new Balancer(
                                        () -> upstreams(asked, wanted),
                                        wanted.rules(),
                                        unreachable,
                                        StickyCookie.read(wanted, asked.head().headers())),
                                new Passage(
                                        wanted.route(),
                                        wanted.to(),
                                        identity,
                                        at.isParent(),
                                        wanted.upstreams()),
                                StickyCookie.applies(wanted),
                                watch);
        return wanted.cache().isPresent()
                ? cache.answer(client, request, wanted, identity, origin)
                : origin.ask(client, request, ReplyWatch.NONE);
    }

    /** Those of the table in use, as long as it lets the same visitors in and asks the same way. */
    private List<Upstream> upstreams(Request request, Proxied wanted) {
        Optional<Destination> now =
                routes.get()
                        .host(host.apply(request))
                        .flatMap(it -> it.find(request.path().merged()));
        boolean byCgi = request.head() instanceof CgiRequest;
        return now.flatMap(place -> runner(place, byCgi))
                .filter(proxied -> proxied.replaces(wanted))
                .map(Proxied::upstreams)
                .orElse(List.of());
    }

    private static Optional<Proxied> runner(Destination destination, boolean byCgi) {
        return switch (destination) {
            case Proxied proxied when !byCgi -> Optional.of(proxied);
            case Programs programs when byCgi -> Optional.of(programs.proxied());
            case Proxied _, Programs _, Files _ -> Optional.empty();
        };
    }
}
