package dev.stead.testing;

import dev.stead.driver.Enclosed;
import dev.stead.driver.Launch;
import dev.stead.model.Limits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Launches that differ in one thing from another. */
public final class Launches {
    private Launches() {}

    /** Runs other words. */
    public static Launch withCommand(Launch launch, String... words) {
        return copy(launch, List.of(words), launch.env(), launch.user(), launch.limits());
    }

    /** Has another whole environment. */
    public static Launch withEnv(Launch launch, Map<String, String> env) {
        return copy(launch, launch.command(), env, launch.user(), launch.limits());
    }

    /** Runs as another user. */
    public static Launch withUser(Launch launch, String user) {
        return copy(launch, launch.command(), launch.env(), Optional.of(user), launch.limits());
    }

    /** Has other limits. */
    public static Launch withLimits(Launch launch, Limits limits) {
        return copy(launch, launch.command(), launch.env(), launch.user(), limits);
    }

    private static Launch copy(
            Launch launch,
            List<String> command,
            Map<String, String> env,
            Optional<String> user,
            Limits limits) {
        return new Launch(
                launch.system(),
                launch.instance(),
                launch.launch(),
                command,
                launch.folder(),
                new TreeMap<>(env),
                launch.output(),
                user,
                limits,
                launch.enclosed());
    }

    /** Is enclosed. */
    public static Launch enclosed(Launch launch, Enclosed enclosed) {
        return new Launch(
                launch.system(),
                launch.instance(),
                launch.launch(),
                launch.command(),
                launch.folder(),
                launch.env(),
                launch.output(),
                launch.user(),
                launch.limits(),
                Optional.of(enclosed));
    }
}
