package dev.stead.console;

import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.Offer;
import dev.stead.api.Engines.OfferedParameter;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The way into a private engine. Whoever comes from elsewhere, or has something to choose, is asked
 * first; what is ready is entered at once; everything else is waited for.
 */
record OpenPages(Frames frames, Engines engines, OpeningPages waiting) {
    /**
     * What the page shows that asks.
     *
     * @param chooses whether anything can be chosen: it is not open yet
     */
    record Asking(Frame frame, Offer offer, Way way, boolean chooses) {
        boolean needsResource() {
            return offer.resources() && way.resource().isEmpty();
        }

        List<OfferedParameter> parameters() {
            return chooses ? offer.parameters() : List.of();
        }

        static String field(OfferedParameter parameter) {
            return "parameter-" + parameter.name();
        }
    }

    /** What the page shows when there is no room; the caller's own engines of the component. */
    record Full(Frame frame, Offer offer, Way way, SteadException why, List<EngineView> open) {}

    void mount(Routes routes) {
        for (String path : List.of("/open/:component", "/open/:component/*")) {
            routes.get(path, Permission.OPEN_OWN, this::arrive);
            routes.post(path, Permission.OPEN_OWN, Page.form(this::open, this::ask));
        }
    }

    private Reply arrive(Visit visit) {
        Way way = Way.of(visit.request().uri());
        Frame frame = frames.of(visit, way.name(), Section.HOME);
        Offer offer = waiting.offer(visit, way.name());
        Way to = way.to(offer);
        Arrival arrival = new Arrival(visit);
        if (arrival.isOfOthers() || arrival.isAhead() || lacksResource(offer, to)) {
            return ask(visit);
        }
        Opening now = look(visit, to);
        return switch (now.phase()) {
            case READY, STARTING, QUEUED -> waiting.show(visit, frame, offer, to, now);
            case ENDING -> open(visit, frame, offer, to, new TreeMap<>());
            case CLOSED, FAILED ->
                    OpeningPages.hasChoice(offer)
                            ? ask(visit)
                            : open(visit, frame, offer, to, new TreeMap<>());
        };
    }

    private static boolean lacksResource(Offer offer, Way way) {
        return offer.resources() && way.resource().isEmpty();
    }

    private Opening look(Visit visit, Way way) {
        return engines.look(visit.caller(), way.wanted(), Optional.empty(), Duration.ZERO);
    }

    private Reply ask(Visit visit) {
        Way way = Way.of(visit.request().uri());
        Offer offer = waiting.offer(visit, way.name());
        Way to = way.to(offer);
        boolean chooses =
                lacksResource(offer, to)
                        || switch (look(visit, to).phase()) {
                            case CLOSED, FAILED, ENDING -> true;
                            case READY, STARTING, QUEUED -> false;
                        };
        Frame frame = frames.of(visit, offer.title(), Section.HOME);
        Asking content = new Asking(frame, offer, to, chooses);
        return Reply.page(visit, out -> JteopenGenerated.render(out, null, content));
    }

    /** What a form asked for. Never answered with a redirect: see {@link Arrival}. */
    private Reply open(Visit visit) {
        Way way = Way.of(visit.request().uri());
        Offer offer = waiting.offer(visit, way.name());
        Way to = way.to(offer);
        Way whole = lacksResource(offer, to) ? to.withResource(visit.field("resource")) : to;
        TreeMap<String, String> chosen = new TreeMap<>();
        for (OfferedParameter parameter : offer.parameters()) {
            String value = visit.field(Asking.field(parameter));
            if (!value.isEmpty()) {
                chosen.put(parameter.name(), value);
            }
        }
        return open(visit, frames.of(visit, offer.title(), Section.HOME), offer, whole, chosen);
    }

    private Reply open(
            Visit visit, Frame frame, Offer offer, Way way, TreeMap<String, String> chosen) {
        try {
            Opening now = engines.open(visit.caller(), new OpenRequest(way.wanted(), chosen));
            return waiting.show(visit, frame, offer, way, now);
        } catch (SteadException e) {
            if (e.code() != Code.EXHAUSTED) {
                throw e;
            }
            List<EngineView> open =
                    engines.list(visit.caller(), false).stream()
                            .filter(one -> offer.open().contains(one.id()))
                            .toList();
            Full content = new Full(frame, offer, way, e, open);
            return Reply.page(
                    e.code().httpStatus(), out -> JtefullGenerated.render(out, null, content));
        }
    }
}
