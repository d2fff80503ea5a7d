package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.driver.Driver;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

class FakeDriverTest extends DriverContract {
    private final FakeDriver fake = new FakeDriver();

    @Override
    protected Driver driver() {
        return fake;
    }

    @Override
    protected Launch programmed(Launch launch, Program program) {
        Behaviour behaviour =
                switch (program) {
                    case RUNS -> Behaviour.RUNS;
                    case SAYS_HELLO -> Behaviour.exits(7, "hello");
                    case STUBBORN -> Behaviour.IGNORES_SIGNALS;
                    case MISSING -> Behaviour.failsToStart("there is no program", "install it");
                };
        fake.script(launch.instance(), behaviour);
        return Launches.withCommand(launch, "program");
    }

    @Override
    protected void restartServer() {
        fake.serverDied();
    }

    @Override
    protected void awaitStubborn(Launch launch) {}

    @Override
    protected void close() {}

    @Test
    void takesBehavioursInTurnAndKeepsTheLast() throws Exception {
        Launch launch = launch(Program.RUNS);
        fake.script(launch.instance(), Behaviour.exits(1), Behaviour.exits(2));
        for (int status : new int[] {1, 2, 2}) {
            assertThat(exit(fake.start(launch)).status()).hasValue(status);
        }
        assertThat(fake.launches()).containsExactly(launch, launch, launch);
    }

    @Test
    void tellsAnExitInTheThreadThatCausesIt() throws Exception {
        Launch launch = launch(Program.RUNS);
        CompletableFuture<Exit> exit = fake.onExit(start(launch)).toCompletableFuture();
        fake.outOfMemory(launch.instance());
        assertThat(exit).isCompletedWithValue(new Exit(OptionalInt.of(137), true));
        assertThat(fake.running()).isEmpty();
    }

    @Test
    void tellsNothingToADeadServer() throws Exception {
        Launch launch = launch(Program.RUNS);
        CompletableFuture<Exit> exit = fake.onExit(start(launch)).toCompletableFuture();
        fake.serverDied();
        fake.exit(launch.instance(), 3);
        assertThat(exit).isNotDone();
    }

    @Test
    void recoversNothingAfterReboot() throws Exception {
        Handle handle = start(Program.RUNS);
        fake.reboot();
        assertThat(fake.recover(handle)).isEmpty();
        Handle next = start(Program.RUNS);
        assertThat(next.pid()).isEqualTo(handle.pid());
        assertThat(next.boot()).isNotEqualTo(handle.boot());
    }

    @Test
    void failsToDestroyWhatCannotBeEnded() throws Exception {
        Launch launch = launch(Program.RUNS);
        fake.script(launch.instance(), Behaviour.CANNOT_BE_ENDED);
        Handle handle = fake.start(launch);
        fake.signal(handle, "KILL");
        assertThatThrownBy(() -> fake.destroy(handle, SOON)).isInstanceOf(IOException.class);
        assertThat(fake.signals()).containsExactly(new FakeDriver.Sent(handle, "KILL"));
    }
}
