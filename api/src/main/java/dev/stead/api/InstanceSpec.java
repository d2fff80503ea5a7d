package dev.stead.api;

import dev.stead.model.Health;
import dev.stead.model.Limits;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is needed to run one instance, and to run it again. It holds no secret: {@code env}
 * values and file contents may name secrets as <code>${secret:NAME}</code>, which the agent fills
 * in at the start.
 *
 * @param id unique in the system and never used again, such as {@code api-3}
 * @param component the component it is an instance of
 * @param kind the component's kind
 * @param facets what distinguishes this definition from another, by name; equal facets mean that
 *     nothing has to be replaced
 * @param command words; <code>${NAME}</code> in a word is filled in from {@code env} and {@code
 *     PORT}, never with a secret
 * @param folder working directory; empty means the component's data directory
 * @param env environment; the agent adds PORT, HOME, TMPDIR, PATH, LANG, STEAD_SYSTEM,
 *     STEAD_COMPONENT, STEAD_INSTANCE
 * @param port the loopback port it was given
 * @param files written into the instance's run directory, readable by the component alone, before
 *     each start; by name
 * @param setup run before each start as the component's user with the instance's environment, each
 *     until it exits with 0; must be safe to run again
 * @param health how to tell that it can work
 * @param stopSignal such as {@code TERM} or {@code INT}
 * @param stopGrace how long it may take to end before it is killed
 * @param limits what it may use
 * @param enclosure what sets it apart; empty for an instance of a component's own user, which is
 *     started again whenever it ends
 */
public record InstanceSpec(
        String id,
        String component,
        String kind,
        SortedMap<String, String> facets,
        List<String> command,
        Optional<Path> folder,
        SortedMap<String, String> env,
        OptionalInt port,
        SortedMap<String, String> files,
        List<List<String>> setup,
        Health health,
        String stopSignal,
        Duration stopGrace,
        Limits limits,
        Optional<Enclosure> enclosure) {
    /** An instance that is not set apart. */
    public InstanceSpec(
            String id,
            String component,
            String kind,
            SortedMap<String, String> facets,
            List<String> command,
            Optional<Path> folder,
            SortedMap<String, String> env,
            OptionalInt port,
            SortedMap<String, String> files,
            List<List<String>> setup,
            Health health,
            String stopSignal,
            Duration stopGrace,
            Limits limits) {
        this(
                id,
                component,
                kind,
                facets,
                command,
                folder,
                env,
                port,
                files,
                setup,
                health,
                stopSignal,
                stopGrace,
                limits,
                Optional.empty());
    }

    public InstanceSpec {
        facets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(facets));
        command = List.copyOf(command);
        env = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(env));
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
        setup = setup.stream().map(List::copyOf).toList();
    }

    /** The same definition for another instance. */
    public InstanceSpec as(String otherId, OptionalInt otherPort) {
        return new InstanceSpec(
                otherId,
                component,
                kind,
                facets,
                command,
                folder,
                env,
                otherPort,
                files,
                setup,
                health,
                stopSignal,
                stopGrace,
                limits,
                enclosure);
    }
}
