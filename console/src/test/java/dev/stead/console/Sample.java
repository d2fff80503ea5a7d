package dev.stead.console;

import dev.stead.api.Accounts.AccountView;
import dev.stead.api.Accounts.GroupView;
import dev.stead.api.Accounts.SessionView;
import dev.stead.api.Accounts.TokenView;
import dev.stead.api.Agent.LogLine;
import dev.stead.api.Audit;
import dev.stead.api.Control.Application;
import dev.stead.api.Control.Change;
import dev.stead.api.Control.PlanView;
import dev.stead.api.Control.PublicRoute;
import dev.stead.api.Role;
import dev.stead.api.Scope;
import dev.stead.api.SystemStatus;
import dev.stead.api.SystemStatus.CertificateView;
import dev.stead.api.SystemStatus.ComponentStatus;
import dev.stead.api.SystemStatus.InstanceView;
import dev.stead.api.SystemStatus.RouteView;
import dev.stead.api.SystemStatus.Trouble;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A system to show.
 *
 * @param spice is put into every text that somebody could choose
 */
record Sample(String spice) {
    static final Instant NOW = Instant.parse("2026-11-21T10:45:00Z");
    static final String HOST = "planning.example.com";

    SystemStatus status() {
        return new SystemStatus(
                "planning",
                "https://" + HOST,
                "https://stead." + HOST + "/",
                new SystemStatus.Server(4711, "0.1.0"),
                List.of(
                        component("budget", "python-web", "healthy", 3),
                        component("forecast", "r-shiny", "healthy", 1),
                        ailing(),
                        component("database", "postgres", "healthy", 1),
                        component("handbook", "site", "healthy", 0)),
                List.of("Memory is not bounded: this host has no cgroup v2" + spice),
                List.of(
                        new CertificateView(
                                List.of(HOST, "stead." + HOST, "budget." + HOST),
                                "acme",
                                "CN=Authority" + spice,
                                NOW.plus(Duration.ofDays(61)),
                                Optional.of(NOW.plus(Duration.ofDays(31))),
                                Optional.empty()),
                        new CertificateView(
                                List.of("old." + HOST + spice),
                                "files" + spice,
                                "CN=Authority" + spice,
                                NOW.minus(Duration.ofDays(2)),
                                Optional.empty(),
                                Optional.of(
                                        new Trouble(
                                                NOW,
                                                "the certificate old.pem has expired" + spice,
                                                "renew it" + spice)))));
    }

    private ComponentStatus component(String name, String kind, String state, int instances) {
        return new ComponentStatus(
                name,
                kind,
                state,
                Optional.of("https://" + name + "." + HOST + "/" + spice),
                Optional.empty(),
                List.of(
                        new RouteView(
                                "https://" + name + "." + HOST + "/", "groups planners, board"),
                        new RouteView(
                                "https://" + HOST + "/" + name,
                                name.equals("handbook") ? "public" : "signed-in" + spice)),
                IntStream.range(0, instances).mapToObj(i -> instance(name, i)).toList());
    }

    private InstanceView instance(String name, int number) {
        return new InstanceView(
                name + "-" + (number + 1),
                OptionalLong.of(20_480 + number),
                "healthy",
                NOW.minus(Duration.ofMinutes(211 + 7L * number)),
                number,
                Optional.empty(),
                (180L + 40L * number) << 20,
                0.12 + number * 0.4);
    }

    private ComponentStatus ailing() {
        String why = "its port 8051 does not answer: connection refused" + spice;
        return new ComponentStatus(
                "simulation",
                "java-web",
                "crash-loop",
                Optional.of("https://simulation." + HOST + "/"),
                Optional.of(why),
                List.of(new RouteView("https://simulation." + HOST + "/", "signed-in")),
                List.of(
                        instance("simulation", 0),
                        new InstanceView(
                                "simulation-2",
                                OptionalLong.empty(),
                                "backing-off",
                                NOW.minusSeconds(42),
                                17,
                                Optional.of(why),
                                0,
                                0)));
    }

    List<Application> applications() {
        return List.of(
                new Application(
                        "budget",
                        "https://budget." + HOST + "/" + spice,
                        "groups planners, board",
                        "healthy"),
                new Application(
                        "forecast" + spice,
                        "https://forecast." + HOST + "/",
                        "signed-in",
                        "healthy"),
                new Application(
                        "simulation",
                        "https://simulation." + HOST + "/",
                        "signed-in",
                        "crash-loop"),
                new Application("handbook", "https://" + HOST + "/handbook", "public", "healthy"));
    }

