package dev.stead.app;

import dev.stead.base.Code;
import dev.stead.base.Rights;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.control.ControlSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
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
    int run() {
        try {
            prepareFolder();
            return runAlone();
        } catch (SteadException e) {
            return ended(e);
        } catch (IOException e) {
            return ended(
                    new SteadException(
                            Code.HOST,
                            "the state folder " + folder.root() + " cannot be used: " + e,
                            "make it writable for this user, with space left; what runs goes on",
                            e));
        }
    }

    private static int ended(SteadException e) {
        LOG.error("the server ends: {} ({})", e.what(), e.mend(), e);
        System.err.println(e.what());
        System.err.println("mend: " + e.mend());
        return 1;
    }

    private int runAlone() throws IOException {
        try (FileChannel file =
                        FileChannel.open(
                                folder.lock(),
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
        }
    }

    private void prepareFolder() throws IOException {
        Rights.makeFolder(folder.root(), StateFolder.MODE);
        new StateRights(folder, Rights.own()).demand();
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
