package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server leaves nothing in the temporary folder, however it ends, and runs nothing from it. */
final class TemporaryFilesIT {
    private static final List<String> OF_LIBRARIES =
            List.of("sqlite-", "libnetty", "com_aayushatharva", "libzstd", "vertx-cache");

    @Test
    void aKilledServerLeavesNoLibrariesAndNoCaches() throws Exception {
        Set<Path> before = left();
        try (TestSystem system = TestSystem.of("tidy")) {
            Files.createDirectories(system.source().resolve("pages"));
            Files.writeString(
                    system.source().resolve("pages/index.html"), "<p>packed</p>\n".repeat(500));
            system.write("pages: { site: ./pages, route: { path: /, access: public } }");
            system.up();
            assertThat(new Client(system).get("/").status()).isEqualTo(200);
            long server = system.serverPid();

            List<String> libraries = libraries(server);

            Path unpacked = Project.root().resolve("app/target/dist/native");
            assertThat(libraries.stream().filter(each -> each.startsWith(unpacked.toString())))
                    .as("SQLite, epoll and TLS")
                    .hasSize(3);
            assertThat(libraries)
                    .filteredOn(each -> !each.startsWith(unpacked.toString()))
                    .filteredOn(each -> !each.startsWith(system.state().toString()))
                    .noneMatch(each -> each.startsWith("/tmp/"));
            Processes.kill9(server);
            await().until(() -> !Processes.alive(server));
            system.up();
            assertThat(new Client(system).get("/").status()).isEqualTo(200);
        }
        assertThat(left()).isEqualTo(before);
    }

    /** Libraries that are mapped into a process. */
    private static List<String> libraries(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "maps"))) {
            return lines.filter(line -> line.contains(".so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList();
        }
    }

    private static Set<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.filter(file ->
                            OF_LIBRARIES.stream()
                                    .anyMatch(String.valueOf(file.getFileName())::startsWith))
                    .collect(Collectors.toSet());
        }
    }
}
