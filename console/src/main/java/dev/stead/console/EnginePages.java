package dev.stead.console;

import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.Offer;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Wanted;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the gateway sends whoever goes to an engine that is not there: to the one that is open
 * instead, or to a page that says what has become of it. Opens nothing.
 */
record EnginePages(Frames frames, Engines engines, OpeningPages waiting) {
    /** What the page shows of one's own. */
    record Ended(Frame frame, Offer offer, String id, Way way, OpeningState state) {}

    /**
     * What the page shows of somebody else's.
     *
     * @param state of the engine, in a word; empty when it has ended
     * @param go where it is, once it is ready
     */
    record Shared(
            Frame frame, String id, String owner, Optional<String> state, Optional<String> go) {}

    void mount(Routes routes) {
        for (String path : List.of("/engine/:id", "/engine/:id/*")) {
            routes.get(path, Permission.SEE_OWN, this::show);
        }
    }

    private Reply show(Visit visit) {
        Way way = Way.of(visit.request().uri());
        String id = way.name();
        Frame frame = frames.of(visit, id, Section.HOME);
        Wanted found =
                engines.find(visit.caller(), id)
                        .orElseThrow(() ->
                                new SteadException(
                                        Code.UNKNOWN,
                                        "There is no such engine, or it is not yours",
                                        "See on the home page what is open"));
        if (found.account().filter(owner -> !owner.equals(frame.name())).isPresent()) {
            return others(visit, frame, way, found);
        }
        Way own = new Way(found.component(), found.resource(), way.deep());
        Offer offer = waiting.offer(visit, found.component());
        Opening now = engines.look(visit.caller(), own.wanted(), Optional.empty(), Duration.ZERO);
        return switch (now.phase()) {
            case READY, STARTING, QUEUED -> waiting.show(visit, frame, offer, own, now);
            case ENDING, FAILED, CLOSED -> ended(visit, frame, offer, id, own, now);
        };
    }

    private static Reply ended(
            Visit visit, Frame frame, Offer offer, String id, Way way, Opening now) {
        OpeningState state = OpeningState.of(now, way.deep(), frame.show().now());
        Ended content = new Ended(frame.titled(offer.title()), offer, id, way, state);
        return Reply.page(visit, out -> JteendedGenerated.render(out, null, content));
    }

    /** Those that are shared are only visited: nobody opens an engine for somebody else. */
    private Reply others(Visit visit, Frame frame, Way way, Wanted found) {
        Optional<EngineView> open =
                engines.list(visit.caller(), false).stream()
                        .filter(one -> one.component().equals(found.component()))
                        .filter(one -> one.resource().equals(found.resource()))
                        .filter(one -> one.user().equals(found.account()))
                        .findFirst();
        Optional<String> go =
                open.filter(one -> one.state().equals("ready"))
                        .map(one -> way.deep().at(one.url()));
        if (go.isPresent() && new Arrival(visit).isRedirectable()) {
            return Reply.seeOther(go.get());
        }
        Shared content =
                new Shared(
                        frame,
                        way.name(),
                        found.account().orElse(""),
                        open.map(EngineView::state),
                        go);
        return Reply.page(visit, out -> JtesharedGenerated.render(out, null, content));
    }
}
