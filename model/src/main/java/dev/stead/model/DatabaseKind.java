package dev.stead.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds {@code postgres}, {@code mariadb} and {@code redis}: servers that Stead knows well. */
final class DatabaseKind {
    static final Kind POSTGRES =
            kind(
                    "postgres",
                    "PostgreSQL",
                    "postgresql-15-postgis-3",
                    major(9, 18, 15),
                    settings(
                            "{ max_connections: 50, shared_buffers: 256MB }",
                            Set.of(
                                    "port",
                                    "listen_addresses",
                                    "data_directory",
                                    "hba_file",
                                    "ident_file",
                                    "config_file",
                                    "external_pid_file",
                                    "unix_socket_directories",
                                    "password_encryption")),
                    Postgres.class,
                    sqlGifts("postgresql"),
                    Postgres::new);
    static final Kind MARIADB =
            kind(
                    "mariadb",
                    "MariaDB",
                    "mariadb-backup",
                    major(10, 12, 10),
                    settings(
                            "{ max_connections: 50 }",
                            Set.of(
                                    "port",
                                    "bind-address",
                                    "datadir",
                                    "socket",
                                    "pid-file",
                                    "skip-name-resolve",
                                    "user")),
                    MariaDb.class,
                    sqlGifts("mysql"),
                    MariaDb::new);
    static final Kind REDIS =
            kind(
                    "redis",
                    "Redis",
                    "redis-tools",
                    major(5, 8, 7),
                    settings(
                            "{ maxmemory: 128mb, maxmemory-policy: allkeys-lru }",
                            Set.of(
                                    "port",
                                    "bind",
                                    "dir",
                                    "unixsocket",
                                    "pidfile",
                                    "daemonize",
                                    "supervised",
                                    "requirepass",
                                    "user",
                                    "aclfile",
                                    "include")),
                    Redis.class,
                    gifts("redis://", List.of()),
                    Redis::new);

    private DatabaseKind() {}

    /** The record of one of the three. */
    private interface MakeDatabase {
        Component make(
                String name,
                int major,
                SortedMap<String, String> settings,
                List<String> packages,
                Limits limits);
    }

    private static Kind kind(
            String word,
            String product,
            String packageExample,
            Shape<Integer> version,
            Key<Map<String, Placed<String>>> settings,
            Class<? extends Component> type,
            List<Kind.Gift> gifts,
            MakeDatabase make) {
        var major =
                Key.required(
                                word,
                                version,
                                "Major version of the server; a data directory of another one is"
                                        + " refused, never touched",
                                version.like())
                        .feeding("major");
        return new Kind(
                Keys.of(
                        word,
                        "a `" + word + "` component",
                        major,
                        settings,
                        CommonKeys.PACKAGES.withExample("[" + packageExample + "]"),
                        CommonKeys.LIMITS),
                type,
                "A %s server with a data directory of its own, run from Debian's packages."
                        .formatted(product),
                "%s: %s\nsettings: %s\n".formatted(word, version.like(), settings.example()),
                gifts,
                (_, _, _) -> {},
                (name, found, _) -> {
                    SortedMap<String, String> values = new TreeMap<>();
                    found.get(settings).forEach((key, value) -> values.put(key, value.value()));
                    return make.make(
                            name,
                            found.get(major),
                            values,
                            found.get(CommonKeys.PACKAGES),
                            found.get(CommonKeys.LIMITS));
                });
    }

    private static Shape<Integer> major(int least, int most, int like) {
        return Amounts.whole("a major version", least, most, like);
    }

    private static Key<Map<String, Placed<String>>> settings(String example, Set<String> owned) {
        var name =
                Texts.text(
                        "a setting",
                        "max_connections",
                        Map.of(),
                        text -> {
                            if (owned.contains(text) || owned.contains(text.replace('_', '-'))) {
                                return Parsed.bad(
                                        "the setting `" + text + "` belongs to Stead",
                                        "take it out");
                            }
                            return text.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}")
                                    ? Parsed.good(text)
                                    : Parsed.bad(
                                            Texts.not(text, "the name of a setting"),
                                            "write it as the server's documentation does");
                        });
        var value =
                Texts.text(
                        "a text",
                        "256MB",
                        Map.of("type", List.of("string", "number", "boolean")),
                        DatabaseKind::value);
        return Key.of(
                        "settings",
                        new NamesShape<>(
                                "a mapping of settings", name, "^[A-Za-z][A-Za-z0-9_.-]*$", value),
                        Map.<String, Placed<String>>of(),
                        "Debian's defaults",
                        "Entries of the server's configuration file, by name",
                        example)
                .alsoCalled("config", "configuration", "options", "parameters");
    }

    private static Parsed<String> value(String text) {
        if (text.contains("${")) {
            return Parsed.bad(
                    "`" + Suggestion.shortened(text) + "` has a variable, settings have none",
                    "write the value out");
        }
        return text.isEmpty() ? Parsed.good(text) : Texts.line(text);
    }

    private static List<Kind.Gift> sqlGifts(String scheme) {
        return gifts(
                scheme + "://USER:PASSWORD@",
                List.of(
                        new Kind.Gift("USER", false, "the user of the database"),
                        new Kind.Gift("NAME", false, "the name of the database")));
    }

    private static List<Kind.Gift> gifts(String url, List<Kind.Gift> more) {
        var gifts = new ArrayList<Kind.Gift>();
        gifts.add(new Kind.Gift("URL", true, "all of it in one, `" + url + "...`"));
        gifts.add(new Kind.Gift("HOST", false, "the address of the server"));
        gifts.add(new Kind.Gift("PORT", false, "its port"));
        gifts.addAll(more);
        gifts.add(new Kind.Gift("PASSWORD", true, "the password, made by Stead"));
        return gifts;
    }
}
