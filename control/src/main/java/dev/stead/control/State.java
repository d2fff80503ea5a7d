package dev.stead.control;

import dev.stead.base.Json;
import dev.stead.control.state.Numbers;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The rows of control's state, by what they mean. Thread-safe. */
final class State {
    private final StateDatabase database;
    private final Json json = new Json();

    /** Stable ports that are known here already: they stay, and each new route table asks. */
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    State(StateDatabase database) {
        this.database = database;
    }

    /** The file that was applied last and has not been taken down. */
    record Applied(Path file, String content) {}

    /**
     * A component without instances of its own that is published.
     *
     * @param kind {@code site} or {@code engine}
     * @param folder of its release; empty for an engine without a source
     */
    record PublishedSite(String kind, SortedMap<String, String> facets, Optional<Path> folder) {}

    Optional<Applied> applied() {
        return database.read(h ->
                h.createQuery("SELECT file, content FROM applied WHERE id = 1")
                        .map((r, c) ->
                                new Applied(Path.of(r.getString("file")), r.getString("content")))
                        .findOne());
    }

    /** Puts a file and its published sites on record, in one transaction. */
    void apply(Applied applied, Map<String, PublishedSite> sites, Instant at) {
        database.write(h -> {
            forget(h);
            h.createUpdate(
                            "INSERT INTO applied (id, file, content, at)"
                                    + " VALUES (1, :file, :content, :at)")
                    .bind("file", applied.file().toString())
                    .bind("content", applied.content())
                    .bind("at", at.toEpochMilli())
                    .execute();
            sites.forEach((name, site) -> insert(h, name, site));
        });
    }

    /** Forgets the applied file, after everything was stopped. */
    void clear() {
        database.write(State::forget);
    }

    private static void forget(Handle h) {
        h.execute("DELETE FROM applied");
        h.execute("DELETE FROM site");
    }

    private void insert(Handle h, String name, PublishedSite site) {
        h.createUpdate(
                        "INSERT INTO site (component, kind, facets, folder)"
                                + " VALUES (:name, :kind, :facets, :folder)")
                .bind("name", name)
                .bind("kind", site.kind())
                .bind("facets", json.write(site.facets()))
                .bind("folder", site.folder().map(Path::toString).orElse(""))
                .execute();
    }

    Map<String, PublishedSite> sites() {
        return database.read(h -> {
            Map<String, PublishedSite> sites = new LinkedHashMap<>();
            h.createQuery("SELECT component, kind, facets, folder FROM site ORDER BY component")
                    .map((r, c) ->
                            Map.entry(
                                    r.getString("component"),
                                    new PublishedSite(
                                            r.getString("kind"),
                                            facets(r.getString("facets")),
                                            Optional.of(r.getString("folder"))
                                                    .filter(f -> !f.isEmpty())
                                                    .map(Path::of))))
                    .forEach(e -> sites.put(e.getKey(), e.getValue()));
            return sites;
        });
    }

    private SortedMap<String, String> facets(String text) {
        TreeMap<String, String> facets = new TreeMap<>();
        json.tree(text).properties().forEach(e -> facets.put(e.getKey(), e.getValue().asString()));
        return facets;
    }

    /** The stable port of a component, if it has one. */
    Optional<Integer> port(String component) {
        Optional<Integer> known = Optional.ofNullable(ports.get(component));
        return known.or(() -> kept(component));
    }

    private Optional<Integer> kept(String component) {
        Optional<Integer> port =
                database.read(h ->
                        h.createQuery("SELECT port FROM component WHERE name = :name AND port > 0")
                                .bind("name", component)
                                .mapTo(Integer.class)
                                .findOne());
        port.ifPresent(p -> ports.put(component, p));
        return port;
    }

    /** Gives a component its stable port. */
    void port(String component, int port) {
        database.write(h -> {
            Numbers.ensure(h, component);
            h.createUpdate("UPDATE component SET port = :port WHERE name = :name")
                    .bind("port", port)
                    .bind("name", component)
                    .execute();
        });
    }

    /** All stable ports. */
    java.util.List<Integer> ports() {
        return database.read(h ->
                h.createQuery("SELECT port FROM component WHERE port > 0")
                        .mapTo(Integer.class)
                        .list());
    }

    /**
     * An id that no instance of the component ever had.
     *
     * @param known the highest number of an instance that exists
     */
    String nextId(String component, int known) {
        return database.change(h -> Numbers.nextId(h, component, known));
    }
}
