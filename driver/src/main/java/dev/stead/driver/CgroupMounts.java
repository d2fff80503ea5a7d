package dev.stead.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the hierarchies of cgroups that this process may use (proc_pid_mountinfo(5), cgroups(7)).
 */
final class CgroupMounts {
    private record Mount(Path point, Path root, boolean unified, Set<String> options) {}

    private final Path proc;

    /**
     * @param proc where proc(5) is mounted
     */
    CgroupMounts(Path proc) {
        this.proc = proc;
    }

    /** One tree for each hierarchy in which a cgroup can be made. */
    List<CgroupTree> trees() {
        List<CgroupTree> trees = new ArrayList<>();
        for (Mount mount : mounts()) {
            tree(mount).ifPresent(trees::add);
        }
        return trees;
    }

    /** The cgroup of this process in the first hierarchy where it may be changed. */
    Optional<Path> own() {
        return mounts().stream()
                .flatMap(mount -> own(mount).stream())
                .filter(folder -> Files.isWritable(folder.resolve("cgroup.procs")))
                .findFirst();
    }

    private Optional<CgroupTree> tree(Mount mount) {
        Set<String> controllers = new TreeSet<>(CgroupTree.WANTED);
        controllers.retainAll(mount.options);
        if (!mount.unified && controllers.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> base = base(mount);
        if (base.isEmpty()) {
            return Optional.empty();
        }
        Path root = base.get().resolve("stead");
        return Optional.of(
                mount.unified
                        ? new CgroupV2(root, handedDown(base.get()))
                        : new CgroupV1(root, controllers));
    }

    /** The top of the mount, so that every server finds what another made; else our own cgroup. */
    private Optional<Path> base(Mount mount) {
        List<Path> candidates = new ArrayList<>(List.of(mount.point));
        own(mount).ifPresent(candidates::add);
        return candidates.stream().filter(Files::isWritable).findFirst();
    }

    private Optional<Path> own(Mount mount) {
        for (String line : lines("self/cgroup")) {
            String[] fields = line.split(":", 3);
            boolean here =
                    fields.length == 3
                            && (mount.unified
                                    ? fields[0].equals("0")
                                    : !fields[1].isEmpty()
                                            && mount.options.containsAll(
                                                    Arrays.asList(fields[1].split(",", -1))));
            if (here && Path.of(fields[2]).startsWith(mount.root)) {
                return Optional.of(mount.point.resolve(mount.root.relativize(Path.of(fields[2]))));
            }
        }
        return Optional.empty();
    }

    /** Asks for each controller; one that is used by a hierarchy of version 1 is not to be had. */
    private static Set<String> handedDown(Path base) {
        CgroupFile control = CgroupFile.of(base, "cgroup.subtree_control");
        for (String controller : List.of("memory", "cpu", "pids")) {
            try {
                control.write("+" + controller);
            } catch (IOException _) {
                // It is not there, or may not be handed down: Driver.missingIsolation tells.
            }
        }
        try {
            Set<String> found = new TreeSet<>(CgroupTree.WANTED);
            found.retainAll(Arrays.asList(Files.readString(control.path()).trim().split(" ", -1)));
            return found;
        } catch (IOException _) {
            return Set.of();
        }
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines("self/mountinfo")) {
            int dash = line.indexOf(" - ");
            if (dash < 0) {
                continue;
            }
            String[] left = line.substring(0, dash).split(" ", -1);
            String[] right = line.substring(dash + 3).split(" ", -1);
            if (right[0].equals("cgroup") || right[0].equals("cgroup2")) {
                mounts.add(
                        new Mount(
                                Path.of(left[4].replace("\\040", " ")),
                                Path.of(left[3].replace("\\040", " ")),
                                right[0].equals("cgroup2"),
                                Set.copyOf(Arrays.asList(right[2].split(",", -1)))));
            }
        }
        return mounts;
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(proc.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
