package dev.stead.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the load generator {@code wrk}. */
final class Wrk {
    private Wrk() {}

    /**
     * What a run measured.
     *
     * @param rate requests in a second
     * @param requests in all
     * @param p99 milliseconds
     */
    record Run(double rate, long requests, double p99) {}

    /** Loads an address for some seconds, with one more header; fails when any request failed. */
    static Run run(String url, String header, int connections, int seconds)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "wrk",
                                "--latency",
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "-H",
                                "Host: localhost",
                                "-H",
                                header,
                                url)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0
                || output.contains("Non-2xx")
                || output.contains("Socket errors")) {
            throw new IOException("wrk failed at " + url + ":\n" + output);
        }
        return new Run(
                Double.parseDouble(find(output, "Requests/sec:\\s+([\\d.]+)")),
                Long.parseLong(find(output, "(\\d+) requests in")),
                milliseconds(find(output, "99%\\s+(\\S+)")));
    }

    private static double milliseconds(String text) {
        Matcher matcher = Pattern.compile("([\\d.]+)(us|ms|s)").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a time of wrk: " + text);
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1000;
            case "ms" -> value;
            default -> value * 1000;
        };
    }

    private static String find(String text, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("wrk printed no " + pattern + ":\n" + text);
        }
        return matcher.group(1);
    }
}
