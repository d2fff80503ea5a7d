package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.model.Step.Action;
import dev.stead.model.Wanted.Replacement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

final class PlanTest {
    @Test
    void startsWhatDoesNotRunAfterWhatItNeeds() {
        Plan plan = Plan.of(List.of(wanted("api", "1", 2, "db"), wanted("db", "1", 1)), List.of());

        assertThat(plan.changes()).extracting(Step::component).containsExactly("db", "api");
        assertThat(plan.changes()).extracting(Step::action).containsOnly(Action.START);
        assertThat(plan.changes()).extracting(Step::start).containsExactly(1, 2);
    }

    @Test
    void keepsWhatRunsAsWanted() {
        Plan plan = Plan.of(List.of(wanted("api", "1", 1)), List.of(running("api-1", "api", "1")));

        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void saysWhichFacetMakesAnInstanceStale() {
        Plan plan = Plan.of(List.of(wanted("api", "2", 1)), List.of(running("api-1", "api", "1")));

        Step step = plan.changes().getFirst();
        assertThat(step.action()).isEqualTo(Action.REPLACE);
        assertThat(step.stale()).containsExactly("api-1");
        assertThat(step.why()).isEqualTo("command changed from 1 to 2");
    }

    @Test
    void doesNotShowLongFacetsInFull() {
        String text = "x".repeat(100);
        Plan plan = Plan.of(List.of(wanted("api", text, 1)), List.of(running("api-1", "api", "1")));

        assertThat(plan.changes().getFirst().why()).isEqualTo("command changed");
    }

    @Test
    void finishesAReplacementThatWasCutOff() {
        List<Running> running = List.of(running("api-1", "api", "1"), running("api-2", "api", "2"));

        Step step = Plan.of(List.of(wanted("api", "2", 2)), running).changes().getFirst();

        assertThat(step.start()).isEqualTo(1);
        assertThat(step.stale()).containsExactly("api-1");
    }

    @Test
    void scalesUpAndDownByTheDifference() {
        List<Running> two = List.of(running("api-1", "api", "1"), running("api-2", "api", "1"));

        Step up = Plan.of(List.of(wanted("api", "1", 3)), two).changes().getFirst();
        Step down = Plan.of(List.of(wanted("api", "1", 1)), two).changes().getFirst();

        assertThat(up.action()).isEqualTo(Action.SCALE);
        assertThat(up.start()).isEqualTo(1);
        assertThat(up.why()).isEqualTo("2 run, 3 wanted");
        assertThat(down.surplus()).containsExactly("api-2");
    }

    @Test
    void givesUpTheUnhealthyFirstWhenThereAreTooMany() {
        Running sick = new Running("api-1", "api", "service", facets("1"), InstanceState.UNHEALTHY);

        Step step =
                Plan.of(List.of(wanted("api", "1", 1)), List.of(sick, running("api-2", "api", "1")))
                        .changes()
                        .getFirst();

        assertThat(step.surplus()).containsExactly("api-1");
    }

    @Test
    void stopsLastWhatTheFileNoLongerNames() {
        Plan plan =
                Plan.of(
                        List.of(wanted("api", "1", 1)),
                        List.of(running("old-1", "old", "1"), running("old-2", "old", "1")));

        Step last = plan.changes().getLast();
        assertThat(last.action()).isEqualTo(Action.STOP);
        assertThat(last.surplus()).containsExactly("old-1", "old-2");
    }

    @Test
    void refusesACycleThatTheReaderShouldHaveRefused() {
        List<Wanted> cycle = List.of(wanted("a", "1", 1, "b"), wanted("b", "1", 1, "a"));

        assertThatThrownBy(() -> Plan.of(cycle, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, "full".equals(System.getProperty("stead.counts")) ? 20_000 : 500);
    }

    /**
     * Whatever runs, carrying a plan out gives exactly what is wanted, and a second plan is empty.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void carriedOutAPlanLeavesNothingToDo(int seed) {
        Random random = new Random(seed);
        List<Wanted> wanted = new ArrayList<>();
        List<Running> running = new ArrayList<>();
        for (int c = 0; c < 1 + random.nextInt(6); c++) {
            String name = "c" + c;
            if (random.nextInt(5) > 0) {
                String[] needs =
                        IntStream.range(0, c)
                                .filter(i -> random.nextInt(3) == 0)
                                .mapToObj(i -> "c" + i)
                                .toArray(String[]::new);
                wanted.add(wanted(name, "" + random.nextInt(2), 1 + random.nextInt(3), needs));
            }
            for (int i = 0; i < random.nextInt(4); i++) {
                running.add(running(name + "-" + i, name, "" + random.nextInt(2)));
            }
        }

        List<Running> after = carryOut(Plan.of(wanted, running), wanted, running);

        assertThat(Plan.of(wanted, after).changes()).isEmpty();
        for (Wanted w : wanted) {
            assertThat(after.stream().filter(r -> r.component().equals(w.component())))
                    .hasSize(w.replicas())
                    .allMatch(r -> r.facets().equals(w.facets()));
        }
    }

    private static List<Running> carryOut(Plan plan, List<Wanted> wanted, List<Running> running) {
        List<Running> after = new ArrayList<>(running);
        Set<String> done = new HashSet<>();
        int next = 100;
        for (Step step : plan.waves().stream().flatMap(List::stream).toList()) {
            for (Wanted w : wanted) {
                if (w.component().equals(step.component())) {
                    assertThat(done)
                            .containsAll(w.needs().stream().filter(n -> named(n, wanted)).toList());
                    for (int i = 0; i < step.start(); i++) {
                        after.add(
                                running(
                                        step.component() + "-" + next++,
                                        step.component(),
                                        w.facets()));
                    }
                }
            }
            after.removeIf(r ->
                    step.stale().contains(r.instance()) || step.surplus().contains(r.instance()));
            done.add(step.component());
        }
        return after;
    }

    private static boolean named(String name, List<Wanted> wanted) {
        return wanted.stream().anyMatch(w -> w.component().equals(name));
    }

    private static Wanted wanted(String name, String command, int replicas, String... needs) {
        return new Wanted(
                name,
                "service",
                facets(command),
                replicas,
                Replacement.ROLLING,
                Arrays.asList(needs));
    }

    private static Running running(String id, String component, String command) {
        return running(id, component, facets(command));
    }

    private static Running running(
            String id, String component, java.util.SortedMap<String, String> facets) {
        return new Running(id, component, "service", facets, InstanceState.HEALTHY);
    }

    private static java.util.SortedMap<String, String> facets(String command) {
        return new TreeMap<>(Map.of("command", command));
    }
}
