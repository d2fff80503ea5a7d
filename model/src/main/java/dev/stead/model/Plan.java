package dev.stead.model;

import dev.stead.model.Step.Action;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What has to happen so that what runs becomes what is wanted: a pure function of the two, so that
 * an apply that was cut off anywhere is finished by planning again.
 *
 * @param waves steps in order; those of one wave do not depend on each other. Components start
 *     after what they need; what the file no longer names is stopped last, dependants first.
 */
public record Plan(List<List<Step>> waves) {
    public Plan {
        waves = waves.stream().map(List::copyOf).toList();
    }

    /**
     * Plans.
     *
     * @param wanted in the order of the file; needs name each other without cycles
     * @param running what exists, in any order
     */
    public static Plan of(List<Wanted> wanted, List<Running> running) {
        List<List<Step>> waves = new ArrayList<>();
        for (List<Wanted> wave : waves(wanted)) {
            waves.add(wave.stream().map(w -> step(w, of(w.component(), running))).toList());
        }
        List<Step> removals = removals(wanted, running);
        if (!removals.isEmpty()) {
            waves.add(removals);
        }
        return new Plan(waves);
    }

    /** Steps that change something, in order. */
    public List<Step> changes() {
        return waves.stream().flatMap(List::stream).filter(s -> s.action() != Action.KEEP).toList();
    }

    /** Components in waves: each after everything it needs. */
    public static List<List<Wanted>> waves(List<Wanted> wanted) {
        List<List<Wanted>> waves = new ArrayList<>();
        SequencedSet<String> names = new LinkedHashSet<>();
        wanted.forEach(w -> names.add(w.component()));
        SequencedSet<String> placed = new LinkedHashSet<>();
        List<Wanted> left = new ArrayList<>(wanted);
        while (!left.isEmpty()) {
            List<Wanted> ready =
                    left.stream()
                            .filter(w ->
                                    w.needs().stream()
                                            .allMatch(
                                                    n -> placed.contains(n) || !names.contains(n)))
                            .toList();
            if (ready.isEmpty()) {
                throw new IllegalArgumentException("needs form a cycle: " + left);
            }
            waves.add(ready);
            ready.forEach(w -> placed.add(w.component()));
            left.removeAll(ready);
        }
        return waves;
    }

    private static List<Running> of(String component, List<Running> running) {
        return running.stream().filter(r -> r.component().equals(component)).toList();
    }

    private static Step step(Wanted wanted, List<Running> running) {
        List<Running> current =
                running.stream().filter(r -> r.facets().equals(wanted.facets())).toList();
        List<Running> stale =
                running.stream().filter(r -> !r.facets().equals(wanted.facets())).toList();
        int target = Math.max(wanted.replicas(), wanted.replicas() == 0 ? 1 : 0);
        int start = Math.max(0, target - current.size());
        List<Running> surplus = current.stream().sorted(BEST_FIRST).skip(target).toList();
        return new Step(
                wanted.component(),
                wanted.kind(),
                action(current, stale, start, surplus),
                start,
                ids(stale),
                ids(surplus),
                why(wanted, target, current, stale));
    }

    /** Healthy ones are kept before others, older ones before newer ones. */
    private static final Comparator<Running> BEST_FIRST =
            Comparator.comparingInt((Running r) -> r.state() == InstanceState.HEALTHY ? 0 : 1)
                    .thenComparingInt(r -> r.instance().length())
                    .thenComparing(Running::instance);

    private static Action action(
            List<Running> current, List<Running> stale, int start, List<Running> surplus) {
        if (!stale.isEmpty()) {
            return Action.REPLACE;
        }
        if (start == 0 && surplus.isEmpty()) {
            return Action.KEEP;
        }
        return current.isEmpty() ? Action.START : Action.SCALE;
    }

    private static String why(
            Wanted wanted, int target, List<Running> current, List<Running> stale) {
        if (!stale.isEmpty()) {
            return difference(stale.getFirst().facets(), wanted.facets());
        }
        if (current.isEmpty()) {
            return "it does not run yet";
        }
        return current.size() == target
                ? "nothing changed"
                : current.size() + " run, " + target + " wanted";
    }

    private static String difference(
            SortedMap<String, String> before, SortedMap<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            String old = before.getOrDefault(name, "");
            String now = after.getOrDefault(name, "");
            if (!old.equals(now)) {
                changed.add(change(name, old, now));
            }
        }
        return String.join(", ", changed);
    }

    private static String change(String name, String old, String now) {
        if (old.isEmpty()) {
            return name + " added";
        }
        if (now.isEmpty()) {
            return name + " removed";
        }
        return old.length() + now.length() < 100 && !old.contains("\n") && !now.contains("\n")
                ? name + " changed from " + old + " to " + now
                : name + " changed";
    }

    private static List<Step> removals(List<Wanted> wanted, List<Running> running) {
        Map<String, List<Running>> gone = new LinkedHashMap<>();
        for (Running r : running) {
            if (wanted.stream().noneMatch(w -> w.component().equals(r.component()))) {
                gone.computeIfAbsent(r.component(), c -> new ArrayList<>()).add(r);
            }
        }
        return gone.values().stream()
                .map(rs ->
                        new Step(
                                rs.getFirst().component(),
                                rs.getFirst().kind(),
                                Action.STOP,
                                0,
                                List.of(),
                                ids(rs),
                                "the file does not name it any more"))
                .toList();
    }

    private static List<String> ids(List<Running> running) {
        return running.stream().map(Running::instance).toList();
    }
}
