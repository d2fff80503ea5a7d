package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.stead.testing.SmallDisk;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The state folder is on a file system of 64 MiB that somebody else fills. */
final class FullDiskIT {
    private static final long MIB = 1 << 20;
    private static final String WEB =
            """
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
            other: { service: sleep 1000 }
            """;
    private static final String MORE = WEB + "more: { service: sleep 1000 }\n";

    @Test
    void isTrimmedThenRefusedThenSurvivedAndNothingOfOthersIsLost() throws Exception {
        try (TestSystem system = TestSystem.of("full");
                SmallDisk disk = SmallDisk.mount(system.stateHome(), 64 * MIB)) {
            assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
            try {
                trims(system, disk);
                refuses(system, disk);
                survivesItsServer(system, disk);
                recoversAndComesDown(system, disk);
            } finally {
                disk.empty();
                system.stead("down", system.name());
                // It holds its files open until it has ended.
                await().until(() -> Processes.servers(system.name()).isEmpty());
            }
        }
    }

    private static void trims(TestSystem system, SmallDisk disk) throws IOException {
        system.program("counter.py", "app");
        for (int release = 0; release < 3; release++) {
            byte[] content = new byte[(int) (3 * MIB)];
            content[0] = (byte) release;
            Files.write(system.source().resolve("app/blob"), content);
            system.write(WEB);
            system.up();
        }
        Files.writeString(Files.createDirectory(theirs(system)).resolve("x"), "theirs");
        Files.writeString(system.state().resolve("logs/notes.log"), "theirs");
        Files.writeString(system.state().resolve("logs/backup-1.log"), "theirs");
        assertThat(releases(system)).isEqualTo(3);

        disk.fillUpTo(4 * MIB);

        await().atMost(Duration.ofSeconds(30)).until(() -> releases(system) < 3);
        assertThat(warnings(system)).contains("Stead freed").contains("of old releases");
        disk.fillUpTo(4 * MIB);
        await().atMost(Duration.ofSeconds(30)).until(() -> releases(system) == 1);
    }

    private static void refuses(TestSystem system, SmallDisk disk) throws IOException {
        Map<String, Long> before = system.pids();
        disk.fillUpTo(2 * MIB);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> warnings(system).contains("critically low"));
        system.write(MORE);

        Command.Result refused = system.stead("up", "--yes", "--detach");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.all())
                .contains("the disk " + disk.folder() + " has too little space")
                .contains("of 64 MiB is free")
                .contains("du -xh");
        assertThat(system.pids()).isEqualTo(before);
        assertThat(system.stead("logs", "other").out()).contains("is critically low on space");
        system.write(WEB);
        system.up();
        assertThat(system.pids()).isEqualTo(before);
    }

    /** Also while nothing at all is free. */
    private static void survivesItsServer(TestSystem system, SmallDisk disk) throws IOException {
        Map<String, Long> before = system.pids();
        disk.fillUpTo(0);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> warnings(system).contains("as good as full"));
        long server = system.serverPid();
        Processes.kill9(server);
        await().until(() -> !Processes.alive(server));
        disk.fillUpTo(0);

        system.up();

        assertThat(system.pids()).isEqualTo(before);
        assertThat(new Client(system).get("/app/x").status()).isEqualTo(200);
    }

    private static void recoversAndComesDown(TestSystem system, SmallDisk disk) throws IOException {
        disk.empty();
        system.write(MORE);
        system.up();
        assertThat(system.state("more")).isEqualTo("healthy");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.size(system.state().resolve("reserve")) == MIB);

        disk.fillUpTo(0);
        long server = system.serverPid();
        Command.Result down = system.stead("down", system.name());

        assertThat(down.status()).as(down.all()).isZero();
        assertThat(Processes.alive(server)).as("the server has ended with the command").isFalse();
        assertThat(Processes.marked(system.name())).isEmpty();
        assertThat(theirs(system).resolve("x")).hasContent("theirs");
        assertThat(system.state().resolve("logs/notes.log")).hasContent("theirs");
        assertThat(system.state().resolve("logs/backup-1.log")).hasContent("theirs");
    }

    private static Path theirs(TestSystem system) {
        return system.state().resolve("releases/web/theirs");
    }

    private static String warnings(TestSystem system) {
        return system.status().path("warnings").toString();
    }

    private static long releases(TestSystem system) throws IOException {
        try (Stream<Path> all = Files.list(system.state().resolve("releases/web"))) {
            return all.filter(p -> p.getFileName().toString().matches("[0-9a-f]{32}")).count();
        }
    }
}
