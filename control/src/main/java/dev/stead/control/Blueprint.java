package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.control.engines.Front;
import dev.stead.control.engines.Terms;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.Php;
import dev.stead.model.Service;
import dev.stead.model.Site;
import dev.stead.model.SystemSpec;
import dev.stead.model.Wanted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A system with everything worked out that its instances need: what is wanted, and how each is
 * defined. Immutable; made anew for each plan.
 */
final class Blueprint {
    private final SystemSpec system;
    private final List<Workload<?>> workloads;
    private final Surroundings around;

    /**
     * Works out what needs give.
     *
     * @param bare surroundings in which nothing is given yet
     */
    Blueprint(SystemSpec system, Surroundings bare) {
        this.system = system;
        this.workloads = workloads(system);
        Map<String, SortedMap<String, String>> given = new LinkedHashMap<>();
        for (Component component : system.components()) {
            given.put(component.name(), given(component, bare));
        }
        this.around =
                new Surroundings(
                        bare.state(), bare.releases(), bare.ports(), given, bare.secrets());
    }

    static List<Workload<?>> workloads(SystemSpec system) {
        List<Workload<?>> workloads = new ArrayList<>();
        system.components().forEach(c -> Workload.of(c).ifPresent(workloads::add));
        return workloads;
    }

    /** Debian packages that the system needs, each once. */
    static List<String> packages(SystemSpec system) {
        List<String> packages = new ArrayList<>();
        workloads(system).forEach(w -> packages.addAll(w.packages()));
        system.components().forEach(c -> packages.addAll(c.packages()));
        return packages.stream().distinct().sorted().toList();
    }

    /**
     * The folder a component's release is made from, and what prepares it.
     *
     * @param served whether the gateway sends its files
     */
    record Source(String folder, List<String> prepare, boolean served) {}

    static Optional<Source> source(Component component) {
        return switch (component) {
            case Site site -> Optional.of(new Source(site.source(), site.prepare(), true));
            case Php php -> Optional.of(new Source(php.source(), php.prepare(), true));
            case Service service ->
                    service.source().map(s -> new Source(s, service.prepare(), false));
            case Engine engine -> engine.source().map(s -> new Source(s, engine.prepare(), false));
            default -> Optional.empty();
        };
    }

    private SortedMap<String, String> given(Component component, Surroundings bare) {
        TreeMap<String, String> given = new TreeMap<>();
        for (String need : component.needs()) {
            String prefix = need.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
            workload(need)
                    .ifPresent(w -> w.gives(bare).forEach((k, v) -> given.put(prefix + k, v)));
        }
        return given;
    }

    SystemSpec system() {
        return system;
    }

    Optional<Workload<?>> workload(String name) {
        for (Workload<?> workload : workloads) {
            if (workload.name().equals(name)) {
                return Optional.of(workload);
            }
        }
        return Optional.empty();
    }

    List<SteadException> obstacles() {
        return obstacles(List.of());
    }

    /** Without components whose own packages are missing: of those only that can be told. */
    List<SteadException> obstacles(List<String> missingPackages) {
        return workloads.stream()
                .filter(w -> Collections.disjoint(w.packages(), missingPackages))
                .flatMap(w -> w.obstacles(around).stream())
                .toList();
    }

    /** Everything wanted, in the order of the file. */
    List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        for (Component component : system.components()) {
            switch (component) {
                case Site site ->
                        wanted.add(
                                new Wanted(
                                        site.name(),
                                        site.kind(),
                                        facets(site),
                                        0,
                                        Wanted.Replacement.ROLLING,
                                        List.of()));
                case Engine engine ->
                        wanted.add(
                                new Wanted(
                                        engine.name(),
                                        engine.kind(),
                                        EngineRecipe.facets(engine, around),
                                        0,
                                        Wanted.Replacement.ROLLING,
                                        engine.needs()));
                default -> workload(component.name()).ifPresent(w -> wanted.add(w.wanted(around)));
            }
        }
        return wanted;
    }

    InstanceSpec define(String component, String id, OptionalInt port) {
        return workload(component)
                .orElseThrow(() -> new IllegalStateException(component + " has no instances"))
                .define(around, id, port);
    }

    /** Whether an apply starts instances of a component. */
    boolean isRun(String component) {
        return workload(component).isPresent()
                && system.component(component).filter(c -> c instanceof Engine).isEmpty();
    }

    /** What engines are started from, in the order of the file. */
    List<Terms> engines(Front front) {
        List<Terms> terms = new ArrayList<>();
        for (Component component : system.components()) {
            if (component instanceof Engine engine) {
                String definition =
                        define(engine.name(), "", OptionalInt.empty()).facets().toString();
                terms.add(
                        new Terms(
                                engine,
                                definition,
                                (id, seat) ->
                                        EngineRecipe.instance(engine, around, front, id, seat)));
            }
        }
        return terms;
    }

    /** What is published: what the gateway serves from releases, what engines are started from. */
    Map<String, State.PublishedSite> sites() {
        Map<String, State.PublishedSite> sites = new LinkedHashMap<>();
        for (Component component : system.components()) {
            if (component instanceof Site site) {
                Path folder = around.release(site.name()).orElseThrow();
                sites.put(
                        site.name(),
                        new State.PublishedSite(site.kind(), facets(site), Optional.of(folder)));
            } else if (component instanceof Engine engine) {
                sites.put(
                        engine.name(),
                        new State.PublishedSite(
                                engine.kind(),
                                EngineRecipe.facets(engine, around),
                                around.release(engine.name())));
            }
        }
        return sites;
    }

    private SortedMap<String, String> facets(Site site) {
        TreeMap<String, String> facets = new TreeMap<>();
        around.release(site.name())
                .ifPresent(f -> facets.put("source", String.valueOf(f.getFileName())));
        site.fallback().ifPresent(f -> facets.put("fallback", f));
        return facets;
    }
}