    PlanView plan() {
        return new PlanView(
                "planning",
                List.of(
                        new Change("replace", "budget", "its source changed" + spice),
                        new Change("scale", "forecast", "1 instance becomes 2"),
                        new Change("start", "reports" + spice, "it is new"),
                        new Change("stop", "legacy", "the file names it no more")),
                List.of("r-base", "libpq5" + spice),
                true,
                List.of(new PublicRoute("handbook", "https://" + HOST + "/handbook" + spice)),
                List.of("Processes see each other: no user namespaces" + spice));
    }

    List<AccountView> accounts() {
        return List.of(
                account("ada", Role.OPERATOR, List.of("board"), false, true),
                account("bruno", Role.VIEWER, List.of(), false, false),
                account(
                        "carla@example.com",
                        Role.USER,
                        List.of("board", "planners" + spice),
                        false,
                        true),
                account("dieter", Role.USER, List.of("planners"), true, false),
                account("eve" + spice, Role.USER, List.of(), false, false));
    }

    private static AccountView account(
            String name, Role role, List<String> groups, boolean disabled, boolean totp) {
        return new AccountView(
                name,
                role,
                groups,
                disabled,
                !name.equals("bruno"),
                totp,
                totp ? 2 : 0,
                NOW.minus(Duration.ofDays(40)),
                totp ? Optional.of(NOW.minus(Duration.ofHours(3))) : Optional.empty(),
                name.startsWith("eve")
                        ? Optional.of(NOW.plus(Duration.ofMinutes(4)))
                        : Optional.empty());
    }

    List<GroupView> groups() {
        return List.of(
                new GroupView(
                        "board",
                        List.of("ada", "carla@example.com"),
                        List.of("https://budget." + HOST + "/")),
                new GroupView(
                        "planners" + spice,
                        List.of("carla@example.com", "dieter" + spice),
                        List.of(
                                "https://budget." + HOST + "/" + spice,
                                "https://forecast." + HOST + "/")),
                new GroupView("auditors", List.of(), List.of()));
    }

    List<TokenView> tokens() {
        return List.of(
                new TokenView(
                        "t1",
                        "ada",
                        "deploy from the build server" + spice,
                        List.of(Scope.READ, Scope.RUN),
                        NOW.minus(Duration.ofDays(12)),
                        NOW.plus(Duration.ofDays(80)),
                        Optional.of(NOW.minus(Duration.ofMinutes(9)))),
                new TokenView(
                        "t2",
                        "ada",
                        "dashboard",
                        List.of(Scope.READ),
                        NOW.minus(Duration.ofDays(2)),
                        NOW.plus(Duration.ofDays(300)),
                        Optional.empty()));
    }

    List<SessionView> sessions() {
        String agent =
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36";
        return List.of(
                new SessionView(
                        "s1",
                        NOW.minusSeconds(4000),
                        NOW.minusSeconds(3),
                        "192.0.2.7",
                        agent,
                        true),
                new SessionView(
                        "s2",
                        NOW.minus(Duration.ofDays(1)),
                        NOW.minus(Duration.ofHours(5)),
                        "2001:db8::17",
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)" + spice,
                        false));
    }

    List<LogLine> logs() {
        return IntStream.range(0, 120)
                .mapToObj(i ->
                        new LogLine(
                                "budget",
                                "budget-" + (i % 3 + 1),
                                i % 7 == 3
                                        ? "WARNING  the plan of 2027 has no figures for Q4" + spice
                                        : "2026-11-21T10:4"
                                                + i % 10
                                                + " INFO GET /plans/"
                                                + i
                                                + " 200 12 ms"))
                .toList();
    }

    List<Audit.Entry> entries() {
        return IntStream.range(0, 12).mapToObj(this::entry).toList();
    }

    private Audit.Entry entry(int i) {
        Instant at = NOW.minusSeconds(77L * i);
        String id = Integer.toString(1000 - i);
        return switch (i % 4) {
            case 0 ->
                    new Audit.Entry(
                            id,
                            at,
                            "ada",
                            "192.0.2.7",
                            "account role",
                            "bruno",
                            "done",
                            "",
                            "user",
                            "viewer" + spice);
            case 1 ->
                    new Audit.Entry(
                            id,
                            at,
                            "=cmd|' /C calc'!A0",
                            "203.0.113.9",
                            "sign-in",
                            "eve" + spice,
                            "refused",
                            "the password is wrong, or there is no such account",
                            "",
                            "");
            case 2 ->
                    new Audit.Entry(
                            id,
                            at,
                            "ada",
                            "socket",
                            "apply",
                            "planning",
                            "failed",
                            "simulation never became healthy" + spice,
                            "",
                            "");
            default ->
                    new Audit.Entry(
                            id,
                            at,
                            "carla@example.com",
                            "2001:db8::17",
                            "sign-in",
                            "carla@example.com",
                            "done",
                            "",
                            "",
                            "");
        };
    }
}
