package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Accounts;
import dev.stead.api.Activity;
import dev.stead.api.Caller;
import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.Engines.Wanted;
import dev.stead.api.InstanceStatus;
import dev.stead.api.Role;
import dev.stead.api.RouteTable;
import dev.stead.api.Scope;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.InstanceState;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Private engines, with an agent and a gateway in memory. */
final class EnginesIT extends ControlledSystem {
    private static final Duration LONG = Duration.ofSeconds(20);

    private void account(String name, String... groups) {
        servers.getLast()
                .accounts()
                .accounts()
                .add(CALLER, new Accounts.NewAccount(name, Role.USER, List.of(groups), null));
    }

    private Caller token(String name) {
        return new Caller.Token(
                servers.getLast()
                        .accounts()
                        .accounts()
                        .makeTokenFor(
                                CALLER,
                                name,
                                new Accounts.TokenRequest(
                                        "test",
                                        List.of(Scope.READ, Scope.RUN),
                                        Instant.EPOCH.plus(Duration.ofDays(30))))
                        .secret(),
                "192.0.2.1");
    }

    private static String engine(String more) {
        return "notebook: { engine: 'run --port ${PORT} --base ${BASE}'" + more + " }\n";
    }

    private static Wanted of(String account) {
        return new Wanted("notebook", Optional.empty(), Optional.of(account));
    }

    private Opening open(String account) {
        return engines().open(CALLER, new OpenRequest(of(account), new TreeMap<>()));
    }

    private Opening await(Wanted wanted, Phase phase) {
        Engines engines = engines();
        long end = System.nanoTime() + LONG.toNanos();
        Opening opening = engines.look(CALLER, wanted, Optional.empty(), Duration.ZERO);
        while (opening.phase() != phase && System.nanoTime() < end) {
            opening =
                    engines.look(
                            CALLER, wanted, Optional.of(opening.version()), Duration.ofSeconds(1));
        }
        assertThat(opening.phase()).as(opening.toString()).isEqualTo(phase);
        return opening;
    }

    private EngineView ready(String account) {
        open(account);
        String id = await(of(account), Phase.READY).id().orElseThrow();
        return engines().list(CALLER, true).stream()
                .filter(e -> e.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<RouteTable.Engine> routes() {
        return gateway.table()
                .flatMap(RouteTable::engines)
                .map(RouteTable.Engines::here)
                .orElse(List.of());
    }

    @Test
    void opensOneForEachUserAndFindsItAgain() throws IOException {
        apply(engine(""));
        account("ana");
        account("ben");

        EngineView ana = ready("ana");
        EngineView ben = ready("ben");

        assertThat(ana.user()).contains("ana");
        assertThat(ana.url()).isEqualTo("https://" + ana.id() + ".demo.localhost:8443/");
        assertThat(ben.id()).isNotEqualTo(ana.id());
        assertThat(open("ana").id()).contains(ana.id());
        assertThat(running()).containsExactlyInAnyOrder(ana.id(), ben.id());
        assertThat(agent.homes()).containsEntry(ana.id(), "notebook/ana");
        InstanceStatus instance = agent.instance(ana.id()).orElseThrow();
        assertThat(instance.spec().enclosure().orElseThrow().places())
                .containsEntry("BASE", "/")
                .containsEntry("HOST", ana.id() + ".demo.localhost");
        assertThat(routes())
                .extracting(RouteTable.Engine::id, e -> e.access().names())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ana.id(), List.of("ana")),
                        org.assertj.core.groups.Tuple.tuple(ben.id(), List.of("ben")));
    }

