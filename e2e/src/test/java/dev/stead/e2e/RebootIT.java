package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The machine stops and starts: everything of the system is gone at once, other processes have its
 * pids, the boot has another id. The next {@code up} starts all again, touches nothing foreign, and
 * the databases have what they were told.
 */
final class RebootIT {
    private static final String FILE =
            """
            maria: { mariadb: 10 }
            post: { postgres: 15 }
            cache: { redis: 7, settings: { appendfsync: always } }
            work: { service: /usr/bin/python3 tally.py 0, source: ./tally }
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
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final List<Process> foreign = new ArrayList<>();

    @Test
    void startsAllAgainAdoptsNothingForeignAndFindsTheData() throws Exception {
        boolean root = Users.root() && Files.isWritable(LAST_PID);
        if (!root) {
            System.out.println("RebootIT hands out pids and boot ids, which needs root: not run");
        }
        assumeTrue(root);
        try (TestSystem system = TestSystem.of("boot")) {
            system.program("tally.py", "tally");
            system.write(FILE);
            system.up();
            awaitRows(system, 1);
            int rows = 1;
            for (boolean sameBoot : new boolean[] {false, true}) {
                Map<String, Long> before = system.pids();
                cutPower(system, before);
                takePids(system, before);

                bootedUp(system, sameBoot ? Files.readString(BOOT_ID) : UUID.randomUUID() + "\n");

                awaitRows(system, ++rows);
                assertThat(foreign).allMatch(Process::isAlive);
                assertThat(system.pids()).hasSameSizeAs(before);
                assertThat(system.pids().values())
                        .doesNotContainAnyElementsOf(foreign.stream().map(Process::pid).toList());
                new Tally(system, "work").demandOneWriter();
            }
            assertThat(system.stead("down", system.name()).status()).isZero();
            assertThat(Processes.marked(system.name())).isEmpty();
            assertThat(foreign).allMatch(Process::isAlive);
            endForeign();
        } finally {
            endForeign();
        }
    }

    /** Before the system is closed: a user with a process cannot be removed. */
    private void endForeign() throws InterruptedException {
        for (Process each : foreign) {
            each.destroyForcibly().waitFor();
        }
    }

    private static void cutPower(TestSystem system, Map<String, Long> pids) {
        long server = system.serverPid();
        Processes.kill9(server);
        await().until(() -> !Processes.alive(server));
        Processes.kill9Sessions(pids.values());
        Processes.killMarked(system.name());
        await().until(() -> pids.values().stream().noneMatch(Processes::alive));
        // A pid is free when nobody is there any more to be asked how it ended.
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        pids.values().stream()
                                .noneMatch(pid -> Files.exists(Path.of("/proc/" + pid))));
    }

    /** Foreign processes with the pids that are on record, and in PostgreSQL's own lock file. */
    private void takePids(TestSystem system, Map<String, Long> pids) throws IOException {
        int taken = 0;
        for (long pid : pids.values()) {
            taken += take(pid) ? 1 : 0;
        }
        System.out.println("RebootIT: " + taken + " of " + pids.size() + " pids are in use again");
        assertThat(taken).isPositive();
        Path lock = system.state().resolve("data/post/pg/postmaster.pid");
        Process sameUser = asOwnerOf(system.state().resolve("data/post"));
        String old = Files.readString(lock);
        Files.writeString(lock, sameUser.pid() + old.substring(old.indexOf('\n')));
    }

    private boolean take(long pid) throws IOException {
        for (int round = 0; round < 50; round++) {
            Files.writeString(LAST_PID, Long.toString(pid - 1));
            Process process = new ProcessBuilder("sleep", "600").start();
            if (process.pid() == pid) {
                foreign.add(process);
                return true;
            }
            process.destroyForcibly();
        }
        return false;
    }

    private Process asOwnerOf(Path folder) throws IOException {
        String user = Files.getOwner(folder).getName();
        Process process =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid",
                                user,
                                "--regid",
                                user,
                                "--clear-groups",
                                "sleep",
                                "600")
                        .start();
        foreign.add(process);
        return process;
    }

    /** Runs {@code up} where the boot has this id; the server stays there. */
    private static void bootedUp(TestSystem system, String boot) throws IOException {
        Path id = system.folder().resolve("boot_id");
        Files.writeString(id, boot);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "-m",
                                "/bin/sh",
                                "-c",
                                "mount --bind \"$0\" " + BOOT_ID + " && exec \"$@\"",
                                id.toString()));
        words.addAll(system.words("up", "--yes", "--detach"));
        Command.Result up = Command.run(system.source(), system.env(), words);
        assertThat(up.status()).as(up.all()).isZero();
    }

    private static void awaitRows(TestSystem system, int rows) {
        for (String component : List.of("in-maria", "in-post", "in-cache")) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(system.stead("logs", system.name(), component).out().lines())
                                    .anyMatch(line -> line.endsWith(" | " + rows)));
        }
    }
}
