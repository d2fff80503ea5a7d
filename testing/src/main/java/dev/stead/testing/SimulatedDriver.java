package dev.stead.testing;

import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.Usage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The driver of one simulated server: each act takes time, may be the last before the server is
 * killed, and is shown to a watch first, which fails when it should not be.
 */
public final class SimulatedDriver implements Driver {
    /** Sees what the server is about to do. */
    public interface Watch {
        /** A start; nothing of it runs yet. */
        void starts(Launch launch);

        /** A signal, or the end by force of a program that runs. */
        void ends(SimulatedProgram program);
    }

    private final FakeDriver driver;
    private final SimulatedPrograms programs;
    private final SimulatedServer server;
    private final Watch watch;

    SimulatedDriver(
            FakeDriver driver, SimulatedPrograms programs, SimulatedServer server, Watch watch) {
        this.driver = driver;
        this.programs = programs;
        this.server = server;
        this.watch = watch;
    }

    @Override
    public Handle start(Launch launch) throws DriverException {
        act();
        watch.starts(launch);
        Handle handle = driver.start(launch);
        programs.started(launch, handle);
        act();
        return handle;
    }

    @Override
    public Optional<Handle> recover(Handle handle) {
        server.point();
        return driver.recover(handle);
    }

    @Override
    public List<Found> find(String system) {
        server.point();
        return driver.find(system);
    }

    @Override
    public CompletionStage<Exit> onExit(Handle handle) {
        return driver.onExit(handle);
    }

    @Override
    public void signal(Handle handle, String signal) {
        act();
        shown(handle);
        driver.signal(handle, signal);
        act();
    }

    @Override
    public void destroy(Handle handle, Duration atMost) throws IOException {
        act();
        if (programs.program(handle).filter(p -> p.isHeld(programs.now())).isPresent()
                && driver.recover(handle).isPresent()) {
            server.spend(atMost);
            throw new IOException(handle.instance() + " is still there");
        }
        shown(handle);
        driver.destroy(handle, atMost);
        act();
    }

    private void shown(Handle handle) {
        if (programs.isForeign(handle)) {
            throw new AssertionError("a foreign program would be ended: " + handle);
        }
        if (driver.recover(handle).isPresent()) {
            programs.program(handle).ifPresent(watch::ends);
        }
    }

    @Override
    public Usage usage(Handle handle) {
        return driver.usage(handle);
    }

    @Override
    public List<String> missingIsolation() {
        return driver.missingIsolation();
    }

    private void act() {
        server.point();
        server.spend(programs.pause());
        server.point();
    }
}
