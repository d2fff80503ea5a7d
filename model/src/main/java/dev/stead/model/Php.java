package dev.stead.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder of PHP programs and files: php-fpm runs the programs, the gateway serves the files and
 * speaks FastCGI with it.
 *
 * @param source folder that becomes the release, relative to the system file
 * @param front program below the folder that answers for paths without a file or program; empty
 *     answers 404
 * @param prepare commands run once in the release, each given to {@code sh -c}
 * @param packages Debian packages that the host must have, besides php-fpm
 * @param env environment by name
 * @param workers processes of php-fpm, each of which runs one program at a time
 * @param stop how long programs may take to end after they are asked to
 * @param proxy how requests are handed over
 * @param cache what the gateway keeps of what programs answer; empty for nothing
 */
public record Php(
        String name,
        String source,
        Optional<String> front,
        List<String> prepare,
        List<String> packages,
        SortedMap<String, EnvValue> env,
        List<Route> routes,
        int workers,
        List<String> needs,
        Limits limits,
        Duration stop,
        ProxyRules proxy,
        Optional<CacheRules> cache)
        implements Component {
    public Php {
        prepare = List.copyOf(prepare);
        packages = List.copyOf(packages);
        env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
        routes = List.copyOf(routes);
        needs = List.copyOf(needs);
    }

    @Override
    public String kind() {
        return "php";
    }
}
