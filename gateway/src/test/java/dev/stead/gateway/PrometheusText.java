package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format, version 0.0.4, strictly: whatever the specification does not have
 * fails.
 */
final class PrometheusText {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "("
                            + NAME
                            + ")(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\[\\\\\"n])*\",?)*})?"
                            + " (NaN|[+-]Inf|-?[0-9.]+([eE][+-]?[0-9]+)?)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> helped = new TreeSet<>();

    private PrometheusText(String text) {
        assertThat(text).endsWith("\n");
        String family = "";
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            family = line.startsWith("#") ? comment(line) : sample(line, family);
        }
        assertThat(helped).isEqualTo(types.keySet());
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                histogram(name);
            }
        });
    }

    static PrometheusText of(Metrics metrics) {
        Exposition all = new Exposition();
        metrics.addTo(all);
        return new PrometheusText(all.text());
    }

    /** Types by the names of families. */
    Map<String, String> types() {
        return types;
    }

    /** The figure of a name with its labels; 0 when it is not there. */
    double value(String name) {
        return samples.getOrDefault(name, 0.0);
    }

    private String comment(String line) {
        Matcher comment = COMMENT.matcher(line);
        assertThat(comment.matches()).as(line).isTrue();
        String name = comment.group(2);
        if (comment.group(1).equals("TYPE")) {
            assertThat(TYPES).contains(comment.group(3));
            assertThat(types.put(name, comment.group(3))).as("twice: " + name).isNull();
        } else {
            assertThat(helped.add(name)).as("twice: " + name).isTrue();
        }
        return name;
    }

    private String sample(String line, String family) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String name = sample.group(1);
        boolean histogram = "histogram".equals(types.get(family));
        assertThat(
                        histogram
                                ? List.of(family + "_bucket", family + "_sum", family + "_count")
                                : List.of(family))
                .as(line)
                .contains(name);
        String labels = sample.group(2) == null ? "" : sample.group(2);
        assertThat(samples.put(name + labels, number(sample.group(5)))).as(line).isNull();
        return family;
    }

    private static double number(String text) {
        return text.endsWith("Inf")
                ? Double.POSITIVE_INFINITY * (text.startsWith("-") ? -1 : 1)
                : Double.parseDouble(text);
    }

    /** Buckets rise, and the last is the count. */
    private void histogram(String name) {
        Map<String, Double> last = new LinkedHashMap<>();
        samples.forEach((sample, value) -> {
            if (sample.startsWith(name + "_bucket{")) {
                String labels = sample.substring(sample.indexOf('{')).replaceAll(",le=.*", "}");
                assertThat(value).isGreaterThanOrEqualTo(last.getOrDefault(labels, 0.0));
                last.put(labels, value);
            }
        });
        last.forEach((labels, value) ->
                assertThat(samples).containsEntry(name + "_count" + labels, value));
    }
}
