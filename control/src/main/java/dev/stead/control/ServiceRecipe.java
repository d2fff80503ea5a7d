package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.EnvValue;
import dev.stead.model.Health;
import dev.stead.model.Service;
import dev.stead.model.Wanted;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs a {@link Service}. */
final class ServiceRecipe implements Recipe<Service> {
    @Override
    public List<String> packages(Service service) {
        return List.of();
    }

    @Override
    public List<SteadException> obstacles(Service service, Surroundings around) {
        return missingSecrets(service.name(), service.env(), around);
    }

    /** The obstacles that secrets without a value are. */
    static List<SteadException> missingSecrets(
            String component, SortedMap<String, EnvValue> env, Surroundings around) {
        List<SteadException> obstacles = new ArrayList<>();
        env.forEach((name, value) -> {
            if (value instanceof EnvValue.Secret(String secret, boolean generate)
                    && !generate
                    && around.secrets().find(secret).isEmpty()) {
                obstacles.add(missing(component, name, secret, around));
            }
        });
        return obstacles;
    }

    private static SteadException missing(
            String component, String variable, String secret, Surroundings around) {
        return new SteadException(
                Code.HOST,
                component + ": the secret " + secret + " (for " + variable + ") has no value",
                "give it one: stead secret set FILE "
                        + secret
                        + " (it is kept in "
                        + around.state().secrets()
                        + ")");
    }

    @Override
    public List<String> secrets(Service service) {
        return madeSecrets(service.env());
    }

    /** Names of the secrets that are made when they do not exist. */
    static List<String> madeSecrets(SortedMap<String, EnvValue> env) {
        return env.values().stream()
                .filter(v -> v instanceof EnvValue.Secret(String name, boolean make) && make)
                .map(v -> ((EnvValue.Secret) v).name())
                .toList();
    }

    @Override
    public boolean stablePort() {
        return false;
    }

    @Override
    public int replicas(Service service) {
        return service.replicas();
    }

    @Override
    public Wanted.Replacement replacement() {
        return Wanted.Replacement.ROLLING;
    }

    @Override
    public SortedMap<String, String> gives(Service service, Surroundings around) {
        String port = Integer.toString(around.ports().apply(service.name()));
        TreeMap<String, String> gives = new TreeMap<>();
        gives.put("HOST", "127.0.0.1");
        gives.put("PORT", port);
        gives.put("URL", "http://127.0.0.1:" + port);
        return gives;
    }

    @Override
    public InstanceSpec define(Service service, Surroundings around, String id, OptionalInt port) {
        TreeMap<String, String> env = new TreeMap<>(around.givenTo(service.name()));
        service.env().forEach((name, value) -> env.put(name, text(value)));
        Definition definition =
                new Definition(service.command(), env)
                        .in(around.release(service.name()))
                        .checkedBy(service.health().orElseGet(() -> health(service)))
                        .stoppedBy("TERM", service.stop())
                        .limitedTo(service.limits());
        return definition.instance(id, service.name(), service.kind(), port);
    }

    /** What a variable has until the agent fills secrets in. */
    static String text(EnvValue value) {
        return switch (value) {
            case EnvValue.Literal(String text) -> text;
            case EnvValue.Secret(String name, boolean generate) -> Surroundings.secret(name);
        };
    }

    /** A service that names a port or has a route can be asked whether it listens. */
    private static Health health(Service service) {
        boolean listens =
                !service.routes().isEmpty()
                        || service.command().stream().anyMatch(w -> w.contains("${PORT}"));
        return Health.of(listens ? new Health.Tcp() : new Health.Alive());
    }
}
