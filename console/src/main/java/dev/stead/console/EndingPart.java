package dev.stead.console;

import dev.stead.api.Permission;

/** The part of every page that says which engines of its reader end soon, to be asked for alone. */
record EndingPart(Frames frames) {
    void mount(Routes routes) {
        routes.get("/engines/mine", Permission.SEE_OWN, this::show);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Engines", Section.NONE);
        return Reply.page(
                visit, out -> JteendingGenerated.render(out, null, frame.warned(), frame.show()));
    }
}
