package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.api.Control.ApplyRequest;
import dev.stead.api.Event;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.base.VirtualScheduler;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.disk.DiskCare;
import dev.stead.control.state.StateDatabase;
import dev.stead.testing.FakeAgent;
import dev.stead.testing.FakeGateway;
import dev.stead.testing.FakeHost;
import dev.stead.testing.SmallDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Control on a file system of 64 MiB that somebody else fills, watched as in a server. */
final class FullDiskIT {
    private static final int SIZE = 64 << 20;
    private static final Caller CALLER = new Caller.Owner("test");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir Path folder;
    private final FakeAgent agent = new FakeAgent();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final VirtualScheduler scheduler = new VirtualScheduler("test", System::nanoTime);
    private SmallDisk disk;
    private StateFolder state;
    private DiskCare care;
    private AccountsRole accounts;
    private ControlRole role;

    @BeforeEach
    void start() throws IOException {
        disk = SmallDisk.mount(folder.resolve("disk"), SIZE);
        assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
        state = new StateFolder(Files.createDirectory(disk.folder().resolve("demo")));
        care = new DiskCare(state, disk.folder(), CLOCK, System::nanoTime);
        StateDatabase database = new StateDatabase(state.database(), care.reserve());
        accounts = new AccountsRole(database, state, CLOCK, () -> 0, "boot", new SecureRandom());
        role =
                new ControlRole(
                        new ControlSettings("demo", false, false, "1", 1, Duration.ofSeconds(1)),
                        state,
                        CLOCK,
                        scheduler,
                        agent,
                        new FakeHost(),
                        new FakeGateway(),
                        new Secrets(state.secrets(), new Random(1)),
                        database,
                        accounts,
                        care.disks(),
                        () -> {});
        accounts.start();
        role.start();
        care.start(role.trimmables(), told::add);
        await().until(() -> Files.exists(state.reserve()));
    }

    @AfterEach
    void stop() throws IOException {
        if (role != null) {
            care.close();
            role.close();
            accounts.close();
        }
        scheduler.close();
        disk.close();
    }

    private Control control() {
        return role.control();
    }

    private void apply(String... components) throws IOException {
        Path file = folder.resolve("stead.yaml");
        Files.writeString(
                file,
                "system: demo\ncomponents:\n" + String.join("\n", components).indent(2) + "\n");
        control().apply(CALLER, new ApplyRequest(Optional.of(file), false), FullDiskIT::ignore);
    }

    private static void ignore(Event event) {}

    private List<String> running() {
        return agent.instances().stream().map(InstanceStatus::id).sorted().toList();
    }

    private static final String A = "a: { service: run, route: /a }";
    private static final String B = "b: { service: run, route: /b }";
    private static final String C = "c: { service: run, route: /c }";

    @Test
    void refusesWhatNeedsSpaceAndGoesOnWithTheRest() throws Exception {
        apply(A, B);
        disk.fillUpTo(2 << 20);
        await().until(() -> !told.isEmpty());

        assertThatThrownBy(() -> apply(A, B, C))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.EXHAUSTED);
                            assertThat(e.what())
                                    .contains("the disk " + disk.folder())
                                    .contains("too little space to start new instances");
                            assertThat(e.mend()).contains("what runs goes on");
                        });
        assertThat(running()).containsExactly("a-1", "b-1");
        assertThat(control().status(CALLER).warnings())
                .anyMatch(it ->
                        it.contains("is critically low on space")
                                && it.contains("changes that need space are refused"));

        apply(A);
        assertThat(running()).containsExactly("a-1");

        disk.empty();
        apply(A, C);
        assertThat(running()).containsExactly("a-1", "c-1");
        await().until(() -> control().status(CALLER).warnings().isEmpty());
    }

    @Test
    void aFullDiskCanBeTakenDown() throws Exception {
        apply(A, B);
        for (int i = 0; i < 2; i++) {
            disk.fillUpTo(0);
            await().until(() -> String.join(" ", told).contains("as good as full"));
            assertThat(control().status(CALLER).components()).hasSize(2);
            assertThatThrownBy(() -> apply(A, B, C)).hasMessageContaining("too little space");
        }
        disk.fillUpTo(0);
        control().down(CALLER, FullDiskIT::ignore);
        assertThat(running()).isEmpty();
        assertThat(Files.size(state.reserve())).isLessThan(SIZE / 64);
    }

    @Test
    void oldReleasesGoAndOthersFilesStay() throws Exception {
        Path source = Files.createDirectory(folder.resolve("app"));
        for (int i = 0; i < 3; i++) {
            byte[] content = new byte[2 << 20];
            content[0] = (byte) i;
            Files.write(source.resolve("file"), content);
            apply("ui: { site: ./app, route: / }");
        }
        Path theirs = Files.createDirectory(state.releases("ui").resolve("theirs"));
        Files.write(theirs.resolve("x"), new byte[1 << 20]);
        assertThat(releases()).isEqualTo(3);

        disk.fillUpTo(6 << 20);
        await().until(() -> releases() == 2);
        disk.fillUpTo(6 << 20);
        await().until(() -> releases() == 1);
        disk.fillUpTo(6 << 20);
        await().until(() -> told.getLast().contains("low"));

        assertThat(control().status(CALLER).warnings())
                .anyMatch(it -> it.matches("Stead freed 4(.0)? MiB .* of old releases"));
        assertThat(theirs.resolve("x")).exists();
        assertThat(role.trimmables().getFirst().trim(Long.MAX_VALUE)).isZero();
        assertThat(releases()).as("in use").isEqualTo(1);
    }

    private long releases() throws IOException {
        try (var all = Files.list(state.releases("ui"))) {
            return all.filter(p -> p.getFileName().toString().matches("[0-9a-f]{32}")).count();
        }
    }
}
