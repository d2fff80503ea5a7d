package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The disk damages what a server starts from, or is full, or takes nothing more. The server has the
 * old or the new state, or ends saying which file and what to do; the file is left as it is, and
 * what runs goes on.
 */
final class StateFaultsIT {
    private static final String FILE =
            """
            one: { service: sleep 1000, env: { K: { secret: key } } }
            two: { service: sleep 1000, source: ./app }
            page: { site: ./page, route: { path: /, access: public } }
            """;

    private final Random random = new Random(Long.getLong("stead.seed", 5));

    private static void write(TestSystem system) throws IOException {
        system.program("counter.py", "app");
        Files.createDirectories(system.source().resolve("page"));
        Files.writeString(system.source().resolve("page/index.html"), "a page");
        system.write(FILE);
    }

    /** How the content of a file was changed. */
    private record Fault(String name, ByteBuffer bytes) {}

    @Test
    void aDamagedFileIsRefusedOrHarmlessAndNothingThatRunsEnds() throws Exception {
        try (TestSystem system = TestSystem.of("faults")) {
            write(system);
            system.up();
            Map<String, Long> pids = system.pids();
            Processes.killServers(system.name());
            int refused = 0;
            int cases = 0;
            for (Path file : files(system)) {
                byte[] good = Files.readAllBytes(file);
                Path log = system.state().resolve("state.db-wal");
                byte[] logged = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
                for (Fault fault : faults(good)) {
                    Files.write(file, fault.bytes().array());
                    refused += survives(system, file, fault, pids) ? 0 : 1;
                    cases++;
                    Processes.killServers(system.name());
                    Files.write(file, good);
                    if (file.endsWith("state.db")) {
                        // A database is as it was only together with its log of then.
                        Files.write(log, logged);
                        Files.deleteIfExists(system.state().resolve("state.db-shm"));
                    }
                }
            }
            System.out.println("StateFaultsIT: of " + cases + " faults " + refused + " refused");
            assertThat(refused).isPositive();
            system.up();
            assertThat(system.pids()).isEqualTo(pids);
        }
    }

    private static List<Path> files(TestSystem system) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name :
                List.of(
                        "state.db",
                        "run/one-1/record.json",
                        "secrets/key",
                        "tls/ca.pem",
                        "tls/ca-key.pem")) {
            files.add(system.state().resolve(name));
        }
        try (Stream<Path> launches = Files.list(system.state().resolve("launches"))) {
            files.add(launches.findFirst().orElseThrow());
        }
        try (Stream<Path> releases = Files.list(system.state().resolve("releases/two"))) {
            files.add(
                    releases.filter(r -> !r.getFileName().toString().startsWith("."))
                            .findFirst()
                            .orElseThrow()
                            .resolve("counter.py"));
        }
        return files;
    }

    private List<Fault> faults(byte[] good) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < Counts.of(1, 8); i++) {
            byte[] flipped = good.clone();
            int at = random.nextInt(good.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            faults.add(new Fault("flipped at " + at, ByteBuffer.wrap(flipped)));
        }
        for (int i = 0; i < Counts.of(0, 4); i++) {
            int at = random.nextInt(good.length);
            faults.add(new Fault("cut at " + at, ByteBuffer.wrap(Arrays.copyOf(good, at))));
        }
        return faults;
    }

    /** Applies; whatever comes of it, what runs goes on and the file is as it was. */
    private static boolean survives(
            TestSystem system, Path file, Fault fault, Map<String, Long> pids) throws IOException {
        String how = file + " " + fault.name();
        Command.Result up = system.stead("up", "--detach");
        assertThat(pids.values()).as(how).allMatch(Processes::alive);
        if (up.status() == 0) {
            assertThat(system.pids()).as(how).isEqualTo(pids);
            return true;
        }
        assertThat(up.status()).as(how).isEqualTo(1);
        assertThat(up.err()).as(how).contains(file.getFileName().toString());
        assertThat(up.err()).as(how).containsPattern("backup|restore|[Mm]ove|again");
        assertThat(Files.readAllBytes(file)).as(how).isEqualTo(fault.bytes().array());
        return false;
    }

    @Test
    void aDiskThatTakesNothingIsSaid() throws Exception {
        assumeRoot();
        try (TestSystem system = TestSystem.of("read")) {
            write(system);
            system.up();
            Map<String, Long> pids = system.pids();
            Processes.killServers(system.name());

            Command.Result up = inOwnMounts(system, "mount -o remount,bind,ro \"$0\"");

            assertThat(up.status()).as(up.all()).isEqualTo(1);
            assertThat(up.err()).contains(system.state().toString()).contains("mend:");
            assertThat(pids.values()).allMatch(Processes::alive);
            system.up();
            assertThat(system.pids()).isEqualTo(pids);
        }
    }

    @Test
    void aFullDiskIsSaidAndWhenThereIsRoomAllIsAsBefore() throws Exception {
        assumeRoot();
        try (TestSystem system = TestSystem.of("full")) {
            Path disk = Files.createDirectories(system.stateHome());
            run("mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "none", disk.toString());
            try {
                write(system);
                system.up();
                Map<String, Long> pids = system.pids();
                Path filler = disk.resolve("filler");
                run("/bin/sh", "-c", "dd if=/dev/zero of=" + filler + " bs=4k 2>/dev/null || :");
                system.write(FILE + "more: { service: sleep 1001 }\n");
                Command.Result running = system.stead("up", "--detach");
                assertThat(running.status()).as(running.all()).isEqualTo(1);
                assertThat(running.err()).contains("mend:");
                Processes.killServers(system.name());

                Command.Result started = system.stead("up", "--detach");

                assertThat(started.status()).as(started.all()).isEqualTo(1);
                assertThat(started.err()).contains("mend:");
                assertThat(pids.values()).allMatch(Processes::alive);
                Processes.killServers(system.name());
                Files.delete(filler);
                system.up();
                assertThat(system.pids()).containsAllEntriesOf(pids).containsKey("more-1");
                assertThat(system.stead("down", system.name()).status()).isZero();
            } finally {
                Processes.killServers(system.name());
                Processes.killMarked(system.name());
                run("umount", disk.toString());
            }
        }
    }

    private static void assumeRoot() {
        if (!Users.root()) {
            System.out.println("StateFaultsIT mounts file systems, which needs root: not run");
        }
        assumeTrue(Users.root());
    }

    private static Command.Result inOwnMounts(TestSystem system, String change) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "-m",
                                "/bin/sh",
                                "-c",
                                "mount --bind \"$0\" \"$0\" && " + change + " && exec \"$@\"",
                                system.stateHome().toString()));
        words.addAll(system.words("up", "--detach"));
        return Command.run(system.source(), system.env(), words);
    }

    private static void run(String... words) {
        Command.Result result = Command.run(Path.of("/"), Map.of(), List.of(words));
        assertThat(result.status()).as(result.all()).isZero();
    }
}
