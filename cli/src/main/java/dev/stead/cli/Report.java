package dev.stead.cli;

import dev.stead.api.Event;
import dev.stead.base.Json;

import java.util.function.Consumer;

/**
 * Shows the progress of what takes time: lines for people, one JSON document a line for programs.
 */
final class Report {
    private Report() {}

    static void of(Surface surface, boolean asJson, Consumer<Consumer<Event>> work) {
        Json json = new Json();
        Followers followers = new Followers(surface.out(), surface.style());
        work.accept(
                asJson ? e -> surface.out().println(Plain.json(json.write(e))) : followers::event);
    }
}
