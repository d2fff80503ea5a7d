package dev.stead.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server takes, after a full collection of garbage.
 *
 * @param heap bytes of live objects
 * @param resident bytes of memory of the process
 * @param threads of the system
 * @param descriptors open files, sockets and pipes
 */
record ServerFigures(long heap, long resident, int threads, int descriptors) {
    /** Of the serial collector, which a server has. */
    private static final Pattern USED =
            Pattern.compile("(?:DefNew|Tenured) +total \\d+K, used (\\d+)K");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

    static ServerFigures of(long pid) throws IOException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        return new ServerFigures(
                sum(USED, jcmd(pid, "GC.heap_info")) * 1024,
                sum(RESIDENT, status) * 1024,
                (int) sum(THREADS, status),
                count(Path.of("/proc", Long.toString(pid), "fd")));
    }

    private static String jcmd(long pid, String command) {
        String tool = Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString();
        Command.Result result =
                Command.run(Path.of("/"), Map.of(), List.of(tool, Long.toString(pid), command));
        if (result.status() != 0) {
            throw new AssertionError("jcmd " + command + ": " + result.all());
        }
        return result.out();
    }

    /** Of all numbers that it finds, at least one. */
    private static long sum(Pattern number, String text) {
        Matcher matcher = number.matcher(text);
        long sum = 0;
        boolean found = false;
        while (matcher.find()) {
            found = true;
            sum += Long.parseLong(matcher.group(1));
        }
        if (!found) {
            throw new AssertionError("no " + number + " in " + text);
        }
        return sum;
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    @Override
    public String toString() {
        return String.format(
                "heap %.1f MB, resident %.1f MB, %d threads, %d descriptors",
                heap / 1e6, resident / 1e6, threads, descriptors);
    }
}
