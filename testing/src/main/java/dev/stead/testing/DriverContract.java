package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.Usage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What every driver does, as far as the interface shows it. */
public abstract class DriverContract {
    /** What a launched program does. */
    public enum Program {
        /** Runs until a signal ends it. */
        RUNS,
        /** Writes the line {@code hello} and ends with status 7. */
        SAYS_HELLO,
        /** Has a child, and both ignore TERM. */
        STUBBORN,
        /** Cannot be started. */
        MISSING
    }

    /** Longest that anything in this suite may take. */
    protected static final Duration SOON = Duration.ofSeconds(20);

    /** The system of {@link #launch}; its own in each test. */
    protected final String system = "contract-" + Long.toHexString(System.nanoTime());

    @TempDir protected Path folder;

    private final List<Handle> started = new ArrayList<>();
    private int launches;

    /** The driver under test; the same in all of one test but after {@link #restartServer}. */
    protected abstract Driver driver();

    /** Says how to launch such a program, whose other properties are those of this launch. */
    protected abstract Launch programmed(Launch launch, Program program);

    /** From now on {@link #driver} is that of a server that did not start what runs. */
    protected abstract void restartServer();

    /** Waits until a program that was just started ignores what it is to ignore. */
    protected abstract void awaitStubborn(Launch launch);

    /** Called after each test, when all is destroyed. */
    protected abstract void close();

    /** Ends what a test left. */
    @AfterEach
    public final void destroyAll() throws IOException {
        for (Handle handle : started) {
            driver().destroy(handle, SOON);
        }
        close();
    }

    @Test
    void runsUntilSignalled() throws Exception {
        Handle handle = start(Program.RUNS);
        assertThat(driver().recover(handle)).contains(handle);
        driver().signal(handle, "TERM");
        assertThat(exit(handle)).isEqualTo(new Exit(OptionalInt.of(143), false));
        assertThat(driver().recover(handle)).isEmpty();
    }

    @Test
    void tellsExitStatusAlsoLater() throws Exception {
        Handle handle = start(Program.SAYS_HELLO);
        Exit expected = new Exit(OptionalInt.of(7), false);
        assertThat(exit(handle)).isEqualTo(expected);
        assertThat(exit(handle)).isEqualTo(expected);
    }

    @Test
    void appendsOutput() throws Exception {
        Launch launch = launch(Program.SAYS_HELLO);
        Files.writeString(launch.output(), "before\n");
        exit(start(launch));
        assertThat(launch.output()).hasContent("before\nhello\n");
    }

    @Test
    void knowsLaunchesApart() throws Exception {
        Handle first = start(Program.RUNS);
        Handle second = start(Program.RUNS);
        assertThat(first).isNotEqualTo(second);
        driver().destroy(first, SOON);
        assertThat(driver().recover(first)).isEmpty();
        assertThat(driver().recover(second)).contains(second);
    }

    @Test
    void destroysWhatIgnoresSignals() throws Exception {
        Launch launch = launch(Program.STUBBORN);
        Handle handle = start(launch);
        awaitStubborn(launch);
        driver().signal(handle, "TERM");
        assertThat(driver().recover(handle)).contains(handle);
        driver().destroy(handle, SOON);
        assertThat(driver().recover(handle)).isEmpty();
        assertThat(driver().find(system)).isEmpty();
        assertThat(exit(handle).status()).hasValue(137);
    }

    @Test
    void destroysAgainWithoutHarm() throws Exception {
        Handle handle = start(Program.RUNS);
        driver().destroy(handle, SOON);
        driver().destroy(handle, SOON);
        driver().signal(handle, "TERM");
        assertThat(driver().usage(handle)).isEqualTo(Usage.NONE);
    }

    @Test
    void destroysAfterAnExit() throws Exception {
        Handle handle = start(Program.SAYS_HELLO);
        exit(handle);
        driver().destroy(handle, SOON);
        assertThat(driver().find(system)).isEmpty();
    }

