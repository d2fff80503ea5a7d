package dev.stead.base;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of this moment, to be read by Prometheus: families of metrics, each added once. Names are
 * those of Prometheus: {@code stead_ROLE_THING_UNIT}. Used by one thread.
 */
public final class Exposition {
    /** The media type of {@link #text}. */
    public static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String TOTAL = "_total";

    private final List<MetricSnapshot> families = new ArrayList<>();

    /**
     * One figure of a family.
     *
     * @param labels names and values, in turns
     */
    public record Sample(double value, List<String> labels) {
        public Sample {
            labels = List.copyOf(labels);
        }

        /** The same with the labels one after the other. */
        public static Sample of(double value, String... labels) {
            return new Sample(value, List.of(labels));
        }

        /** Likewise, of a count. */
        public static Sample of(long value, String... labels) {
            return of((double) value, labels);
        }
    }

    /**
     * How often a quantity was how large.
     *
     * @param bounds upper bounds, ascending, the last of them infinite
     * @param counts how often it was above the bound before and not above this one
     * @param sum of all quantities
     * @param labels names and values, in turns
     */
    public record Distribution(
            List<Double> bounds, List<Long> counts, double sum, List<String> labels) {
        public Distribution {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
            labels = List.copyOf(labels);
        }
    }

    /**
     * Adds figures that only rise while the process runs.
     *
     * @param name ends in {@code _total}
     * @param help what it counts, in a sentence without a full stop
     */
    public void counter(String name, String help, List<Sample> samples) {
        if (!name.endsWith(TOTAL)) {
            throw new IllegalArgumentException(name + " does not end in " + TOTAL);
        }
        String base = name.substring(0, name.length() - TOTAL.length());
        families.add(
                new CounterSnapshot(
                        new MetricMetadata(base, help),
                        samples.stream()
                                .map(it ->
                                        new CounterDataPointSnapshot(
                                                it.value(), labels(it.labels()), null, 0))
                                .toList()));
    }

    /** Adds one figure that only rises; see the other method. */
    public void counter(String name, String help, double value) {
        counter(name, help, List.of(Sample.of(value)));
    }

    /** Adds one count that only rises; see the other method. */
    public void counter(String name, String help, long value) {
        counter(name, help, (double) value);
    }

    /** Adds figures that rise and fall. */
    public void gauge(String name, String help, List<Sample> samples) {
        families.add(
                new GaugeSnapshot(
                        new MetricMetadata(name, help),
                        samples.stream()
                                .map(it ->
                                        new GaugeDataPointSnapshot(
                                                it.value(), labels(it.labels()), null))
                                .toList()));
    }

    /** Adds one figure that rises and falls. */
    public void gauge(String name, String help, double value) {
        gauge(name, help, List.of(Sample.of(value)));
    }

    /** Adds one count that rises and falls. */
    public void gauge(String name, String help, long value) {
        gauge(name, help, (double) value);
    }

    /** Adds distributions. */
    public void histogram(String name, String help, List<Distribution> distributions) {
        families.add(
                new HistogramSnapshot(
                        new MetricMetadata(name, help),
                        distributions.stream()
                                .map(it ->
                                        new HistogramDataPointSnapshot(
                                                ClassicHistogramBuckets.of(
                                                        it.bounds(), it.counts()),
                                                it.sum(),
                                                labels(it.labels()),
                                                Exemplars.EMPTY,
                                                0))
                                .toList()));
    }

    private static Labels labels(List<String> namesAndValues) {
        return Labels.of(namesAndValues.toArray(String[]::new));
    }

    /**
     * Everything in Prometheus' text format, version 0.0.4, families in the order of their names.
     *
     * @throws IllegalArgumentException when two families have the same name
     */
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(families));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
