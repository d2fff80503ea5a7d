package dev.stead.model;

import java.util.List;
import java.util.SortedMap;

/**
 * A MariaDB server with a data directory of its own, run from Debian's packages.
 *
 * @param major major version of the server, such as 10; a data directory of another major version
 *     is refused
 * @param settings entries of the server's configuration file, by name
 */
public record MariaDb(
        String name,
        int major,
        SortedMap<String, String> settings,
        List<String> packages,
        Limits limits)
        implements Component {
    public MariaDb {
        settings = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(settings));
        packages = List.copyOf(packages);
    }

    @Override
    public String kind() {
        return "mariadb";
    }
}
