package dev.stead.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A program that Stead runs: a server or a worker.
 *
 * @param command words of the command line; {@code ${NAME}} in a word is replaced at the start of
 *     an instance
 * @param source folder that becomes the release the program runs in, relative to the system file
 * @param prepare commands run once in the release, each given to {@code sh -c}
 * @param packages Debian packages that the host must have
 * @param env environment by name, besides what {@code needs} and Stead give
 * @param routes where the gateway offers it
 * @param health how to tell that an instance can work; empty lets control choose: TCP when it has a
 *     port in its command, otherwise that it lives
 * @param replicas instances wanted, at least 1
 * @param stop how long an instance may take to end after SIGTERM
 * @param proxy how the gateway hands requests to its instances
 * @param cache what the gateway keeps of its answers; empty for nothing
 */
public record Service(
        String name,
        List<String> command,
        Optional<String> source,
        List<String> prepare,
        List<String> packages,
        SortedMap<String, EnvValue> env,
        List<Route> routes,
        Optional<Health> health,
        int replicas,
        List<String> needs,
        Limits limits,
        Duration stop,
        ProxyRules proxy,
        Optional<CacheRules> cache)
        implements Component {
    public Service {
        command = List.copyOf(command);
        prepare = List.copyOf(prepare);
        packages = List.copyOf(packages);
        env = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(env));
        routes = List.copyOf(routes);
        needs = List.copyOf(needs);
    }

    @Override
    public String kind() {
        return "service";
    }
}
