package dev.stead.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A program under load, and what was measured of it. */
final class Contender {
    private final String name;
    private final long pid;
    private final String url;
    private final String header;
    private final List<Figures> runs = new ArrayList<>();

    /**
     * @param header sent with each request
     */
    Contender(String name, long pid, String url, String header) {
        this.name = name;
        this.pid = pid;
        this.url = url;
        this.header = header;
    }

    /**
     * One run.
     *
     * @param cpu microseconds of the program's CPU time for a request
     */
    private record Figures(double rate, double p99, double cpu) {}

    String name() {
        return name;
    }

    /** Runs without keeping what was measured. */
    void warmUp(int connections, int seconds) throws IOException, InterruptedException {
        Wrk.run(url, header, connections, seconds);
    }

    void measure(int connections, int seconds) throws IOException, InterruptedException {
        double before = ProcessFigures.cpuSeconds(pid);
        Wrk.Run run = Wrk.run(url, header, connections, seconds);
        double cpu = (ProcessFigures.cpuSeconds(pid) - before) * 1e6 / run.requests();
        runs.add(new Figures(run.rate(), run.p99(), cpu));
    }

    double rate() {
        return median(Figures::rate);
    }

    double p99() {
        return median(Figures::p99);
    }

    double cpu() {
        return median(Figures::cpu);
    }

    double memory() throws IOException {
        return ProcessFigures.residentMiB(pid);
    }

    private double median(ToDoubleFunction<Figures> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
