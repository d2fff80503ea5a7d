package dev.stead.console;

import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Permission;

import java.util.List;
import java.util.regex.Pattern;

/** What is done to an engine that is open; each leads back to where its button was. */
record EngineChanges(Frames frames, Engines engines) {
    private static final Pattern BETWEEN_NAMES = Pattern.compile("[\\s,;]+");

    /** What the page shows to an operator who was let in. */
    record Entered(Frame frame, EngineView engine) {}

    void mount(Routes routes) {
        // Or their owner. Stopping returns when nothing of it is left.
        routes.postPatiently("/engines/:id/stop", Permission.CHANGE_SYSTEM, this::stop);
        routes.post("/engines/:id/extend", Permission.CHANGE_SYSTEM, this::extend);
        routes.post("/engines/:id/share", Permission.OPEN_OWN, this::share);
        routes.post("/engines/:id/enter", Permission.CHANGE_SYSTEM, this::enter);
    }

    private Reply stop(Visit visit) {
        engines.stop(visit.caller(), visit.part("id"));
        return new Back(visit).done(Notice.ENGINE_ENDED);
    }

    private Reply extend(Visit visit) {
        var _ = engines.extend(visit.caller(), visit.part("id"));
        return new Back(visit).done(Notice.ENGINE_EXTENDED);
    }

    private Reply share(Visit visit) {
        List<String> names =
                BETWEEN_NAMES
                        .splitAsStream(visit.field("accounts"))
                        .filter(name -> !name.isEmpty())
                        .toList();
        var _ = engines.share(visit.caller(), visit.part("id"), names);
        return new Back(visit)
                .done(names.isEmpty() ? Notice.ENGINE_UNSHARED : Notice.ENGINE_SHARED);
    }

    /** Says so, and is not answered with a redirect to another origin: see {@link Arrival}. */
    private Reply enter(Visit visit) {
        EngineView engine = engines.enter(visit.caller(), visit.part("id"));
        Entered content =
                new Entered(frames.of(visit, "Enter " + engine.id(), Section.ENGINES), engine);
        return Reply.page(visit, out -> JteenteredGenerated.render(out, null, content));
    }
}
