package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.model.Health;
import dev.stead.model.Redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs Redis with an append-only file. By its default a cut of power costs what was written in the
 * last second, or two on a slow disk; with {@code appendfsync: always} nothing that was answered.
 */
final class RedisRecipe extends DatabaseRecipe<Redis> {
    private static final String PROGRAM = "/usr/bin/redis-server";
    private static final String SETUP =
            """
            set -eu
            mkdir -p "$DATA/redis"
            found=$(/usr/bin/redis-server --version | sed -n 's/.* v=\\([0-9]*\\)\\..*/\\1/p')
            if [ "$found" != "$STEAD_REDIS_MAJOR" ]; then
                echo "Redis $STEAD_REDIS_MAJOR is wanted, this host has Redis $found; write \\`redis: $found\\`" >&2
                exit 1
            fi
            echo "$STEAD_REDIS_MAJOR" >"$DATA/redis/STEAD_MAJOR"
            """;

    @Override
    public List<String> packages(Redis redis) {
        return List.of("redis-server");
    }

    @Override
    public List<SteadException> obstacles(Redis redis, Surroundings around) {
        Path data = around.state().data(redis.name()).resolve("redis");
        List<SteadException> obstacles =
                new ArrayList<>(missingProgram(redis, Path.of(PROGRAM), "redis-server"));
        otherMajor(redis, "Redis", redis.major(), data, data.resolve("STEAD_MAJOR"))
                .ifPresent(obstacles::add);
        return obstacles;
    }

    @Override
    public SortedMap<String, String> gives(Redis redis, Surroundings around) {
        int port = around.ports().apply(redis.name());
        String password = Surroundings.secret(password(redis));
        TreeMap<String, String> gives = new TreeMap<>();
        gives.put("HOST", "127.0.0.1");
        gives.put("PORT", Integer.toString(port));
        gives.put("PASSWORD", password);
        gives.put("URL", "redis://:" + password + "@127.0.0.1:" + port + "/0");
        return gives;
    }

    @Override
    public InstanceSpec define(Redis redis, Surroundings around, String id, OptionalInt port) {
        SortedMap<String, String> env = places();
        env.put("STEAD_REDIS_MAJOR", Integer.toString(redis.major()));
        String password = Surroundings.secret(password(redis));
        Health.Probe ping =
                new Health.Exchange("AUTH " + password + "\r\nPING\r\n", "+OK\r\n+PONG\r\n");
        return new Definition(List.of(PROGRAM, "${FILES}/redis.conf"), env)
                .withFile("redis.conf", configuration(redis, password))
                .preparedBy(List.of("/bin/sh", "-c", SETUP))
                .checkedBy(patiently(ping))
                .stoppedBy("TERM", Duration.ofSeconds(30))
                .limitedTo(redis.limits())
                .instance(id, redis.name(), redis.kind(), port);
    }

    private static String configuration(Redis redis, String password) {
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("appendonly", "yes");
        settings.putAll(redis.settings());
        settings.put("bind", "127.0.0.1");
        settings.put("port", "${PORT}");
        settings.put("dir", "${DATA}/redis");
        settings.put("daemonize", "no");
        settings.put("supervised", "no");
        settings.put("requirepass", password);
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name + " " + value + "\n"));
        return text.toString();
    }
}
