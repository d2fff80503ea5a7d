package dev.stead.model;

import java.util.List;
import java.util.Optional;

/**
 * Static files, served by the gateway itself.
 *
 * @param source folder of the files, relative to the system file
 * @param fallback file below the folder that answers for paths without a file (a single-page
 *     application's {@code index.html})
 * @param prepare commands run once, in the release's own copy of the source, each given to {@code
 *     sh -c}
 */
public record Site(
        String name,
        String source,
        Optional<String> fallback,
        List<String> prepare,
        List<String> packages,
        List<Route> routes)
        implements Component {
    public Site {
        prepare = List.copyOf(prepare);
        packages = List.copyOf(packages);
        routes = List.copyOf(routes);
    }

    @Override
    public String kind() {
        return "site";
    }
}
