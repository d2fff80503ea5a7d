package dev.stead.model;

import java.util.List;

/**
 * What has to happen to one component.
 *
 * @param component its name
 * @param kind its kind
 * @param action in one word
 * @param start how many new instances
 * @param stale instances that give way to the new ones
 * @param surplus instances that are too many
 * @param why a sentence without a full stop
 */
public record Step(
        String component,
        String kind,
        Action action,
        int start,
        List<String> stale,
        List<String> surplus,
        String why) {
    public Step {
        stale = List.copyOf(stale);
        surplus = List.copyOf(surplus);
    }

    /** What happens, as people read it. */
    public enum Action {
        /** Nothing has to change. */
        KEEP,
        /** It does not run yet. */
        START,
        /** It runs in another form. */
        REPLACE,
        /** It runs in this form, with more or fewer instances. */
        SCALE,
        /** The file does not name it any more. */
        STOP
    }
}
