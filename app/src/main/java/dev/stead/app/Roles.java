package dev.stead.app;

import dev.stead.agent.DebianHost;
import dev.stead.agent.HostPaths;
import dev.stead.agent.LocalMachine;
import dev.stead.agent.ProcessAgent;
import dev.stead.agent.Surroundings;
import dev.stead.api.ControlHttp;
import dev.stead.api.Trimmable;
import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.base.VirtualScheduler;
import dev.stead.console.ConsoleRole;
import dev.stead.control.ControlRole;
import dev.stead.control.ControlSettings;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.disk.DiskCare;
import dev.stead.control.state.StateDatabase;
import dev.stead.driver.ProcessDriver;
import dev.stead.gateway.CertificateSettings;
import dev.stead.gateway.GatewayFiles;
import dev.stead.gateway.GatewaySettings;
import dev.stead.gateway.NettyGateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every role in one process, each with the objects of the others: the place that knows them all.
 * Construct -> start -> use -> close, in reverse order of start.
 */
final class Roles implements AutoCloseable {
    private static final long LOG_LIMIT = 10L << 20;
    private static final long LAST_ANSWER_MILLIS = 200;

    private final StateFolder folder;
    private final DiskCare disks;
    private final DebianHost host;
    private final VirtualScheduler scheduler;
    private final ProcessDriver driver;
    private final ProcessAgent agent;
    private final AccountsRole accounts;
    private final NettyGateway gateway;
    private final ControlRole control;
    private final Vertx vertx;
    private final ControlHttp http;
    private final ConsoleRole console;
    private final IdleCollection collection;

    Roles(ControlSettings settings, StateFolder folder, CountDownLatch ended) {
        this.folder = folder;
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Secrets secrets = new Secrets(folder.secrets(), random);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        this.disks = new DiskCare(folder, temporary, clock, System::nanoTime);
        this.scheduler = new VirtualScheduler("work", System::nanoTime);
        this.collection = new IdleCollection(scheduler, new IdleCollection.Own());
        Supplier<String> ids = () -> UUID.randomUUID().toString().replace("-", "");
        this.host =
                new DebianHost(
                        settings.system(),
                        folder,
                        HostPaths.below(Path.of("/")),
                        settings.root(),
                        clock,
                        random,
                        ids);
        this.driver = new ProcessDriver(Path.of("/proc"), folder.launches());
        this.agent =
                new ProcessAgent(
                        settings.system(),
                        folder,
                        driver,
                        secrets,
                        host::userOf,
                        new Surroundings(clock, scheduler, random, ids),
                        LOG_LIMIT,
                        LocalMachine.real(scheduler, disks.reserve()));
        StateDatabase database = new StateDatabase(folder.database(), disks.reserve());
        this.accounts =
                new AccountsRole(
                        database, folder, clock, Machine::uptimeMillis, Machine.bootId(), random);
        this.gateway =
                new NettyGateway(
                        GatewaySettings.standard(),
                        clock,
                        new SplittableRandom(random.nextLong()),
                        accounts.sessions(),
                        CertificateSettings.standard()
                                .withOcspFolder(folder.tls().resolve("ocsp"))
                                .on(disks.disks()),
                        new GatewayFiles(
                                Optional.of(folder.cache()), Optional.of(folder.accessLog())));
        this.control =
                new ControlRole(
                        settings,
                        folder,
                        clock,
                        scheduler,
                        agent,
                        host,
                        gateway,
                        secrets,
                        database,
                        accounts,
                        disks.disks(),
                        ended::countDown);
        this.vertx = Vertx.vertx(withoutFiles());
        this.http =
                new ControlHttp(
                        control.control(),
                        control.engines(),
                        accounts.accounts(),
                        accounts.audit(),
                        List.of(
                                gateway.metrics(),
                                disks.metrics(),
                                new ProcessMetrics(settings.version())),
                        settings.version(),
                        Version.build(),
                        vertx);
        this.console =
                new ConsoleRole(
                        control.control(),
                        accounts.accounts(),
                        accounts.signIn(),
                        accounts.audit(),
                        control.engines(),
                        vertx,
                        clock,
                        api ->
                                api.route("/*")
                                        .subRouter(
                                                http.web(
                                                        () -> accounts.signIn().place().origin())));
    }

    /** Nothing is served from files, so nothing is copied into the temporary folder. */
    private static VertxOptions withoutFiles() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false));
    }

    /** Returns when everything that was taken up is watched and served, and the socket answers. */
    void start() throws IOException {
        host.start();
        agent.start();
        accounts.start();
        console.start(folder.consoleSocket());
        control.start();
        disks.start(trimmables(), agent::tell);
        Files.deleteIfExists(folder.socket());
        http.start(folder.socket());
        collection.start();
    }

    /** What can go when a disk gets full, in this order. */
    private List<Trimmable> trimmables() {
        return Stream.of(gateway.trimmables(), agent.trimmables(), control.trimmables())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        try {
            // The answer to the command that ended the server is still on its way.
            new CountDownLatch(1).await(LAST_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            Files.deleteIfExists(folder.socket());
            Files.deleteIfExists(folder.consoleSocket());
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the control socket cannot be removed: " + e.getMessage(),
                    "",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        collection.close();
        disks.close();
        console.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        gateway.close();
        control.close();
        accounts.close();
        agent.close();
        scheduler.close();
        driver.close();
    }
}
