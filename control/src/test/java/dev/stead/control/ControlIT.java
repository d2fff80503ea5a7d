package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Audit;
import dev.stead.api.Caller;
import dev.stead.api.CertificateStatus;
import dev.stead.api.Control;
import dev.stead.api.RouteTable;
import dev.stead.api.SystemStatus.CertificateView;
import dev.stead.api.SystemStatus.Trouble;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.CacheRules;
import dev.stead.model.InstanceState;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be asked of a control besides applying. */
final class ControlIT extends ControlledSystem {
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
    void nobodyWithoutAnAccountMayDoAnything() {
        Caller nobody = new Caller.Session("wrong", "192.0.2.1");

        // Whoever comes by the socket is its owner.
        assertThatThrownBy(() -> servers.getLast().control().status(nobody))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
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
}
