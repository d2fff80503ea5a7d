package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.model.Health;
import dev.stead.model.MariaDb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs MariaDB. The data directory gets its name only when it is complete; account and database are
 * made by the server's bootstrap mode, before anybody can connect.
 */
final class MariaDbRecipe extends DatabaseRecipe<MariaDb> {
    private static final String PROGRAM = "/usr/sbin/mariadbd";
    private static final String SETUP =
            """
            set -eu
            data="$DATA/mariadb"
            [ -e "$data/STEAD_MAJOR" ] && exit 0
            found=$(/usr/sbin/mariadbd --version | sed -n 's/.*Ver \\([0-9]*\\)\\..*/\\1/p')
            if [ "$found" != "$STEAD_MARIADB_MAJOR" ]; then
                echo "MariaDB $STEAD_MARIADB_MAJOR is wanted, this host has $found; write \\`mariadb: $found\\`" >&2
                exit 1
            fi
            rm -rf "$data.new"
            /usr/bin/mariadb-install-db --no-defaults --datadir="$data.new" --skip-test-db \\
                --auth-root-authentication-method=socket >/dev/null
            {
                echo "FLUSH PRIVILEGES;"
                echo "CREATE DATABASE \\`$STEAD_COMPONENT\\` CHARACTER SET utf8mb4;"
                echo "CREATE USER '$STEAD_COMPONENT'@'127.0.0.1' IDENTIFIED BY '$STEAD_PASSWORD';"
                echo "GRANT ALL ON \\`$STEAD_COMPONENT\\`.* TO '$STEAD_COMPONENT'@'127.0.0.1';"
            } | /usr/sbin/mariadbd --no-defaults --datadir="$data.new" --bootstrap --skip-networking
            echo "$STEAD_MARIADB_MAJOR" >"$data.new/STEAD_MAJOR"
            sync -f "$data.new"
            mv "$data.new" "$data"
            """;

    @Override
    public List<String> packages(MariaDb db) {
        return List.of("mariadb-server");
    }

    @Override
    public List<SteadException> obstacles(MariaDb db, Surroundings around) {
        Path data = around.state().data(db.name()).resolve("mariadb");
        List<SteadException> obstacles =
                new ArrayList<>(missingProgram(db, Path.of(PROGRAM), "mariadb-server"));
        otherMajor(db, "MariaDB", db.major(), data, data.resolve("STEAD_MAJOR"))
                .ifPresent(obstacles::add);
        return obstacles;
    }

    @Override
    public SortedMap<String, String> gives(MariaDb db, Surroundings around) {
        return sqlGifts(db, "mysql", around);
    }

    @Override
    public InstanceSpec define(MariaDb db, Surroundings around, String id, OptionalInt port) {
        SortedMap<String, String> env = places();
        env.put("STEAD_PASSWORD", Surroundings.secret(password(db)));
        env.put("STEAD_MARIADB_MAJOR", Integer.toString(db.major()));
        return new Definition(List.of(PROGRAM, "--defaults-file=${FILES}/my.cnf"), env)
                .withFile("my.cnf", configuration(db))
                .preparedBy(List.of("/bin/sh", "-c", SETUP))
                .checkedBy(patiently(new Health.Tcp()))
                .stoppedBy("TERM", Duration.ofSeconds(60))
                .limitedTo(db.limits())
                .instance(id, db.name(), db.kind(), port);
    }

    private static String configuration(MariaDb db) {
        TreeMap<String, String> settings = new TreeMap<>(db.settings());
        settings.put("bind-address", "127.0.0.1");
        settings.put("port", "${PORT}");
        settings.put("datadir", "${DATA}/mariadb");
        settings.put("socket", "${RUN}/tmp/mariadb.sock");
        settings.put("pid-file", "${RUN}/tmp/mariadb.pid");
        settings.put("skip-name-resolve", "1");
        StringBuilder text = new StringBuilder("[mariadbd]\n");
        settings.forEach((name, value) -> text.append(name + " = " + value + "\n"));
        return text.toString();
    }
}