    @Test
    void leavesNothingWhenStartFails() {
        Launch launch = launch(Program.MISSING);
        assertThatThrownBy(() -> driver().start(launch))
                .isInstanceOfSatisfying(
                        DriverException.class,
                        e -> {
                            assertThat(e.getMessage()).contains(launch.command().getFirst());
                            assertThat(e.mend()).isNotBlank();
                        });
        assertThat(driver().find(system)).isEmpty();
    }

    @Test
    void findsWhatRunsAndNothingElse() throws Exception {
        Launch launch = launch(Program.RUNS);
        Handle running = start(launch);
        exit(start(Program.SAYS_HELLO));
        assertThat(driver().find(system))
                .containsExactly(new Driver.Found(running, launch.instance(), launch.launch()));
        assertThat(driver().find(system + "-other")).isEmpty();
    }

    @Test
    void adoptsAfterRestartOfTheServer() throws Exception {
        Launch launch = launch(Program.RUNS);
        Handle handle = start(launch);
        restartServer();
        assertThat(driver().recover(handle)).contains(handle);
        assertThat(driver().find(system))
                .containsExactly(new Driver.Found(handle, launch.instance(), launch.launch()));
        CompletableFuture<Exit> exit = driver().onExit(handle).toCompletableFuture();
        assertThat(exit).isNotDone();
        driver().signal(handle, "TERM");
        assertThat(exit.get(SOON.toSeconds(), TimeUnit.SECONDS).status()).isEmpty();
        assertThat(driver().recover(handle)).isEmpty();
    }

    @Test
    void destroysWhatItAdopted() throws Exception {
        Handle handle = start(Program.STUBBORN);
        restartServer();
        driver().destroy(handle, SOON);
        assertThat(driver().find(system)).isEmpty();
        assertThat(exit(handle).status()).isEmpty();
    }

    @Test
    void recoversNeitherTheEndedNorTheForeign() throws Exception {
        Handle ended = start(Program.SAYS_HELLO);
        Handle running = start(Program.RUNS);
        exit(ended);
        restartServer();
        long start = running.startTime();
        assertThat(driver().recover(ended)).isEmpty();
        assertThat(driver().recover(changed(running, start + 1, running.boot()))).isEmpty();
        assertThat(driver().recover(changed(running, start, "another"))).isEmpty();
        assertThat(exit(changed(running, start + 1, running.boot())).status()).isEmpty();
        driver().signal(changed(running, start + 1, running.boot()), "KILL");
        assertThat(driver().recover(running)).contains(running);
    }

    @Test
    void tellsUsageOfWhatRuns() throws Exception {
        Handle handle = start(Program.RUNS);
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(driver().usage(handle).memory()).isPositive();
                    assertThat(driver().usage(handle).processes()).isPositive();
                });
    }

    /** Starts such a program; it is destroyed after the test. */
    protected final Handle start(Program program) throws DriverException {
        return start(launch(program));
    }

    /** Starts a program; it is destroyed after the test. */
    protected final Handle start(Launch launch) throws DriverException {
        Handle handle = driver().start(launch);
        started.add(handle);
        return handle;
    }

    /** A launch of an instance of its own. */
    protected final Launch launch(Program program) {
        launches++;
        Launch launch =
                new Launch(
                        system,
                        "instance-" + launches,
                        system + "-" + launches,
                        List.of(),
                        folder,
                        new java.util.TreeMap<>(java.util.Map.of("PATH", "/usr/bin:/bin")),
                        folder.resolve("output-" + launches),
                        java.util.Optional.empty(),
                        dev.stead.model.Limits.NONE);
        return programmed(launch, program);
    }

    /** Waits for its exit. */
    protected final Exit exit(Handle handle) throws Exception {
        return driver().onExit(handle)
                .toCompletableFuture()
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static Handle changed(Handle handle, long startTime, String boot) {
        return new Handle(handle.launch(), handle.instance(), handle.pid(), startTime, boot);
    }
}