    @Test
    void aStopLeavesNothingAndTheNextOneHasAnotherId() throws IOException {
        apply(engine(""));
        account("ana");
        String first = ready("ana").id();

        engines().stop(CALLER, first);

        assertThat(running()).isEmpty();
        assertThat(routes()).isEmpty();
        assertThat(engines().list(CALLER, true)).isEmpty();
        assertThat(await(of("ana"), Phase.CLOSED).reason().orElseThrow()).contains("stopped it");
        assertThat(engines().usage(CALLER, Instant.EPOCH, Instant.MAX))
                .singleElement()
                .satisfies(u -> assertThat(u.id()).isEqualTo(first))
                .satisfies(u -> assertThat(u.account()).isEqualTo("ana"));
        assertThat(ready("ana").id()).isNotEqualTo(first);
        fails(Code.UNKNOWN, () -> engines().stop(CALLER, first));
    }

    /** As many as come at once: never more than fit, never two for one, all in their order. */
    @Test
    void serves100UsersWhoOpenTwiceAtOnceInTheirOrder() throws Exception {
        int machine = 20;
        int users = Counts.of(60, 100);
        apply(engine(", at-most: { machine: " + machine + " }"));
        for (int i = 0; i < users; i++) {
            account("u" + i);
        }
        Engines engines = servers.getLast().role().engines();
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<Opening>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < users * 2; i++) {
                Wanted wanted = of("u" + i / 2);
                asked.add(
                        threads.submit(() -> {
                            begin.await();
                            return engines.open(CALLER, new OpenRequest(wanted, new TreeMap<>()));
                        }));
            }
            begin.countDown();
            for (Future<Opening> one : asked) {
                one.get();
            }
        }
        List<String> order = new ArrayList<>(queued(users));
        assertThat(order).hasSize(users - machine);
        int served = machine;
        while (served < users) {
            assertThat(engines.list(CALLER, true)).hasSizeLessThanOrEqualTo(machine);
            assertThat(agent.instances()).hasSizeLessThanOrEqualTo(machine);
            String next = order.removeFirst();
            engines.stop(CALLER, engines.list(CALLER, true).getFirst().id());
            await(of(next), Phase.READY);
            served++;
            assertThat(queued(users)).isEqualTo(order);
        }
        assertThat(agent.calls().stream().filter(c -> c.startsWith("run "))).hasSize(users);
        assertThat(engines.usage(CALLER, Instant.EPOCH, Instant.MAX))
                .extracting(Engines.Use::account)
                .doesNotHaveDuplicates()
                .hasSize(users);
    }

    /** Who waits, by place; each place is told once. */
    private List<String> queued(int users) {
        Engines engines = servers.getLast().role().engines();
        TreeMap<Integer, String> places = new TreeMap<>();
        for (int i = 0; i < users; i++) {
            String user = "u" + i;
            Opening opening = engines.look(CALLER, of(user), Optional.empty(), Duration.ZERO);
            opening.place().ifPresent(p -> assertThat(places.put(p, user)).isNull());
        }
        if (!places.isEmpty()) {
            assertThat(places.firstKey()).isEqualTo(1);
            assertThat(places.lastKey()).isEqualTo(places.size());
        }
        return List.copyOf(places.values());
    }

    @Test
    void aWarmOneIsClaimedAndReplaced() throws IOException {
        apply(engine(", warm: 1"));
        account("ana");
        String warm = awaitWarm("");

        EngineView ana = ready("ana");

        assertThat(ana.id()).isEqualTo(warm);
        assertThat(agent.homes()).containsEntry(warm, "notebook/ana");
        assertThat(awaitWarm(warm)).isNotEqualTo(warm);
    }

    /** The one that is warm, once it is another than this. */
    private String awaitWarm(String other) {
        long end = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < end) {
            Optional<EngineView> warm =
                    servers.getLast().role().engines().list(CALLER, true).stream()
                            .filter(e -> e.user().isEmpty() && e.state().equals("ready"))
                            .filter(e -> !e.id().equals(other))
                            .findFirst();
            if (warm.isPresent()) {
                return warm.get().id();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("none is kept warm");
    }

    @Test
    void aChangedFileLeavesRunningOnesAndReplacesWarmOnes() throws IOException {
        apply(engine(", warm: 1"));
        account("ana");
        String mine = ready("ana").id();
        String warm = awaitWarm(mine);

        apply(engine(", warm: 1, env: { LEVEL: high }"));

        String fresh = awaitWarm(warm);
        assertThat(agent.instance(fresh).orElseThrow().spec().env()).containsKey("LEVEL");
        assertThat(agent.instance(mine).orElseThrow().spec().env()).doesNotContainKey("LEVEL");
        assertThat(agent.calls()).doesNotContain("stop " + mine);
    }

    @Test
    void aPlanNamesWhatChanged() throws IOException {
        apply(engine(""));
        assertThat(control().plan(CALLER, planned(engine(""))).changes()).isEmpty();
        assertThat(control().plan(CALLER, planned(engine(", idle: 5m"))).changes())
                .singleElement()
                .satisfies(c -> assertThat(c.action()).isEqualTo("replace"))
                .satisfies(c -> assertThat(c.why()).contains("idle changed from PT30M to PT5M"));
    }

    private dev.stead.api.Control.PlanRequest planned(String components) throws IOException {
        return dev.stead.api.Control.PlanRequest.of(file(components));
    }

    @Test
    void whatTheFileNoLongerHasEndsForItsUsersToo() throws IOException {
        apply(engine("") + service("api", 1, "a"));
        account("ana");
        String mine = ready("ana").id();

        apply(service("api", 1, "a"));

        awaitGone(mine);
        assertThat(running()).containsExactly("api-1");
        fails(Code.UNKNOWN, () -> open("ana"));
    }

    private void awaitGone(String id) {
        long end = System.nanoTime() + LONG.toNanos();
        Engines engines = servers.getLast().role().engines();
        while (engines.list(CALLER, true).stream().anyMatch(e -> e.id().equals(id))) {
            assertThat(System.nanoTime()).as(id + " is still there").isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(agent.instance(id)).isEmpty();
    }

    @Test
    void oneThatEndsByItselfSaysWhyAndIsOpenedAgain() throws IOException {
        apply(engine(""));
        account("ana");
        String first = ready("ana").id();

        agent.change(first, InstanceState.FAILED);

        Opening failed = await(of("ana"), Phase.FAILED);
        assertThat(failed.reason()).contains("it ended with exit status 1");
        assertThat(failed.lines()).containsExactly(first + " wrote this");
        assertThat(ready("ana").id()).isNotEqualTo(first);
    }

    @Test
    void oneThatCannotBeStartedIsTakenAwayAndSaysWhy() throws IOException {
        apply(engine(", at-most: { machine: 1 }"));
        account("ana");
        account("ben");
        agent.sickens(spec -> true);
        open("ana");
        assertThat(await(of("ana"), Phase.FAILED).reason()).isPresent();
        assertThat(running()).isEmpty();

        agent.sickens(spec -> false);
        ready("ben");
    }

    @Test
    void goesOnAfterTheServerWasKilled() throws IOException {
        apply(engine(", warm: 1, at-most: { machine: 3 }"));
        for (String name : List.of("ana", "ben", "cleo", "dora")) {
            account(name);
        }
        String ana = ready("ana").id();
        String ben = ready("ben").id();
        String cleo = ready("cleo").id();
        assertThat(open("dora").phase()).isEqualTo(Phase.QUEUED);
        List<String> before = agent.calls();

        restartServer();

        assertThat(await(of("ana"), Phase.READY).id()).contains(ana);
        assertThat(await(of("ben"), Phase.READY).id()).contains(ben);
        assertThat(await(of("dora"), Phase.QUEUED).place()).hasValue(1);
        assertThat(agent.calls().stream().filter(c -> c.startsWith("run ")).toList())
                .isEqualTo(before.stream().filter(c -> c.startsWith("run ")).toList());
        assertThat(routes())
                .extracting(RouteTable.Engine::id)
                .containsExactlyInAnyOrder(ana, ben, cleo);

        engines().stop(CALLER, cleo);
        await(of("dora"), Phase.READY);
    }

    @Test
    void whatIsNobodysEngineIsStoppedAtTheStart() throws IOException {
        apply(engine(""));
        account("ana");
        InstanceStatus mine = agent.instance(ready("ana").id()).orElseThrow();
        servers.getLast().close();
        way.close();
        agent.revive();
        agent.run(mine.spec().as("notebook-77", java.util.OptionalInt.of(1)));

        servers.add(server());

        awaitGone("notebook-77");
        assertThat(await(of("ana"), Phase.READY).id()).contains(mine.id());
    }

    @Test
    void endsWhenNobodyUsesItAndNotBefore() throws IOException {
        apply(engine(", idle: 2s"));
        account("ana");
        account("ben");
        String idle = ready("ana").id();
        String used = ready("ben").id();

        gateway.act(idle, new Activity(3, Duration.ofHours(1), 0, 0));

        awaitGone(idle);
        assertThat(await(of("ana"), Phase.CLOSED).reason())
                .contains("nobody used it, and nothing worked in it, for 2 s");
        assertThat(await(of("ben"), Phase.READY).id()).contains(used);
    }

    @Test
    void doesNotEndWhileSomethingWorksInIt() throws IOException {
        apply(engine(", idle: 1s, busy: /busy"));
        account("ana");
        account("ben");
        String busy = ready("ana").id();
        agent.works(busy, true);
        gateway.act(busy, new Activity(0, Duration.ofHours(1), 0, 0));
        String idle = ready("ben").id();
        gateway.act(idle, new Activity(0, Duration.ofHours(1), 0, 0));

        // It began later, and is gone when the other one would have been.
        awaitGone(idle);
        assertThat(await(of("ana"), Phase.READY).id()).contains(busy);
        agent.works(busy, false);
        awaitGone(busy);
    }

    @Test
    void endsAtTheEndOfItsLifeAlthoughItIsUsed() throws IOException {
        apply(engine(", max-life: 1s"));
        account("ana");
        String mine = ready("ana").id();
        // The steady clock of this test stands still until it is moved.
        moveUptime(Duration.ofSeconds(2));

        awaitGone(mine);
        assertThat(await(of("ana"), Phase.CLOSED).reason()).contains("it was open for 1 s");
    }

    @Test
    void endsWhenItsUserSignsOutEverywhereUnlessTheFileKeepsIt() throws IOException {
        apply(engine("") + "explore: { engine: 'run --port ${PORT}', on-sign-out: keep }\n");
        account("ana");
        String notebook = ready("ana").id();
        Wanted explore = new Wanted("explore", Optional.empty(), Optional.of("ana"));
        engines().open(CALLER, new OpenRequest(explore, new TreeMap<>()));
        String kept = await(explore, Phase.READY).id().orElseThrow();

        servers.getLast().accounts().accounts().endSessions(CALLER, "ana");

        awaitGone(notebook);
        assertThat(await(explore, Phase.READY).id()).contains(kept);

        servers.getLast().accounts().accounts().remove(CALLER, "ana");
        awaitGone(kept);
    }

    @Test
    void letsInWhomItIsSharedWithAndAnOperatorWhoSaysSo() throws IOException {
        apply(engine(""));
        account("ana");
        account("ben");
        servers.getLast()
                .accounts()
                .accounts()
                .add(CALLER, new Accounts.NewAccount("olga", Role.OPERATOR, List.of(), null));
        String mine = ready("ana").id();
        Engines engines = servers.getLast().role().engines();

        engines.share(token("ana"), mine, List.of("ben"));
        assertThat(routes().getFirst().access().names()).containsExactly("ana", "ben");
        assertThat(engines.list(token("ben"), false)).extracting(EngineView::id).contains(mine);
        fails(Code.UNKNOWN, () -> engines.share(token("ben"), mine, List.of("ben")));
        fails(Code.FORBIDDEN, () -> engines.stop(token("ben"), mine));
        fails(Code.FORBIDDEN, () -> engines.enter(token("ben"), mine));
        fails(Code.FORBIDDEN, () -> engines.list(token("ben"), true));

        engines.enter(token("olga"), mine);
        assertThat(routes().getFirst().access().names()).containsExactly("ana", "ben", "olga");
        assertThat(audited()).contains("engine enter by olga");

        engines.share(token("ana"), mine, List.of());
        assertThat(routes().getFirst().access().names()).containsExactly("ana");
    }

    private List<String> audited() {
        return servers
                .getLast()
                .accounts()
                .audit()
                .entries(CALLER, dev.stead.api.Audit.Query.LATEST)
                .entries()
                .stream()
                .map(e -> e.action() + " by " + e.who())
                .toList();
    }

    @Test
    void groupsMayOpenAndChooseWhatTheFileLetsThem() throws IOException {
        apply(
                engine(
                        ", access: { groups: [planners] }, parameters: { size: [small, { value:"
                                + " large, groups: [analysts] }] }"));
        account("ana", "planners", "analysts");
        account("ben", "planners");
        account("cleo");

        fails(Code.FORBIDDEN, () -> open("cleo"));
        fails(Code.FORBIDDEN, () -> open("ben", Map.of("size", "large")));
        fails(Code.WRONG_USAGE, () -> open("ben", Map.of("size", "huge")));
        fails(Code.WRONG_USAGE, () -> open("ben", Map.of("color", "red")));
        open("ana", Map.of("size", "large"));
        String id = await(of("ana"), Phase.READY).id().orElseThrow();
        assertThat(agent.instance(id).orElseThrow().spec().env()).containsEntry("SIZE", "large");
    }

    private Opening open(String account, Map<String, String> parameters) {
        return engines().open(CALLER, new OpenRequest(of(account), new TreeMap<>(parameters)));
    }

    @Test
    void anAccountHasAsManyResourcesOpenAsItMay() throws IOException {
        apply(engine(", per: resource, at-most: { user: 2, machine: 9 }"));
        account("ana");
        openResource("sales");
        openResource("costs");
        assertThatThrownBy(() -> openResource("tax"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.EXHAUSTED);
                            assertThat(e.mend()).contains("notebook-1, notebook-2");
                        });
        assertThat(agent.homes().values()).doesNotHaveDuplicates();
        fails(Code.WRONG_USAGE, () -> open("ana"));
    }

    private void openResource(String resource) {
        Wanted wanted = new Wanted("notebook", Optional.of(resource), Optional.of("ana"));
        engines().open(CALLER, new OpenRequest(wanted, new TreeMap<>()));
        String id = await(wanted, Phase.READY).id().orElseThrow();
        assertThat(agent.instance(id).orElseThrow().spec().env())
                .containsEntry("RESOURCE", resource);
    }

    /** A row without an instance is started, also when others are taken away at the start. */
    @Test
    void whatWasAboutToBeStartedWhenTheServerWasKilledIsStarted() throws IOException {
        apply(engine(", at-most: { machine: 2 }"));
        account("ana");
        account("ben");
        String lost = ready("ana").id();
        agent.dieAfter(0);
        open("ben");
        servers.getLast().close();
        way.close();
        agent.revive();
        agent.stop(lost);

        servers.add(server());

        assertThat(await(of("ana"), Phase.FAILED).reason().orElseThrow()).contains("was gone");
        assertThat(await(of("ben"), Phase.READY).id()).contains("notebook-2");
    }

    @Test
    void enginesAreNotRestartedWithTheirComponent() throws IOException {
        apply(engine(""));
        account("ana");
        String mine = ready("ana").id();

        fails(Code.WRONG_USAGE, () -> control().restart(CALLER, "notebook", events::add));

        assertThat(running()).containsExactly(mine);
    }

    @Test
    void downEndsThemAll() throws IOException {
        apply(engine(", warm: 2"));
        account("ana");
        ready("ana");

        control().down(CALLER, events::add);

        assertThat(running()).isEmpty();
    }

    private static void fails(Code code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
