package dev.stead.console;

import dev.stead.api.Engines.Use;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who used which application how much. Pure. */
record UsageSums(List<Line> lines) {
    UsageSums {
        lines = List.copyOf(lines);
    }

    /**
     * One user and application.
     *
     * @param hours that engines were open within the time shown
     * @param cpuHours of all their processes
     * @param mostMemory bytes of one of them
     */
    record Line(
            String account,
            String component,
            int openings,
            double hours,
            double cpuHours,
            long mostMemory) {
        private static Line of(List<Use> uses, Span shown) {
            return new Line(
                    uses.getFirst().account(),
                    uses.getFirst().component(),
                    uses.size(),
                    uses.stream().mapToDouble(shown::hours).sum(),
                    uses.stream().mapToDouble(Use::cpuSeconds).sum() / 3600,
                    uses.stream().mapToLong(Use::mostMemory).max().orElse(0));
        }
    }

    static UsageSums of(List<Use> uses, Span shown) {
        Map<List<String>, List<Use>> groups =
                uses.stream()
                        .collect(
                                Collectors.groupingBy(
                                        use -> List.of(use.account(), use.component())));
        return new UsageSums(
                groups.values().stream()
                        .map(group -> Line.of(group, shown))
                        .sorted(
                                Comparator.comparingDouble(Line::hours)
                                        .reversed()
                                        .thenComparing(Line::account)
                                        .thenComparing(Line::component))
                        .toList());
    }

    int openings() {
        return lines.stream().mapToInt(Line::openings).sum();
    }

    double hours() {
        return lines.stream().mapToDouble(Line::hours).sum();
    }

    double cpuHours() {
        return lines.stream().mapToDouble(Line::cpuHours).sum();
    }

    long users() {
        return lines.stream().map(Line::account).distinct().count();
    }
}
