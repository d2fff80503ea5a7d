package dev.stead.control;

import dev.stead.api.InstanceSpec;
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
 * What an instance runs, before it has an id; immutable, each method gives a changed copy. Its
 * facets are derived here and nowhere else, so that a new part of a definition cannot be forgotten
 * when a plan compares two.
 */
record Definition(
        List<String> command,
        SortedMap<String, String> env,
        Optional<Path> folder,
        SortedMap<String, String> files,
        List<List<String>> setup,
        Health health,
        String stopSignal,
        Duration stopGrace,
        Limits limits) {
    Definition(List<String> command, SortedMap<String, String> env) {
        this(
                command,
                env,
                Optional.empty(),
                new TreeMap<>(),
                List.of(),
                Health.of(new Health.Alive()),
                "TERM",
                Duration.ofSeconds(10),
                Limits.NONE);
    }

    Definition in(Optional<Path> where) {
        return new Definition(
                command, env, where, files, setup, health, stopSignal, stopGrace, limits);
    }

    Definition withFile(String name, String content) {
        TreeMap<String, String> more = new TreeMap<>(files);
        more.put(name, content);
        return new Definition(
                command, env, folder, more, setup, health, stopSignal, stopGrace, limits);
    }

    Definition preparedBy(List<String> words) {
        return new Definition(
                command, env, folder, files, List.of(words), health, stopSignal, stopGrace, limits);
    }

    Definition checkedBy(Health how) {
        return new Definition(
                command, env, folder, files, setup, how, stopSignal, stopGrace, limits);
    }

    Definition stoppedBy(String signal, Duration grace) {
        return new Definition(command, env, folder, files, setup, health, signal, grace, limits);
    }

    Definition limitedTo(Limits most) {
        return new Definition(
                command, env, folder, files, setup, health, stopSignal, stopGrace, most);
    }

    InstanceSpec instance(String id, String component, String kind, OptionalInt port) {
        return new InstanceSpec(
                id,
                component,
                kind,
                facets(),
                command,
                folder,
                env,
                port,
                files,
                setup,
                health,
                stopSignal,
                stopGrace,
                limits);
    }

    private SortedMap<String, String> facets() {
        TreeMap<String, String> facets = new TreeMap<>();
        facets.put("command", String.join(" ", command));
        folder.ifPresent(f -> facets.put("source", String.valueOf(f.getFileName())));
        env.forEach((name, value) -> facets.put("env " + name, value));
        files.forEach((name, content) -> facets.put("file " + name, content));
        if (!setup.isEmpty()) {
            facets.put("setup", setup.toString());
        }
        facets.put("health", health.toString());
        facets.put("stop", stopSignal + " within " + stopGrace);
        facets.put("limits", limits.toString());
        return facets;
    }
}
