package dev.stead.console;

import dev.stead.api.Engines;
import dev.stead.api.Engines.Offer;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.Json;
import dev.stead.base.SteadException;

import io.vertx.core.http.HttpMethod;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The page that waits for an engine and turns into it. It opens nothing, so that it may ask for
 * itself again and again: as a page without a script, as a document with one.
 */
record OpeningPages(Frames frames, Engines engines) {
    /** Short of the minute after which a place in the queue is given up. */
    private static final Duration LOOK = Duration.ofSeconds(25);

    /** What a program writes is no change of how far it is. */
    private static final Duration LOOK_AT_LINES = Duration.ofSeconds(1);

    private static final String DOCUMENT = "application/json";
    private static final String KNOWN = "Stead-Known";
    private static final Json JSON = new Json();

    /** What the page shows. */
    record Content(Frame frame, Offer offer, Way way, OpeningState state) {
        /** Whether it is not started again before something was chosen. */
        boolean chooses() {
            return hasChoice(offer);
        }
    }

    static boolean hasChoice(Offer offer) {
        return offer.parameters().stream().anyMatch(one -> one.values().size() > 1);
    }

    void mount(Routes routes) {
        for (String path : List.of("/opening/:component", "/opening/:component/*")) {
            routes.getPatiently(path, Permission.SEE_OWN, this::look);
        }
    }

    /**
     * What somebody may open.
     *
     * @throws SteadException UNKNOWN when there is none of this name for them
     */
    Offer offer(Visit visit, String component) {
        return engines.offers(visit.caller()).stream()
                .filter(offer -> offer.component().equals(component))
                .findFirst()
                .orElseThrow(() ->
                        new SteadException(
                                Code.UNKNOWN,
                                "There is nothing to open that is called " + component,
                                "See on the home page what you may open"));
    }

    private Reply look(Visit visit) {
        Way named = Way.of(visit.request().uri());
        Offer offer = offer(visit, named.name());
        Way way = named.to(offer);
        Opening now = engines.look(visit.caller(), way.wanted(), Optional.empty(), Duration.ZERO);
        if (!visit.header("Accept").startsWith(DOCUMENT)) {
            return show(visit, frames.of(visit, offer.title(), Section.HOME), offer, way, now);
        }
        String known = visit.header(KNOWN);
        if (now.version().equals(known)) {
            Duration most = now.phase() == Phase.STARTING ? LOOK_AT_LINES : LOOK;
            now = engines.look(visit.caller(), way.wanted(), Optional.of(known), most);
        }
        OpeningState state = OpeningState.of(now, way.deep(), frames.clock().instant());
        return Reply.of(200, DOCUMENT, JSON.write(state));
    }

    /** The engine itself when it is ready, or the page that waits for it. */
    Reply show(Visit visit, Frame frame, Offer offer, Way way, Opening now) {
        OpeningState state = OpeningState.of(now, way.deep(), frame.show().now());
        boolean reads = !visit.request().method().equals(HttpMethod.POST);
        if (reads && state.go().isPresent() && new Arrival(visit).isRedirectable()) {
            return Reply.seeOther(state.go().get());
        }
        Content content = new Content(frame.titled(offer.title()), offer, way, state);
        return Reply.page(visit, out -> JteopeningGenerated.render(out, null, content));
    }
}
