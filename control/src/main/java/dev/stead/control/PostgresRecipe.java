package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.model.Health;
import dev.stead.model.Postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs PostgreSQL. Layout and start-up after its manual: initdb into a directory that gets its name
 * only when it is complete; role and database made in single-user mode, before anybody can connect;
 * SIGINT is the fast shutdown.
 */
final class PostgresRecipe extends DatabaseRecipe<Postgres> {
    private static final String SETUP =
            """
            set -eu
            data="$DATA/pg"
            if [ -e "$data/PG_VERSION" ]; then
                # Nothing of the start before is left, so its lock is stale: the process that has the pid now is
                # another one, unless somebody started a server by hand, which works in the data directory.
                pid=$(sed -n 1p "$data/postmaster.pid" 2>/dev/null || :)
                case $pid in
                '' | *[!0-9]*) ;;
                *) [ "/proc/$pid/cwd" -ef "$data" ] || rm -f "$data/postmaster.pid" ;;
                esac
                exit 0
            fi
            rm -rf "$data.new"
            "$STEAD_PG_BIN/initdb" -D "$data.new" -U stead -E UTF8 --locale=C.UTF-8 -A scram-sha-256 \\
                --pwfile="$FILES/password" >/dev/null
            {
                printf 'CREATE ROLE "%s" LOGIN PASSWORD '"'%s'"'\\n' "$STEAD_COMPONENT" "$STEAD_PASSWORD"
                printf 'CREATE DATABASE "%s" OWNER "%s"\\n' "$STEAD_COMPONENT" "$STEAD_COMPONENT"
            } | "$STEAD_PG_BIN/postgres" --single -D "$data.new" postgres >/dev/null
            sync -f "$data.new"
            mv "$data.new" "$data"
            """;
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    @Override
    public List<String> packages(Postgres db) {
        return List.of("postgresql-" + db.major());
    }

    @Override
    public List<SteadException> obstacles(Postgres db, Surroundings around) {
        Path data = around.state().data(db.name()).resolve("pg");
        List<SteadException> obstacles =
                new ArrayList<>(
                        missingProgram(
                                db, Path.of(bin(db), "postgres"), "postgresql-" + db.major()));
        otherMajor(db, "PostgreSQL", db.major(), data, data.resolve("PG_VERSION"))
                .ifPresent(obstacles::add);
        return obstacles;
    }

    @Override
    public SortedMap<String, String> gives(Postgres db, Surroundings around) {
        return sqlGifts(db, "postgresql", around);
    }

    @Override
    public InstanceSpec define(Postgres db, Surroundings around, String id, OptionalInt port) {
        SortedMap<String, String> env = places();
        env.put("STEAD_PASSWORD", Surroundings.secret(password(db)));
        env.put("STEAD_PG_BIN", bin(db));
        List<String> command =
                List.of(
                        bin(db) + "/postgres",
                        "-D",
                        "${DATA}/pg",
                        "-c",
                        "config_file=${FILES}/postgresql.conf");
        return new Definition(command, env)
                .withFile("postgresql.conf", configuration(db))
                .withFile("pg_hba.conf", ACCESS)
                .withFile("password", Surroundings.secret(password(db)))
                .preparedBy(List.of("/bin/sh", "-c", SETUP))
                .checkedBy(patiently(new Health.Exchange(startupMessage(db.name()), "R")))
                .stoppedBy("INT", Duration.ofSeconds(60))
                .limitedTo(db.limits())
                .instance(id, db.name(), db.kind(), port);
    }

    private static String configuration(Postgres db) {
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("shared_buffers", "64MB");
        settings.put("max_connections", "100");
        settings.putAll(db.settings());
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", "${PORT}");
        settings.put("unix_socket_directories", "");
        settings.put("hba_file", "${FILES}/pg_hba.conf");
        settings.put("password_encryption", "scram-sha-256");
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) ->
                text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
        return text.toString();
    }

    /**
     * The start of a session (PostgreSQL's frontend/backend protocol 3.0, StartupMessage). A server
     * that is ready asks for authentication ("R"); one that still starts, or recovers, answers with
     * an error ("E").
     */
    static String startupMessage(String name) {
        String body = "\0\3\0\0user\0" + name + "\0database\0" + name + "\0\0";
        int length = body.length() + 4;
        return "\0\0" + (char) (length >> 8) + (char) (length & 0xff) + body;
    }

    private static String bin(Postgres db) {
        return "/usr/lib/postgresql/" + db.major() + "/bin";
    }
}
