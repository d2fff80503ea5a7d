package dev.stead.driver;

import dev.stead.model.Limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The cgroups of launches over all hierarchies of this host; none at all is fine. A launch is found
 * again by its folder's name alone. Thread-safe; keeps nothing but where folders were found.
 */
final class Cgroups {
    private static final int TRIES = 5;

    private final List<CgroupTree> trees;
    private final Supplier<Optional<Path>> own;
    private final Map<String, Group> known = new ConcurrentHashMap<>();

    /**
     * @param own the cgroup of this process in any hierarchy, where it may be changed
     */
    Cgroups(List<CgroupTree> trees, Supplier<Optional<Path>> own) {
        this.trees = List.copyOf(trees);
        this.own = own;
    }

    Cgroups(List<CgroupTree> trees) {
        this(trees, Optional::empty);
    }

    /** Those of this host. */
    static Cgroups of(CgroupMounts mounts) {
        return new Cgroups(mounts.trees(), mounts::own);
    }

    /**
     * Has what joins a cgroup within the next milliseconds not wait. The kernel (cgroup_attach_lock
     * and rcu_sync) has the first process that changes its cgroup wait until each processor has
     * been seen to do something else, 7 to 30 ms, and those right after it not; so this process
     * changes to the cgroup that it is in.
     */
    void expectMove() {
        if (trees.isEmpty()) {
            return;
        }
        try {
            Optional<Path> here = own.get();
            if (here.isPresent()) {
                CgroupFile.of(here.get(), "cgroup.procs")
                        .write(Long.toString(ProcessHandle.current().pid()));
            }
        } catch (IOException | UncheckedIOException _) {
            // The first to join a cgroup will wait.
        }
    }

    /** The folders of one launch, by tree. */
    record Group(Map<CgroupTree, Path> folders) {
        boolean exists() {
            return !folders.isEmpty();
        }
    }

    /**
     * Makes the cgroups of a launch and sets their limits.
     *
     * @return the files that the program has to write its pid to
     */
    List<Path> make(Marks marks, Limits limits) throws IOException {
        Map<CgroupTree, Path> made = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>();
        for (CgroupTree tree : trees) {
            Path folder =
                    tree.root()
                            .resolve(marks.system())
                            .resolve(marks.instance() + "@" + marks.launch());
            make(tree, folder);
            made.put(tree, folder);
            tree.limit(folder, limits);
            files.add(folder.resolve("cgroup.procs"));
        }
        known.put(marks.launch(), new Group(made));
        return files;
    }

    Group find(String instance, String launch) throws IOException {
        Group before = known.get(launch);
        if (before != null) {
            return before;
        }
        Group group = search(instance, launch);
        if (!group.exists()) {
            return group;
        }
        // Where it is just being made, what make() put there is whole, and this may not be.
        Group first = known.putIfAbsent(launch, group);
        return first == null ? group : first;
    }

    private Group search(String instance, String launch) throws IOException {
        Map<CgroupTree, Path> found = new LinkedHashMap<>();
        for (CgroupTree tree : trees) {
            for (Path system : folders(tree.root())) {
                Path folder = system.resolve(instance + "@" + launch);
                if (Files.isDirectory(folder)) {
                    found.put(tree, folder);
                }
            }
        }
        return new Group(found);
    }

    /** Every launch of a system that has a cgroup, one without members too. */
    Set<Marks> launches(String system) throws IOException {
        Set<Marks> found = new java.util.LinkedHashSet<>();
        for (CgroupTree tree : trees) {
            for (Path folder : folders(tree.root().resolve(system))) {
                String[] name = String.valueOf(folder.getFileName()).split("@", 2);
                if (name.length == 2) {
                    found.add(new Marks(system, name[0], name[1]));
                }
            }
        }
        return found;
    }

    /** The processes in it, those of inner cgroups left out: cheap. */
    Set<Long> ownMembers(Group group) throws IOException {
        return group.exists() ? processes(group.folders.values().iterator().next()) : Set.of();
    }

    /** The processes in it and in cgroups that they made inside. */
    Set<Long> members(Group group) throws IOException {
        Set<Long> pids = new TreeSet<>();
        for (Path folder : group.folders.values()) {
            for (Path inner : withInner(folder)) {
                pids.addAll(processes(inner));
            }
        }
        return pids;
    }

    void hold(Group group) throws IOException {
        for (Map.Entry<CgroupTree, Path> each : group.folders.entrySet()) {
            each.getKey().hold(each.getValue());
        }
    }

    void release(Group group) throws IOException {
        for (Map.Entry<CgroupTree, Path> each : group.folders.entrySet()) {
            each.getKey().release(each.getValue());
        }
    }

    /** Removes its folders, and those above that are empty then. */
    void remove(Group group) throws IOException {
        known.values().remove(group);
        for (Map.Entry<CgroupTree, Path> each : group.folders.entrySet()) {
            for (Path folder : withInner(each.getValue()).reversed()) {
                Files.deleteIfExists(folder);
            }
            Path root = each.getKey().root();
            deleteIfEmpty(root.resolve(root.relativize(each.getValue()).getName(0)));
            deleteIfEmpty(root);
        }
    }

    OptionalLong memory(Group group) {
        return first(group, CgroupTree::memory);
    }

    OptionalLong cpuNanos(Group group) {
        return first(group, CgroupTree::cpuNanos);
    }

    boolean outOfMemory(Group group) {
        return group.folders.entrySet().stream()
                .anyMatch(e -> e.getKey().outOfMemory(e.getValue()));
    }

    /** What is not limited here, a sentence each. */
    List<String> missing() {
        Set<String> there = new TreeSet<>();
        trees.forEach(t -> there.addAll(t.controllers()));
        if (!there.contains("memory") && !there.contains("cpu") && !there.contains("pids")) {
            return List.of(
                    "no cgroup can be used: memory, CPU and process limits are not enforced");
        }
        List<String> sentences = new ArrayList<>();
        Map.of("memory", "memory", "cpu", "CPU", "pids", "process")
                .forEach((controller, word) -> {
                    if (!there.contains(controller)) {
                        sentences.add(
                                "the cgroup controller %s cannot be used: %s limits are not enforced"
                                        .formatted(controller, word));
                    }
                });
        return sentences.stream().sorted().toList();
    }

    private interface Reading {
        OptionalLong of(CgroupTree tree, Path folder);
    }

    private static OptionalLong first(Group group, Reading reading) {
        for (Map.Entry<CgroupTree, Path> each : group.folders.entrySet()) {
            OptionalLong value = reading.of(each.getKey(), each.getValue());
            if (value.isPresent()) {
                return value;
            }
        }
        return OptionalLong.empty();
    }

    // The folder of the system may vanish meanwhile, when the last other launch in it is removed.
    private static void make(CgroupTree tree, Path folder) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                tree.make(folder);
                return;
            } catch (NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static Set<Long> processes(Path folder) throws IOException {
        Set<Long> pids = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(folder.resolve("cgroup.procs"))) {
                pids.add(Long.parseLong(line));
            }
        } catch (IOException e) {
            if (Files.exists(folder)) {
                throw e;
            }
        }
        return pids;
    }

    private static List<Path> withInner(Path folder) throws IOException {
        List<Path> all = new ArrayList<>(List.of(folder));
        for (Path inner : folders(folder)) {
            all.addAll(withInner(inner));
        }
        return all;
    }

    private static List<Path> folders(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException _) {
            return List.of();
        }
        return found;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (java.nio.file.FileSystemException _) {
            // It still holds other launches.
        }
    }
}
