package dev.stead.control;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.control.engines.Front;
import dev.stead.control.engines.Terms;
import dev.stead.model.Engine;
import dev.stead.model.Health;
import dev.stead.model.Wanted;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs an {@link Engine}. An apply starts none of them; what it replaces is what the next ones are
 * started from.
 */
final class EngineRecipe implements Recipe<Engine> {
    @Override
    public List<String> packages(Engine engine) {
        // The host knows whether it is of use: only root may set rules.
        return List.of("nftables");
    }

    @Override
    public List<SteadException> obstacles(Engine engine, Surroundings around) {
        return ServiceRecipe.missingSecrets(engine.name(), engine.env(), around);
    }

    @Override
    public List<String> secrets(Engine engine) {
        return ServiceRecipe.madeSecrets(engine.env());
    }

    @Override
    public boolean stablePort() {
        return false;
    }

    @Override
    public int replicas(Engine engine) {
        return 0;
    }

    @Override
    public Wanted.Replacement replacement() {
        return Wanted.Replacement.ROLLING;
    }

    @Override
    public SortedMap<String, String> gives(Engine engine, Surroundings around) {
        return new TreeMap<>();
    }

    @Override
    public InstanceSpec define(Engine engine, Surroundings around, String id, OptionalInt port) {
        return definition(engine, around).instance(id, engine.name(), engine.kind(), port);
    }

    private static Definition definition(Engine engine, Surroundings around) {
        TreeMap<String, String> env = new TreeMap<>(around.givenTo(engine.name()));
        engine.env().forEach((name, value) -> env.put(name, ServiceRecipe.text(value)));
        return new Definition(engine.command(), env)
                .in(around.release(engine.name()))
                .checkedBy(engine.health().orElse(Health.of(new Health.Tcp())))
                .stoppedBy("TERM", engine.stop())
                .limitedTo(engine.limits());
    }

    /** What a plan compares: what engines are started from, and how long they live. */
    static SortedMap<String, String> facets(Engine engine, Surroundings around) {
        TreeMap<String, String> facets =
                new TreeMap<>(
                        new EngineRecipe()
                                .define(engine, around, "", OptionalInt.empty())
                                .facets());
        facets.put("per", engine.per().name().toLowerCase(java.util.Locale.ROOT));
        facets.put("warm", String.valueOf(engine.warm()));
        facets.put("idle", engine.idle().toString());
        engine.maxLife().ifPresent(m -> facets.put("max-life", m.toString()));
        facets.put("at-most", engine.atMost().user() + " of a user, " + engine.atMost().machine());
        engine.busy().ifPresent(b -> facets.put("busy", b.toString()));
        facets.put("on-sign-out", engine.onSignOut().name().toLowerCase(java.util.Locale.ROOT));
        facets.put("home", String.valueOf(engine.home()));
        facets.put("access", engine.access().words());
        facets.put("place", engine.place().name().toLowerCase(java.util.Locale.ROOT));
        engine.disk().ifPresent(d -> facets.put("disk", d + " bytes"));
        engine.parameters()
                .forEach(p -> facets.put("parameter " + p.name(), p.choices().toString()));
        return facets;
    }

    /** What the agent is asked to run for one engine. */
    static InstanceSpec instance(
            Engine engine, Surroundings around, Front front, String id, Terms.Seat seat) {
        Definition plain = definition(engine, around);
        TreeMap<String, String> env = new TreeMap<>(plain.env());
        engine.parameters()
                .forEach(p -> env.put(p.variable(), seat.parameters().getOrDefault(p.name(), "")));
        seat.resource().ifPresent(r -> env.put("RESOURCE", r));
        TreeMap<String, String> places = new TreeMap<>();
        places.put("BASE", Front.base(id, engine.place()));
        places.put("ORIGIN", front.origin(id, engine.place()));
        places.put("HOST", front.host(id, engine.place()));
        InstanceSpec spec = plain.instance(id, engine.name(), engine.kind(), seat.port());
        return new InstanceSpec(
                spec.id(),
                spec.component(),
                spec.kind(),
                spec.facets(),
                spec.command(),
                spec.folder(),
                env,
                spec.port(),
                spec.files(),
                spec.setup(),
                below(id, engine, spec.health()),
                spec.stopSignal(),
                spec.stopGrace(),
                spec.limits(),
                Optional.of(
                        new Enclosure(
                                seat.uid(),
                                seat.home(),
                                reaches(engine, around),
                                engine.disk(),
                                places)));
    }

    /** Where it answers below a path, it is asked there. */
    private static Health below(String id, Engine engine, Health health) {
        return health.probe() instanceof Health.Http(String path)
                ? new Health(
                        new Health.Http(Front.below(id, engine.place(), path)),
                        health.every(),
                        health.timeout(),
                        health.failures(),
                        health.start())
                : health;
    }

    /** The loopback ports of what it needs: databases, and the inner doors of services. */
    private static SortedSet<Integer> reaches(Engine engine, Surroundings around) {
        TreeSet<Integer> ports = new TreeSet<>();
        for (String need : engine.needs()) {
            int port = around.ports().apply(need);
            if (port > 0) {
                ports.add(port);
            }
        }
        return ports;
    }
}
