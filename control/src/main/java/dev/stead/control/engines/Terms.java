package dev.stead.control.engines;

import dev.stead.api.InstanceSpec;
import dev.stead.model.Engine;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the applied file says about one component of engines.
 *
 * @param definition digest of what an engine would be started from now
 * @param maker makes what the agent is asked to run
 */
public record Terms(Engine engine, String definition, Maker maker) {
    /** Makes the specification of one engine. */
    @FunctionalInterface
    public interface Maker {
        /**
         * What the agent is asked to run.
         *
         * @param id the engine's
         */
        InstanceSpec make(String id, Seat seat);
    }

    /**
     * What one engine gets.
     *
     * @param uid number of its user, where it has one of its own
     * @param home name of its home; empty for none, or none yet
     * @param resource what it was opened for
     */
    public record Seat(
            OptionalInt port,
            OptionalInt uid,
            Optional<String> home,
            SortedMap<String, String> parameters,
            Optional<String> resource) {
        /** As above. */
        public Seat {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }
    }

    /** The parameters of an engine that nobody has asked for yet. */
    SortedMap<String, String> usual() {
        TreeMap<String, String> usual = new TreeMap<>();
        for (Engine.Parameter parameter : engine.parameters()) {
            open(parameter, List.of()).stream()
                    .findFirst()
                    .ifPresent(value -> usual.put(parameter.name(), value));
        }
        return usual;
    }

    /** The values that a member of these groups may choose. */
    static List<String> open(Engine.Parameter parameter, List<String> groups) {
        return parameter.choices().stream()
                .filter(c -> c.groups().isEmpty() || !Collections.disjoint(c.groups(), groups))
                .map(Engine.Choice::value)
                .toList();
    }
}
