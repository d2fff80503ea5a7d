package dev.stead.console;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.stead.api.Engines.Use;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Hours that engines were open, a bar for each day or week, stacked by application or user. Pure.
 *
 * @param days that a bar stands for
 * @param series the largest at the bottom; at most as many as can be told apart, and the rest
 * @param top hours at the top of the plot: a round number
 */
record UsagePlot(int days, List<LocalDate> begins, List<Series> series, double top) {
    /** How many colours the style sheet has, the last for the rest. */
    static final int COLOURS = 7;

    /** Of the drawing, which is stretched to the width of the page. */
    static final int HEIGHT = 200;

    private static final int MOST_DAYS = 62;
    private static final double GAP = 0.18;

    UsagePlot {
        begins = List.copyOf(begins);
        series = List.copyOf(series);
    }

    /**
     * What is drawn in one colour.
     *
     * @param hours for each bar
     */
    record Series(String name, List<Double> hours) {
        Series {
            hours = List.copyOf(hours);
        }

        double sum() {
            return hours.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    static UsagePlot of(List<Use> uses, UsageFilter filter, Instant now) {
        int days = filter.days() <= MOST_DAYS ? 1 : 7;
        List<LocalDate> begins =
                filter.from().datesUntil(filter.to().plusDays(1), Period.ofDays(days)).toList();
        List<Span> bars = begins.stream().map(begin -> bar(begin, days, filter, now)).toList();
        Map<String, List<Use>> groups =
                uses.stream().collect(groupingBy(filter::group, TreeMap::new, toList()));
        List<Series> series = new ArrayList<>();
        groups.forEach((name, group) -> series.add(series(name, group, bars)));
        series.sort(Comparator.comparingDouble(Series::sum).reversed());
        List<Series> drawn = merged(series);
        double highest =
                IntStream.range(0, bars.size()).mapToDouble(i -> height(drawn, i)).max().orElse(0);
        return new UsagePlot(days, begins, drawn, round(highest));
    }

    private static Span bar(LocalDate begin, int days, UsageFilter filter, Instant now) {
        Instant end = begin.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant last = filter.end().isBefore(now) ? filter.end() : now;
        return new Span(
                begin.atStartOfDay(ZoneOffset.UTC).toInstant(), end.isBefore(last) ? end : last);
    }

    private static Series series(String name, List<Use> uses, List<Span> bars) {
        return new Series(
                name,
                bars.stream().map(bar -> uses.stream().mapToDouble(bar::hours).sum()).toList());
    }

    /** The smallest become one when there are too many. */
    private static List<Series> merged(List<Series> all) {
        if (all.size() <= COLOURS) {
            return all;
        }
        List<Series> kept = new ArrayList<>(all.subList(0, COLOURS - 1));
        List<Series> rest = all.subList(COLOURS - 1, all.size());
        List<Double> sums =
                IntStream.range(0, rest.getFirst().hours().size())
                        .mapToObj(i -> height(rest, i))
                        .toList();
        kept.add(new Series("the other " + rest.size(), sums));
        return kept;
    }

    private static double height(List<Series> series, int bar) {
        return series.stream().mapToDouble(one -> one.hours().get(bar)).sum();
    }

    /** The next of 1, 2, 5, 10, 20, 50 and so on. */
    static double round(double hours) {
        double unit = 1;
        while (true) {
            for (int step : new int[] {1, 2, 5}) {
                if (hours <= step * unit) {
                    return step * unit;
                }
            }
            unit *= 10;
        }
    }

    boolean isEmpty() {
        return series.stream().allMatch(one -> one.sum() == 0);
    }

    /** All hours of a bar. */
    double height(int bar) {
        return height(series, bar);
    }

    String per() {
        return days == 1 ? "day" : "week";
    }

    /** What is drawn of a series, as the {@code d} of a path; a bar is one wide. */
    String path(int which) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < begins.size(); i++) {
            double hours = series.get(which).hours().get(i);
            double y = y(height(series.subList(0, which + 1), i));
            double tall = y(height(series.subList(0, which), i)) - y;
            if (hours > 0) {
                path.append(
                        String.format(
                                Locale.ROOT,
                                "M%.2f %.1fh%.2fv%.1fh-%.2fz",
                                i + GAP / 2,
                                y,
                                1 - GAP,
                                tall,
                                1 - GAP));
            }
        }
        return path.toString();
    }

    private double y(double hours) {
        return HEIGHT - hours / top * HEIGHT;
    }

    /** Hours at one of the lines, counted from below; without digits that say nothing. */
    String mark(int line) {
        return BigDecimal.valueOf(top * line / 4).stripTrailingZeros().toPlainString();
    }

    /** A line for each quarter of the height. */
    List<Integer> lines() {
        return List.of(0, HEIGHT / 4, HEIGHT / 2, HEIGHT * 3 / 4, HEIGHT);
    }
}
