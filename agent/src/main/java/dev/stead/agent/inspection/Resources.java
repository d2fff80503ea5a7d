package dev.stead.agent.inspection;

import dev.stead.api.HostFacts.Bounds;
import dev.stead.api.HostFacts.Memory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Memory, cores and bounds of this process.
 *
 * @param proc where proc(5) is mounted
 * @param group its control group
 */
record Resources(Path proc, ControlGroup group) {
    /** Of capabilities(7). */
    private static final int CAP_NET_BIND_SERVICE = 10;

    private static final int CAP_SYS_RESOURCE = 24;

    Optional<Memory> memory() {
        List<String> lines = Texts.lines(proc.resolve("meminfo"));
        OptionalLong total = kibibytes(lines, "MemTotal");
        OptionalLong available = kibibytes(lines, "MemAvailable");
        if (total.isEmpty() || available.isEmpty() || total.getAsLong() == 0) {
            return Optional.empty();
        }
        OptionalLong bound = group.memory();
        boolean binds = bound.isPresent() && bound.getAsLong() < total.getAsLong();
        return Optional.of(
                new Memory(
                        total.getAsLong(),
                        available.getAsLong(),
                        kibibytes(lines, "SwapTotal").orElse(0),
                        binds ? bound : OptionalLong.empty()));
    }

    private static OptionalLong kibibytes(List<String> lines, String name) {
        OptionalLong number =
                Texts.value(lines, name).map(Texts::number).orElse(OptionalLong.empty());
        return number.isPresent() && number.getAsLong() < Long.MAX_VALUE >> 10
                ? OptionalLong.of(number.getAsLong() << 10)
                : OptionalLong.empty();
    }

    /** Those that the process may be scheduled on, less what its control group takes away. */
    OptionalDouble cores() {
        OptionalDouble allowed =
                Texts.value(status(), "Cpus_allowed_list")
                        .map(Resources::count)
                        .orElse(OptionalDouble.empty());
        OptionalDouble bound = group.cores();
        return allowed.isPresent() && bound.isPresent()
                ? OptionalDouble.of(Math.min(allowed.getAsDouble(), bound.getAsDouble()))
                : allowed.isPresent() ? allowed : bound;
    }

    /** How many a list such as {@code 0-3,8} names. */
    static OptionalDouble count(String list) {
        double count = 0;
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            OptionalLong from = Texts.number(ends[0]);
            OptionalLong to = Texts.number(ends[ends.length - 1]);
            if (from.isEmpty() || to.isEmpty() || to.getAsLong() < from.getAsLong()) {
                return OptionalDouble.empty();
            }
            count += (double) to.getAsLong() - (double) from.getAsLong() + 1;
        }
        return OptionalDouble.of(count);
    }

    Bounds bounds() {
        List<String> limits = Texts.lines(proc.resolve("self/limits"));
        return new Bounds(soft(limits, "Max open files"), processes(limits), firstPort());
    }

    /** The soft limit in a line such as {@code Max open files 1024 4096 files}. */
    private static OptionalLong soft(List<String> limits, String name) {
        return limits.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Texts.number(line.substring(name.length())))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** What is left of the machine's numbers; of a control group's and a user's, all they have. */
    private OptionalLong processes(List<String> limits) {
        long there = tasks();
        OptionalLong ofUser =
                may(CAP_SYS_RESOURCE) ? OptionalLong.empty() : soft(limits, "Max processes");
        return LongStream.concat(
                        LongStream.concat(ofUser.stream(), group.processes().stream()),
                        LongStream.concat(
                                        setting("kernel/pid_max").stream(),
                                        setting("kernel/threads-max").stream())
                                .map(most -> Math.max(0, most - there)))
                .min();
    }

    /** Processes and threads there are: the second number of the fourth word of loadavg. */
    private long tasks() {
        List<String> words = Texts.words(Texts.of(proc.resolve("loadavg")).orElse(""));
        return words.size() < 4 ? 0 : Texts.number(words.get(3).replaceFirst(".*/", "")).orElse(0);
    }

    private OptionalInt firstPort() {
        if (may(CAP_NET_BIND_SERVICE)) {
            return OptionalInt.of(1);
        }
        OptionalLong first = setting("net/ipv4/ip_unprivileged_port_start");
        return first.isPresent() && first.getAsLong() <= 65_536
                ? OptionalInt.of((int) first.getAsLong())
                : OptionalInt.empty();
    }

    private boolean may(int capability) {
        String effective = Texts.value(status(), "CapEff").orElse("0");
        try {
            return (Long.parseUnsignedLong(effective, 16) >> capability & 1) == 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private OptionalLong setting(String name) {
        return Texts.of(proc.resolve("sys").resolve(name))
                .map(Texts::number)
                .orElse(OptionalLong.empty());
    }

    private List<String> status() {
        return Texts.lines(proc.resolve("self/status"));
    }
}
