package dev.stead.agent;

import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.Usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Kills the server before or after any write of a record and any act of the driver; writes without
 * fsync, to be quick. Watches that nothing runs twice.
 */
final class CrashPoints implements Disk {
    /** The server is killed here. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private int left;
    private int passed;

    CrashPoints(int before) {
        left = before;
    }

    /** How many points were passed. */
    int passed() {
        return passed;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        point();
        Path temporary = file.resolveSibling("." + file.getFileName() + "x.tmp");
        Files.write(temporary, content);
        point();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        point();
    }

    @Override
    public void delete(Path file) throws IOException {
        point();
        Files.deleteIfExists(file);
        point();
    }

    Driver around(Driver driver) {
        return new Driver() {
            @Override
            public Handle start(Launch launch) throws DriverException {
                point();
                boolean twice =
                        driver.find(launch.system()).stream()
                                .anyMatch(found -> found.instance().equals(launch.instance()));
                if (twice) {
                    throw new AssertionError(launch.instance() + " would run twice");
                }
                Handle handle = driver.start(launch);
                point();
                return handle;
            }

            @Override
            public Optional<Handle> recover(Handle handle) {
                return driver.recover(handle);
            }

            @Override
            public List<Found> find(String system) {
                return driver.find(system);
            }

            @Override
            public CompletionStage<Exit> onExit(Handle handle) {
                return driver.onExit(handle);
            }

            @Override
            public void signal(Handle handle, String signal) {
                point();
                driver.signal(handle, signal);
                point();
            }

            @Override
            public void destroy(Handle handle, Duration atMost) throws IOException {
                point();
                driver.destroy(handle, atMost);
                point();
            }

            @Override
            public Usage usage(Handle handle) {
                return driver.usage(handle);
            }

            @Override
            public List<String> missingIsolation() {
                return driver.missingIsolation();
            }
        };
    }

    private void point() {
        passed++;
        if (left-- == 0) {
            throw new Killed();
        }
    }
}
