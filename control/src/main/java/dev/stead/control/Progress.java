package dev.stead.control;

import dev.stead.api.Event;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells whoever waits what happens. Thread-safe when its sink is.
 *
 * @param clock tells when
 * @param sink gets each event
 */
record Progress(InstantSource clock, Consumer<Event> sink) {
    void step(String component, String text) {
        say(Event.Level.STEP, component, text);
    }

    void done(String component, String text) {
        say(Event.Level.DONE, component, text);
    }

    /** Says something about a component; an empty name means the system. */
    void say(Event.Level level, String component, String text) {
        Optional<String> about = component.isEmpty() ? Optional.empty() : Optional.of(component);
        sink.accept(new Event(clock.instant(), level, about, text));
    }
}
