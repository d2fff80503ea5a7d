package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Figures of a server taken again and again. The first fifth is left out, in which it warms up;
 * what is flat has a median in the second half of the rest that is hardly above that of the first.
 *
 * @param <T> what is taken each time
 */
final class Samples<T> {
    private final List<T> taken = new ArrayList<>();

    void add(T sample) {
        taken.add(sample);
    }

    int size() {
        return taken.size();
    }

    /**
     * Demands that a figure does not grow.
     *
     * @param share by which it may be higher all the same, such as 0.1
     * @param more how much higher besides
     */
    void assertFlat(String name, ToLongFunction<T> figure, double share, long more) {
        int begin = taken.size() / 5;
        int middle = begin + (taken.size() - begin) / 2;
        long first = median(taken.subList(begin, middle), figure);
        long second = median(taken.subList(middle, taken.size()), figure);
        System.out.printf(
                Locale.ROOT,
                "  %s: %,d, then %,d (%d samples)%n",
                name,
                first,
                second,
                taken.size());
        assertThat(second).as(name).isLessThanOrEqualTo((long) (first * (1 + share)) + more);
    }

    private static <T> long median(List<T> samples, ToLongFunction<T> figure) {
        long[] values = samples.stream().mapToLong(figure).sorted().toArray();
        return values[values.length / 2];
    }
}
