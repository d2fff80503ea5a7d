package dev.stead.cli;

import dev.stead.api.Engines.Use;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who used which engines how much: a line for each account and component. */
final class UsageSums {
    private UsageSums() {}

    private record Key(String account, String component) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::account).thenComparing(Key::component);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    static List<String> lines(List<Use> uses, Instant now) {
        SortedMap<Key, List<Use>> groups = new TreeMap<>();
        for (Use use : uses) {
            groups.computeIfAbsent(new Key(use.account(), use.component()), _ -> new ArrayList<>())
                    .add(use);
        }
        Table table = new Table("ACCOUNT", "COMPONENT", "ENGINES", "OPEN", "CPU", "MOST MEMORY");
        groups.forEach((key, group) ->
                table.add(
                        key.account(),
                        key.component(),
                        Integer.toString(group.size()),
                        StatusCommand.age(open(group, now)),
                        String.format(
                                Locale.ROOT,
                                "%.1fs",
                                group.stream().mapToDouble(Use::cpuSeconds).sum()),
                        (group.stream().mapToLong(Use::mostMemory).max().orElse(0) >> 20)
                                + " MiB"));
        return table.lines();
    }

    private static Duration open(List<Use> group, Instant now) {
        return group.stream()
                .map(use -> Duration.between(use.began(), use.ended().orElse(now)))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
