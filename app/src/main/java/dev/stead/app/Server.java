package dev.stead.app;

import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.control.ControlSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One system's server: every role in one process. Its end, however it comes, touches no instance;
 * only {@code stead down} stops them.
 */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** The exit status of a server that finds another one in its place. */
    static final int ANOTHER_RUNS = 75;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final String system;
    private final StateFolder folder;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    Server(String system, StateFolder folder) {
        this.system = system;
        this.folder = folder;
    }

    /**
     * Runs until the system is taken down or the process is asked to end; returns the exit status.
     */
    int run() throws IOException {
        prepareFolder();
        try (FileChannel file =
                        FileChannel.open(
                                folder.root().resolve("server.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null || !lock.isValid()) {
                System.err.println("another server runs " + system);
                return ANOTHER_RUNS;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::endInOrder));
            serve();
            return 0;
        } catch (SteadException e) {
            LOG.error("the server ends: {} ({})", e.what(), e.mend(), e);
            System.err.println(e.what());
            System.err.println(e.mend());
            return 1;
        }
    }

    private void prepareFolder() throws IOException {
        Files.createDirectories(folder.root());
        // Components' users pass through to their own folders; they cannot list it.
        Files.setPosixFilePermissions(
                folder.root(),
                PosixFilePermissions.fromString(Machine.isRoot() ? "rwx--x--x" : "rwx------"));
        Path parent = folder.root().getParent();
        if (Machine.isRoot() && parent != null && parent.equals(Path.of("/var/lib/stead"))) {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** What SIGTERM and SIGHUP start: open requests are answered, instances are left alone. */
    private void endInOrder() {
        ended.countDown();
        try {
            if (!finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the server ends although not everything let go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() throws IOException {
        ControlSettings settings =
                new ControlSettings(
                        system,
                        Machine.isRoot(),
                        Machine.hasIpv6(),
                        Version.read(),
                        ProcessHandle.current().pid(),
                        DRAIN);
        try (Roles roles = new Roles(settings, folder, ended)) {
            roles.start();
            LOG.info("the server of {} serves", system);
            ended.await();
            LOG.info("the server of {} ends", system);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished.countDown();
        }
    }
}
