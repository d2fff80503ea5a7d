package dev.stead.agent.inspection;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the control groups of this process, its own and those above, let it use (cgroups(7), and
 * Documentation/admin-guide/cgroup-v2.rst of Linux).
 *
 * @param proc where proc(5) is mounted
 * @param sys where sysfs(5) is mounted
 */
record ControlGroup(Path proc, Path sys) {
    /** Version 1 says "no limit" with a number near the largest. */
    private static final long NO_LIMIT = 1L << 60;

    OptionalLong memory() {
        return least("memory", "memory.max", "memory.limit_in_bytes");
    }

    OptionalLong processes() {
        return least("pids", "pids.max", "pids.max");
    }

    OptionalDouble cores() {
        double least = Double.MAX_VALUE;
        for (Path folder : folders("")) {
            List<String> words = Texts.words(Texts.of(folder.resolve("cpu.max")).orElse(""));
            if (words.size() == 2) {
                least = Math.min(least, share(words.get(0), words.get(1)));
            }
        }
        for (Path folder : folders("cpu")) {
            least =
                    Math.min(
                            least,
                            share(
                                    Texts.of(folder.resolve("cpu.cfs_quota_us")).orElse(""),
                                    Texts.of(folder.resolve("cpu.cfs_period_us")).orElse("")));
        }
        return least == Double.MAX_VALUE ? OptionalDouble.empty() : OptionalDouble.of(least);
    }

    /** A quota of microseconds in a period of so many; {@code max} and -1 are no quota. */
    private static double share(String quota, String period) {
        OptionalLong part = Texts.number(quota);
        OptionalLong whole = Texts.number(period);
        return part.isPresent() && whole.isPresent() && whole.getAsLong() > 0
                ? (double) part.getAsLong() / whole.getAsLong()
                : Double.MAX_VALUE;
    }

    private OptionalLong least(String controller, String second, String first) {
        List<Long> found = new ArrayList<>();
        for (Path folder : folders("")) {
            Texts.of(folder.resolve(second)).ifPresent(t -> add(found, t));
        }
        for (Path folder : folders(controller)) {
            Texts.of(folder.resolve(first)).ifPresent(t -> add(found, t));
        }
        return found.stream().mapToLong(Long::longValue).min();
    }

    private static void add(List<Long> found, String text) {
        Texts.number(text).stream().filter(n -> n < NO_LIMIT).forEach(found::add);
    }

    /**
     * Folders of the group of this process and of those above, in the hierarchy of a controller of
     * version 1; the empty name means version 2.
     */
    private List<Path> folders(String controller) {
        List<Path> folders = new ArrayList<>();
        Path mount = sys.resolve("fs/cgroup").resolve(controller);
        for (String line : Texts.lines(proc.resolve("self/cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && isOf(fields[1], controller)) {
                path(fields[2]).ifPresent(group -> addWithParents(mount, group, folders));
            }
        }
        return folders;
    }

    private static boolean isOf(String controllers, String wanted) {
        return wanted.isEmpty()
                ? controllers.isEmpty()
                : List.of(controllers.split(",", -1)).contains(wanted);
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of("/").relativize(Path.of("/", text).normalize()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static void addWithParents(Path mount, Path group, List<Path> folders) {
        for (int length = group.getNameCount(); length > 0; length--) {
            folders.add(mount.resolve(group.subpath(0, length)));
        }
        folders.add(mount);
    }
}
