package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Sessions;
import dev.stead.api.Trimmable;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What is kept on disk outlives the server, and never harms. */
final class CacheDiskIT {
    private static final CacheRules RULES = new CacheRules(4 << 20, 1 << 20);
    private static final int PATHS = 8;

    private final MovableClock clock = new MovableClock();
    private volatile String said = "";
    @TempDir Path folder;
    private BackEnd backEnd;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        backEnd =
                BackEnd.start(
                        "api-1",
                        (head, in, out) -> {
                            Http.readBody(head, in);
                            Http.sendLines(
                                    out,
                                    "HTTP/1.1 200 X\nCache-Control: max-age=600\n"
                                            + said
                                            + "X-Path: "
                                            + head.target()
                                            + "\nContent-Length: 30000\n\n"
                                            + "x".repeat(30_000));
                            return true;
                        });
        serve();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
    }

    private void serve() {
        gateway = new TestGateway(folder, Sessions.NONE, clock);
        gateway.serve(TestGateway.kept("/", new Access.Public(), RULES, backEnd));
    }

    private void restart() {
        gateway.close();
        serve();
    }

    private CacheFigures figures() {
        return Objects.requireNonNull(gateway.gateway().cacheFigures().get("api"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/api"))) {
            return files.sorted().toList();
        }
    }

    private void getAll() throws IOException {
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < PATHS; i++) {
                RawClient.Reply reply = client.get("/" + i);
                assertThat(reply.body()).hasSize(30_000);
                assertThat(reply.header("X-Path")).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void isThereAfterARestart() throws Exception {
        getAll();
        restart();
        await().until(() -> figures().diskBytes() > PATHS * 30_000);
        getAll();
        assertThat(backEnd.requests()).hasSize(PATHS);
        assertThat(figures().hits()).isEqualTo(PATHS);
        assertThat(permissions(folder.resolve("cache/api"))).isEqualTo("rwx------");
    }

    @Test
    void whatIsDamagedIsAskedForAnewAndRemoved() throws Exception {
        getAll();
        gateway.close();
        List<Path> files = files();
        assertThat(files).hasSize(PATHS);
        for (int i = 0; i < PATHS; i++) {
            byte[] bytes = Files.readAllBytes(files.get(i));
            int[] places = {0, 9, 13, 18, 40, 200, bytes.length / 2, bytes.length - 1};
            bytes[places[i]] ^= 4;
            Files.write(files.get(i), bytes);
        }
        serve();
        getAll();
        assertThat(backEnd.requests()).hasSize(2 * PATHS);
        await().until(() -> files().size() == PATHS && files().stream().noneMatch(files::contains));
    }

    @Test
    void whatSteadDidNotMakeStays() throws Exception {
        getAll();
        gateway.close();
        Path notes = Files.writeString(folder.resolve("cache/api/notes.kept"), "x");
        Path sub = Files.createDirectories(folder.resolve("cache/api/backup"));
        serve();
        await().until(() -> figures().diskBytes() > PATHS * 30_000);
        trimmable().trim(Long.MAX_VALUE);
        gateway.gateway().purge("api", Optional.empty());
        gateway.serve(TestGateway.proxied("/", backEnd));
        gateway.close();
        assertThat(files()).containsExactly(sub, notes);
    }

    @Test
    void givesSpaceBackAndTakesNoneUntilThereIsPlentyAgain() throws Exception {
        getAll();
        await().until(() -> files().size() == PATHS);
        long freed = trimmable().trim(100_000);
        assertThat(freed).isBetween(100_000L, 150_000L);
        int left = files().size();
        assertThat(left).isEqualTo(PATHS - 3);
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 3 * PATHS; i++) {
                assertThat(client.get("/more" + i).body()).hasSize(30_000);
            }
        }
        await().until(() -> figures().diskBytes() <= (long) left * 35_000);
        await().until(() -> files().size() <= left);
        trimmable().recover();
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < PATHS; i++) {
                client.get("/late" + i);
            }
        }
        await().until(() -> files().size() > left);
    }

    private Trimmable trimmable() {
        return gateway.gateway().trimmables().getFirst();
    }

    @Test
    void whatIsCutShortIsAskedForAnew() throws Exception {
        getAll();
        gateway.close();
        List<Path> files = files();
        for (int i = 0; i < PATHS; i++) {
            byte[] bytes = Files.readAllBytes(files.get(i));
            Files.write(files.get(i), Arrays.copyOf(bytes, i * bytes.length / PATHS));
        }
        serve();
        getAll();
        assertThat(backEnd.requests()).hasSize(2 * PATHS);
    }

    @Test
    void whatWasPurgedOrChangedStaysAway() throws Exception {
        getAll();
        assertThat(gateway.gateway().purge("api", Optional.of("/1"))).isEqualTo(1);
        try (RawClient client = gateway.connect()) {
            client.ask("POST /2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        }
        restart();
        await().until(() -> figures().diskBytes() > (PATHS - 2) * 30_000);
        getAll();
        assertThat(backEnd.requests()).hasSize(PATHS + 3);
    }

    @Test
    void staysWithinItsBytesAndLetsGoOfWhatWasUsedLongestAgo() throws Exception {
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 60; i++) {
                client.get("/" + i);
                assertThat(figures().diskBytes()).isLessThanOrEqualTo(RULES.disk());
            }
        }
        restart();
        await().until(() -> figures().diskBytes() > RULES.disk() / 2);
        assertThat(figures().diskBytes()).isLessThanOrEqualTo(RULES.disk());
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/59").header("Cache-Status")).startsWith("stead; hit");
            assertThat(client.get("/0").header("Cache-Status")).startsWith("stead; fwd");
        }
    }

    @Test
    void whatIsKeptLaterIsForNobodyElseEither() throws Exception {
        gateway.close();
        gateway = new TestGateway(folder, Sessions.NONE, clock);
        CacheRules without = new CacheRules(RULES.memory(), 0);
        gateway.serve(TestGateway.kept("/", new Access.Public(), without, backEnd));
        gateway.serve(TestGateway.kept("/", new Access.Public(), RULES, backEnd));
        getAll();
        gateway.close();
        assertThat(files()).hasSize(PATHS).allMatch(file -> permissions(file).equals("rw-------"));
        assertThat(permissions(folder.resolve("cache/api"))).isEqualTo("rwx------");
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void keepsSoManyAnswersToOneAddressOnly() throws Exception {
        said = "Vary: Accept-Language\n";
        CacheRules roomy = new CacheRules(RULES.memory(), 16 << 20);
        gateway.serve(TestGateway.kept("/", new Access.Public(), roomy, backEnd));
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 100; i++) {
                client.get("/a", "Accept-Language: l" + i);
            }
        }
        gateway.close();
        assertThat(files()).hasSize(64);
    }

    @Test
    void whatTurnedOutToBeWrongStaysAway() throws Exception {
        getAll();
        await().until(() -> files().size() == PATHS);
        clock.go(Duration.ofSeconds(601));
        said = "CDN-Cache-Control: no-store\n";
        getAll();
        await().until(() -> files().isEmpty());
    }

    @Test
    void aDiskThatHangsKeepsNobodyWaiting() throws Exception {
        getAll();
        restart();
        await().until(() -> figures().diskBytes() > PATHS * 30_000);
        List<Path> pipes = files();
        for (Path file : pipes) {
            Files.delete(file);
            new ProcessBuilder("mkfifo", file.toString()).start().onExit().join();
        }
        getAll();
        assertThat(backEnd.requests()).hasSize(2 * PATHS);
        letGo(pipes);
    }

    /** Whoever waits for a pipe's other end finds nothing of use in it. */
    private void letGo(List<Path> pipes) throws IOException {
        List<FileChannel> ends = new ArrayList<>();
        for (Path pipe : pipes) {
            if (Files.exists(pipe)) {
                FileChannel end =
                        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
                end.write(ByteBuffer.wrap(new byte[64]));
                ends.add(end);
            }
        }
        gateway.close();
        for (FileChannel end : ends) {
            end.close();
        }
    }

    @Test
    void goesWithTheWishToKeep() throws Exception {
        getAll();
        gateway.serve(TestGateway.proxied("/", backEnd));
        await().until(() -> files().isEmpty());
        gateway.serve(TestGateway.kept("/", new Access.Public(), RULES, backEnd));
        getAll();
        assertThat(backEnd.requests()).hasSize(2 * PATHS);
    }
}
