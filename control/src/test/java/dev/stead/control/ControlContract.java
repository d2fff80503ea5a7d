package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Audit;
import dev.stead.api.Caller;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Control;
import dev.stead.api.Diagnosis;
import dev.stead.api.Disks;
import dev.stead.api.Event;
import dev.stead.api.HostFacts;
import dev.stead.api.InstanceStatus;
import dev.stead.api.RouteTable;
import dev.stead.api.SystemStatus.CertificateView;
import dev.stead.api.SystemStatus.Trouble;
import dev.stead.base.Code;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.base.VirtualScheduler;
import dev.stead.control.accounts.AccountsRole;
import dev.stead.control.state.StateDatabase;
import dev.stead.model.CacheRules;
import dev.stead.model.InstanceState;
import dev.stead.testing.FakeAgent;
import dev.stead.testing.FakeFacts;
import dev.stead.testing.FakeGateway;
import dev.stead.testing.FakeHost;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What every {@link Control} holds, over real SQLite and real folders, with an agent, a host and a
 * gateway in memory: the role itself and its client alike.
 */
abstract class ControlContract {
    private static final Caller CALLER = new Caller.Owner("test");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final HostFacts.Memory LITTLE =
            new HostFacts.Memory(64L << 20, 32L << 20, 0, OptionalLong.empty());

