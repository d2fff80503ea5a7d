package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** Databases keep what they were told, through kills, restarts and a system that was down. */
final class DatabasesIT {
    /** Adds a row or a count at each of its starts, then tells how many there are. */
    private static final String FILE =
            """
            maria: { mariadb: 10 }
            post: { postgres: 15, settings: { log_min_messages: warning } }
            cache: { redis: 7 }
            in-maria:
              service: sh -c 'MYSQL_PWD="$MARIA_PASSWORD" mariadb -N -h "$MARIA_HOST" -P "$MARIA_PORT" -u "$MARIA_USER" "$MARIA_NAME" -e "create table if not exists t (i int); insert into t values (1); select count(*) from t" && exec sleep 1000'
              needs: [maria]
            in-post:
              service: sh -c 'PGPASSWORD="$POST_PASSWORD" psql -q -t -A -h "$POST_HOST" -p "$POST_PORT" -U "$POST_USER" "$POST_NAME" -c "create table if not exists t (i int); insert into t values (1)" -c "select count(*) from t" && exec sleep 1000'
              needs: [post]
            in-cache:
              service: sh -c 'REDISCLI_AUTH="$CACHE_PASSWORD" redis-cli -h "$CACHE_HOST" -p "$CACHE_PORT" incr n && exec sleep 1000'
              needs: [cache]
            """;

    @Test
    void keepWhatTheyWereTold() throws Exception {
        try (TestSystem system = TestSystem.of("data")) {
            system.write(FILE);
            system.up();
            awaitLogged(system, "in-maria", "1");
            awaitLogged(system, "in-post", "1");

            Map<String, Long> before = system.pids();
            for (String database : new String[] {"maria-1", "post-1", "cache-1"}) {
                Processes.kill9(before.getOrDefault(database, 0L));
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        for (String database : new String[] {"maria", "post", "cache"}) {
                            assertThat(system.state(database)).isEqualTo("healthy");
                        }
                        assertThat(system.pids())
                                .doesNotContainEntry("maria-1", before.getOrDefault("maria-1", 0L));
                    });
            assertThat(system.stead("down", system.name()).status()).isZero();
            system.up();

            awaitLogged(system, "in-maria", "2");
            awaitLogged(system, "in-post", "2");
            awaitLogged(system, "in-cache", "2");
        }
    }

    private static void awaitLogged(TestSystem system, String component, String line) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(system.stead("logs", system.name(), component).out().lines())
                                .anyMatch(l -> l.endsWith(" | " + line)));
    }
}
