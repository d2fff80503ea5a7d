package dev.stead.agent;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an administrator is asked to type when Stead may not install packages itself: one line, with
 * Debian's own services held back first, as Stead would do it.
 */
final class AdministratorCommand {
    /** Beginnings of the names of packages and the unit that they would start. */
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("redis", "redis-server.service"),
                    Map.entry("postgresql", "postgresql.service"),
                    Map.entry("mariadb-server", "mariadb.service"),
                    Map.entry("default-mysql-server", "mariadb.service"),
                    Map.entry("memcached", "memcached.service"),
                    Map.entry("rabbitmq-server", "rabbitmq-server.service"),
                    Map.entry("nginx", "nginx.service"),
                    Map.entry("apache2", "apache2.service"),
                    // The version of Debian 12, which php-fpm stands for.
                    Map.entry("php-fpm", "php8.2-fpm.service"));

    private AdministratorCommand() {}

    static String of(List<String> packages) {
        StringBuilder command = new StringBuilder();
        if (packages.stream().anyMatch(name -> name.startsWith("postgresql"))) {
            command.append("sudo mkdir -p /etc/postgresql-common/createcluster.d && ")
                    .append("echo 'create_main_cluster = false' | ")
                    .append("sudo tee /etc/postgresql-common/createcluster.d/stead.conf && ");
        }
        Set<String> units = new LinkedHashSet<>();
        for (String name : packages) {
            UNITS.entrySet().stream()
                    .filter(known -> name.startsWith(known.getKey()))
                    .map(Map.Entry::getValue)
                    .forEach(units::add);
        }
        for (String unit : units) {
            command.append("sudo ln -sf /dev/null /etc/systemd/system/")
                    .append(unit)
                    .append(" && ");
        }
        return command.append("sudo apt-get install --no-install-recommends ")
                .append(String.join(" ", packages))
                .toString();
    }
}