    @TempDir Path folder;
    private final FakeAgent agent = new FakeAgent();
    private final FakeHost host = new FakeHost();
    private final FakeGateway gateway = new FakeGateway();
    private final List<Event> events = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Server> servers = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/main.py"), "print(1)");
        servers.add(server());
    }

    @AfterEach
    void stop() {
        servers.getLast().close();
    }

    private record Server(AccountsRole accounts, ControlRole role, VirtualScheduler scheduler) {
        Control control() {
            return role.control();
        }

        void start() {
            accounts.start();
            role.start();
        }

        void close() {
            role.close();
            accounts.close();
            scheduler.close();
        }
    }

    private Server server() {
        StateFolder state = new StateFolder(folder.resolve("state"));
        StateDatabase database = new StateDatabase(state.database());
        AccountsRole accounts =
                new AccountsRole(database, state, CLOCK, () -> 0, "boot", new SecureRandom());
        VirtualScheduler scheduler = new VirtualScheduler("work", System::nanoTime);
        ControlRole role =
                new ControlRole(
                        new ControlSettings("demo", false, false, "1", 1, Duration.ofSeconds(1)),
                        state,
                        CLOCK,
                        scheduler,
                        agent,
                        host,
                        gateway,
                        new Secrets(state.secrets(), new Random(1)),
                        database,
                        accounts,
                        Disks.UNWATCHED,
                        ended::countDown);
        Server server = new Server(accounts, role, scheduler);
        server.start();
        return server;
    }

    Control control() {
        Server server = servers.getLast();
        return reach(server.control(), server.accounts(), folder);
    }

    /**
     * The way in which commands reach a control.
     *
     * @param folder for what that needs
     */
    abstract Control reach(Control control, AccountsRole accounts, Path folder);

    private Path file(String components) throws IOException {
        Path file = folder.resolve("stead.yaml");
        Files.writeString(
                file,
                "system: demo\ncomponents:\n"
                        + components.lines().map(l -> "  " + l + "\n").reduce("", String::concat));
        return file;
    }

    private void apply(String components) throws IOException {
        control().apply(CALLER, request(file(components)), events::add);
    }

    private static Control.ApplyRequest request(Path file) {
        return new Control.ApplyRequest(Optional.of(file), false);
    }

    private static String service(String name, int replicas, String argument) {
        return name
                + ": { service: 'run --port ${PORT} "
                + argument
                + "', source: ./app, route: /"
                + name
                + ", replicas: "
                + replicas
                + " }\n";
    }

    private List<String> running() {
        return agent.instances().stream().map(InstanceStatus::id).sorted().toList();
    }

    @Test
    void startsEverythingAndRoutesToWhatIsHealthy() throws IOException {
        apply(service("api", 2, "a") + "ui: { site: ./app, route: / }\n");

        assertThat(running()).containsExactly("api-1", "api-2");
        assertThat(gateway.endpoints("api")).containsExactly("api-1", "api-2");
        assertThat(control().status(CALLER).components())
                .extracting(c -> c.name() + " " + c.state())
                .containsExactly("api healthy", "ui healthy");
    }

    @Test
    void saysUntilWhenCertificatesAreGoodAndWhatTroubleThereIs() throws IOException {
        Instant end = Instant.parse("2027-02-03T04:05:06Z");
        gateway.show(
                new CertificateStatus(
                        List.of("demo.example", "stead.demo.example"),
                        "CN=Authority",
                        end.minusSeconds(100),
                        end,
                        CertificateStatus.Source.LOCAL_UNTIL_ACME,
                        Optional.of(end.minusSeconds(10)),
                        Optional.of(
                                new CertificateStatus.Failure(
                                        end.minusSeconds(20), "nobody answers", "ask again"))),
                new CertificateStatus(
                        List.of("files.example"),
                        "CN=Other",
                        end.minusSeconds(100),
                        end,
                        CertificateStatus.Source.FILES,
                        Optional.empty(),
                        Optional.empty()));
        apply(service("api", 1, "a"));

        assertThat(control().status(CALLER).certificates())
                .containsExactly(
                        new CertificateView(
                                List.of("demo.example", "stead.demo.example"),
                                "local-until-acme",
                                "CN=Authority",
                                end,
                                Optional.of(end.minusSeconds(10)),
                                Optional.of(
                                        new Trouble(
                                                end.minusSeconds(20),
                                                "nobody answers",
                                                "ask again"))),
                        new CertificateView(
                                List.of("files.example"),
                                "files",
                                "CN=Other",
                                end,
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void changesNothingWhenTheFileIsTheSame() throws IOException {
        apply(service("api", 2, "a"));
        List<String> before = agent.calls();

        apply(service("api", 2, "a"));

        assertThat(agent.calls()).isEqualTo(before);
    }

    @Test
    void replacesOneInstanceAtATimeNewBeforeOld() throws IOException {
        apply(service("api", 2, "a"));

        apply(service("api", 2, "b"));

        assertThat(agent.calls())
                .containsExactly(
                        "run api-1",
                        "run api-2",
                        "run api-3",
                        "stop api-1",
                        "run api-4",
                        "stop api-2");
        assertThat(gateway.endpoints("api")).containsExactly("api-3", "api-4");
    }

    @Test
    void leavesTheOldServingWhenTheNewIsNeverHealthy() throws IOException {
        apply(service("api", 1, "a"));
        agent.sickens(spec -> spec.command().contains("b"));

        assertThatThrownBy(() -> apply(service("api", 1, "b")))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.COMPONENT);
                            assertThat(e.what())
                                    .contains("api-2 did not become healthy")
                                    .contains("exit status 1")
                                    .contains("api-2 wrote this");
                            assertThat(e.mend()).contains("api-1 still serves");
                        });
        assertThat(running()).containsExactly("api-1");
        assertThat(gateway.endpoints("api")).containsExactly("api-1");
    }

    @Test
    void stopsWhatTheFileNoLongerNamesAfterItsRouteIsGone() throws IOException {
        apply(service("api", 1, "a") + service("old", 1, "a"));

        apply(service("api", 1, "a"));

        assertThat(running()).containsExactly("api-1");
        assertThat(gateway.endpoints("old")).isEmpty();
    }

    @Test
    void aChangedSourceMakesANewRelease() throws IOException {
        apply(service("api", 1, "a"));
        Path before = agent.instances().getFirst().spec().folder().orElseThrow();
        Files.writeString(folder.resolve("app/main.py"), "print(2)");

        Control.PlanView plan =
                control().plan(CALLER, Control.PlanRequest.of(folder.resolve("stead.yaml")));
        apply(service("api", 1, "a"));

        assertThat(plan.changes())
                .singleElement()
                .extracting(Control.Change::why)
                .asString()
                .startsWith("source changed from " + before.getFileName());
        Path after = agent.instances().getFirst().spec().folder().orElseThrow();
        assertThat(after.resolve("main.py")).hasContent("print(2)");
        assertThat(before.resolve("main.py")).hasContent("print(1)");
    }

    @Test
    void writesNothingIntoTheSourceFolder() throws IOException {
        List<Path> before = tree();

        apply(service("api", 1, "a"));

        assertThat(tree()).isEqualTo(before);
    }

    private List<Path> tree() throws IOException {
        try (var paths = Files.walk(folder.resolve("app"))) {
            return paths.sorted().toList();
        }
    }

    @Test
    void refusesAnotherFileOfTheSameSystem() throws IOException {
        apply(service("api", 1, "a"));
        Path other = folder.resolve("other.yaml");
        Files.copy(folder.resolve("stead.yaml"), other);

        assertThatThrownBy(() -> control().apply(CALLER, request(other), events::add))
                .hasMessageContaining("already runs from another file")
                .hasMessageContaining("stead.yaml");
    }

    @Test
    void saysWhichPackagesAreMissingAndStartsNothing() {
        host.lacks("redis-server");

        assertThatThrownBy(() -> apply("cache: { redis: 7 }\n"))
                .hasMessage("packages are missing: redis-server");
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void saysThatAPortIsTakenBeforeAnythingStarts() {
        gateway.takePort();

        assertThatThrownBy(() -> apply(service("api", 1, "a"))).hasMessage("port 443 is taken");
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void saysWhichSecretIsMissing() {
        assertThatThrownBy(() ->
                        apply(
                                "api: { service: run, env: { KEY: { secret: mail-key,"
                                        + " generate: false } } }\n"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what()).contains("the secret mail-key (for KEY)");
                            assertThat(e.mend()).contains("stead secret set FILE mail-key");
                        });
    }

    @Test
    void failsWithTheLastLinesWhenAPrepareCommandFails() {
        host.commandsExit(3);

        assertThatThrownBy(() ->
                        apply("api: { service: run, source: ./app, prepare: make it" + " }\n"))
                .hasMessageContaining("`make it` ended with exit status 3")
                .hasMessageContaining("it was run");
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void preparesAReleaseOnce() throws IOException {
        apply("api: { service: run, source: ./app, prepare: make it }\n");
        apply("api: { service: run, source: ./app, prepare: make it, replicas: 2 }\n");

        assertThat(host.commands()).containsExactly("/bin/sh -c make it");
    }

    @Test
    void downStopsInReverseOrderOfNeedsAndEndsTheServer() throws IOException {
        apply(
                "a: { service: run, needs: [b] }\nb: { service: run, needs: [c] }\n"
                        + "c: { service: run }\n");

        control().down(CALLER, events::add);

        assertThat(agent.calls())
                .containsExactly(
                        "run c-1", "run b-1", "run a-1", "stop a-1", "stop b-1", "stop c-1");
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void takesUpRoutesWhenTheServerIsStartedAgain() throws IOException {
        apply(service("api", 1, "a"));
        servers.getLast().close();
        agent.revive();

        servers.add(server());

        assertThat(gateway.endpoints("api")).containsExactly("api-1");
        agent.change("api-1", InstanceState.UNHEALTHY);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(gateway.endpoints("api")).isEmpty());
    }

    /** Killed before any of the agent's calls, the same apply again ends as an undisturbed one. */
    @Test
    void anApplyThatWasCutOffAnywhereIsFinishedByTheNext() throws IOException {
        for (int calls = 0; calls < 5; calls++) {
            apply(service("api", 2, "a" + calls));
            agent.dieAfter(calls);
            String next = service("api", 2, "b" + calls) + service("more", 1, "x");
            int cut = calls;
            assertThatThrownBy(() -> apply(next)).as("cut off after " + cut).isNotNull();
            servers.getLast().close();
            agent.revive();
            servers.add(server());

            apply(next);

            assertThat(agent.instances())
                    .hasSize(3)
                    .filteredOn(i -> i.component().equals("api"))
                    .hasSize(2)
                    .allMatch(i -> i.spec().command().contains("b" + cut));
            apply(service("api", 2, "a" + calls));
        }
    }

    @Test
    void secondApplyAtTheSameTimeIsToldWhoHoldsTheLock() throws Exception {
        apply(service("api", 1, "a"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        Path file = file(service("api", 1, "b"));
        // Not held up where it is told of progress: a client that reads slowly holds up nothing.
        agent.sickens(spec -> {
            inside.countDown();
            awaitQuietly(second);
            return false;
        });
        Thread first =
                Thread.ofVirtual()
                        .start(() ->
                                control()
                                        .apply(
                                                new Caller.Owner("anna"),
                                                request(file),
                                                events::add));
        try {
            assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatThrownBy(
                            () -> control().apply(new Caller.Owner("bert"), request(file), e -> {}))
                    .hasMessageContaining("another apply is under way, by anna");
        } finally {
            second.countDown();
            first.join();
        }
        assertThat(running()).containsExactly("api-2");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noSecretIsInAnySpecificationOrStatus() throws IOException {
        apply(
                "api: { service: run, needs: [db], env: { KEY: { secret: key } } }\n"
                        + "db: { service: run }\n");
        String key = Files.readString(folder.resolve("state/secrets/key"));

        assertThat(agent.instances().toString()).doesNotContain(key);
        assertThat(control().status(CALLER).toString()).doesNotContain(key);
        assertThat(events.toString()).doesNotContain(key);
    }

    @Test
    void anUnreadableStateDatabaseIsLeftAsItIs() throws IOException {
        servers.getLast().close();
        Path database = folder.resolve("state/state.db");
        Files.writeString(database, "this is no database, and has not been one for a long time");

        assertThatThrownBy(this::server)
                .hasMessageContaining("the state database " + database + " cannot be used");
        assertThat(database)
                .hasContent("this is no database, and has not been one for a long time");
        Files.delete(database);
        servers.add(server());
    }

    @Test
    void aStateDatabaseOfALaterVersionIsRefused() throws Exception {
        servers.getLast().close();
        Path database = folder.resolve("state/state.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                            + " script, installed_by, execution_time, success)"
                            + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, 1)");
        }

        assertThatThrownBy(this::server)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e ->
                                assertThat(e.mend())
                                        .contains("use the version of Stead that wrote it"));
        Files.delete(database);
        servers.add(server());
    }

    @Test
    void aServiceThatIsNeededHasAnInnerDoorToItsHealthyInstances() throws IOException {
        apply("a: { service: run, needs: [b] }\nb: { service: 'run ${PORT}' }\n");

        var doors = gateway.table().orElseThrow().innerDoors();
        assertThat(doors).hasSize(1);
        assertThat(doors.getFirst().target().endpoints())
                .extracting(e -> e.instance())
                .containsExactly("b-1");
        assertThat(agent.instance("a-1").orElseThrow().spec().env())
                .containsEntry("B_URL", "http://127.0.0.1:" + doors.getFirst().port());
    }

    private Path gatewayFile(String rules, String ofTheService, String route) throws IOException {
        Path file = folder.resolve("stead.yaml");
        Files.writeString(
                file,
                "system: demo\ndomain: demo.example.com\n"
                        + rules
                        + "components:\n  api: { service: 'run --port ${PORT}', source: ./app, "
                        + ofTheService
                        + "route: "
                        + route
                        + " }\n");
        return file;
    }

    @Test
    void rulesOfTheGatewayTakeEffectAndTouchNoInstance() throws IOException {
        control().apply(CALLER, request(gatewayFile("", "", "/")), events::add);
        List<String> before = agent.calls();
        Path changed =
                gatewayFile(
                        "traffic: { deny: [192.0.2.0/24] }\n"
                                + "listen: { front: { from: [10.0.0.5], by: forwarded-for } }\n"
                                + "certificate: { acme: lets-encrypt }\n",
                        "proxy: { sticky: true }, cache: 64 MiB, ",
                        "{ path: /, host: www, allow: [10.0.0.0/8] }");

        assertThat(control().plan(CALLER, Control.PlanRequest.of(changed)).changes())
                .extracting(c -> c.action() + " " + c.component() + ": " + c.why())
                .containsExactly(
                        "route api: routes changed from demo.example.com/ (signed-in) to"
                                + " www.demo.example.com/ (signed-in, only from 10.0.0.0/8)",
                        "route api: proxy changed",
                        "route api: cache changed",
                        "route : listen changed",
                        "route : domain or certificate changed",
                        "route : traffic changed");
        control().apply(CALLER, request(changed), events::add);

        assertThat(agent.calls()).isEqualTo(before);
        RouteTable table = gateway.table().orElseThrow();
        assertThat(table.traffic().from().deny()).hasToString("[192.0.2.0/24]");
        assertThat(table.listeners().front()).isPresent();
        assertThat(table.certificate())
                .isInstanceOfSatisfying(
                        RouteTable.Acme.class,
                        acme ->
                                assertThat(acme.names())
                                        .containsExactly(
                                                "demo.example.com",
                                                "stead.demo.example.com",
                                                "www.demo.example.com"));
        assertThat(table.entries()).singleElement().satisfies(this::hasNewRules);
        assertThat(control().plan(CALLER, Control.PlanRequest.of(changed)).changes()).isEmpty();
    }

    private void hasNewRules(RouteTable.Entry entry) {
        assertThat(entry.route().from().allow()).hasToString("[10.0.0.0/8]");
        assertThat(entry.target())
                .isInstanceOfSatisfying(
                        RouteTable.Instances.class,
                        api -> {
                            assertThat(api.proxy().sticky()).isTrue();
                            assertThat(api.cache()).contains(new CacheRules(64L << 20, 0));
                            assertThat(api.endpoints()).hasSize(1);
                        });
    }

    @Test
    void everyChangeIsInTheAuditLogWithWhoAskedAndHowItEnded() throws IOException {
        apply(service("api", 1, "a"));
        assertThatThrownBy(() -> control().restart(new Caller.Owner("anna"), "absent", events::add))
                .isNotNull();
        control().restart(new Caller.Owner("bert"), "api", events::add);
        control().down(new Caller.Owner("carla"), events::add);

        assertThat(
                        servers.getLast()
                                .accounts()
                                .audit()
                                .entries(CALLER, Audit.Query.LATEST)
                                .entries()
                                .reversed())
                .extracting(e -> e.who() + " " + e.from() + " " + e.action() + " " + e.outcome())
                .containsExactly(
                        "test socket apply done",
                        "anna socket restart failed",
                        "bert socket restart done",
                        "carla socket down done");
    }

    @Test
    void keptAnswersAreTakenAwayWhenAskedAndWhenInstancesAreReplaced() throws IOException {
        apply(service("api", 1, "a"));
        assertThat(control().purge(CALLER, "api", Optional.of("/news")).answers()).isEqualTo(3);
        assertThatThrownBy(() -> control().purge(CALLER, "absent", Optional.empty()))
                .hasMessageContaining("no component absent");
        assertThatThrownBy(() -> control().purge(CALLER, "api", Optional.of("news")))
                .hasMessageContaining("slash");
        apply(service("api", 2, "a"));
        assertThat(gateway.purged()).containsExactly("api", "api /news");
        apply(service("api", 2, "b"));
        assertThat(gateway.purged()).containsExactly("api", "api /news", "api");
    }

    @Test
    void theAccountsFollowWhatIsPublishedAlsoAfterARestart() throws IOException {
        apply(service("api", 1, "a"));
        String origin = servers.getLast().accounts().signIn().place().origin();
        servers.getLast().close();
        agent.revive();
        servers.add(server());

        assertThat(origin).startsWith("https://stead.");
        assertThat(servers.getLast().accounts().signIn().place().origin()).isEqualTo(origin);
    }

    @Test
    void theDoctorPutsAFileAgainstTheMachine() throws IOException {
        Path file = file("api: { service: sleep 1, replicas: 2, limits: { memory: 12 GiB } }");

        Diagnosis diagnosis = control().doctor(CALLER, Optional.of(file));

        assertThat(diagnosis.system()).isEqualTo("demo");
        assertThat(diagnosis.count(Diagnosis.Severity.FATAL)).isZero();
        assertThat(diagnosis.findings())
                .filteredOn(f -> f.severity() == Diagnosis.Severity.WARNING)
                .first()
                .satisfies(f -> assertThat(f.what()).contains("add up to 24 GiB"));
        assertThat(diagnosis.findings().stream().map(Diagnosis.Finding::area).distinct())
                .containsExactly(Diagnosis.Area.values());
        assertThat(agent.instances()).isEmpty();
    }

    @Test
    void theDoctorLooksAtWhatWasAppliedWhenNoFileIsNamed() throws IOException {
        assertThatThrownBy(() -> control().doctor(CALLER, Optional.empty()))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(Code.CONFLICT));
        apply("api: { service: sleep 1, limits: { memory: 20 GiB } }");

        assertThat(control().doctor(CALLER, Optional.empty()).findings())
                .anyMatch(f -> f.where().equals("api") && f.what().contains("20 GiB"));
    }

    @Test
    void theDoctorNamesPackagesAndObstacles() throws IOException {
        host.lacks("postgresql-15");
        Path file =
                file(
                        "db: { postgres: 15 }\n"
                                + "api: { service: sleep 1, env: { K: { secret: k, generate: false"
                                + " } } }");

        assertThat(control().doctor(CALLER, Optional.of(file)).findings())
                .filteredOn(f -> f.area() == Diagnosis.Area.COMPONENTS)
                .satisfiesExactly(
                        f -> assertThat(f.what()).contains("the secret k (for K) has no value"),
                        f -> assertThat(f.what()).isEqualTo("missing: postgresql-15"));
    }

    @Test
    void whatIsFatalIsRefusedBeforeAnythingIsChanged() throws IOException {
        host.lacks("some-package");
        host.says(FakeFacts.memory(LITTLE));

        assertThatThrownBy(() ->
                        apply(
                                "api: { service: sleep 1, source: ./app, packages:"
                                        + " [some-package] }"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.what()).contains("64 MiB");
                            assertThat(e.mend()).isEqualTo("give the machine more memory");
                        });

        assertThat(agent.instances()).isEmpty();
        assertThat(folder.resolve("state/releases")).doesNotExist();
        assertThat(host.missingPackages(List.of("some-package"))).hasSize(1);
    }

    @Test
    void whatIsFatalStandsBesideOtherObstacles() throws IOException {
        host.says(FakeFacts.memory(LITTLE));

        assertThatThrownBy(() ->
                        apply(
                                "api: { service: sleep 1, env: { K: { secret: k, generate:"
                                        + " false } } }"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> assertThat(e.what()).contains("64 MiB", "the secret k (for K)"));
    }

    @Test
    void aFullDiskIsJudgedByWhoeverWatchesIt() throws IOException {
        host.says(FakeFacts.space(new HostFacts.Space(10L << 30, 0, 0, 0)));

        apply("api: { service: sleep 1 }");

        assertThat(agent.instances()).hasSize(1);
    }

    @Test
    void warningsRefuseNothing() throws IOException {
        host.says(FakeFacts.space(new HostFacts.Space(10L << 30, 100L << 20, 0, 0)));

        apply("api: { service: sleep 1 }");

        assertThat(agent.instances()).hasSize(1);
    }
}
