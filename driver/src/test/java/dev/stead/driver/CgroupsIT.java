package dev.stead.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is written to which file, and read from which, on plain files; the real ones are shown by
 * the tests of the process driver where the host has them.
 */
class CgroupsIT {
    private static final Limits LIMITS =
            new Limits(OptionalLong.of(1 << 30), OptionalDouble.of(1.5), OptionalInt.of(64));
    private static final Marks MARKS = new Marks("planning", "api-1", "launch-1");

    @TempDir Path folder;

    @Test
    void limitsInVersion2() throws IOException {
        Path group = make(new CgroupV2(folder.resolve("stead"), Set.of("memory", "cpu", "pids")));
        assertThat(group.resolve("memory.max")).hasContent("1073741824");
        assertThat(group.resolve("cpu.max")).hasContent("150000 100000");
        assertThat(group.resolve("pids.max")).hasContent("64");
        assertThat(folder.resolve("stead/planning/cgroup.subtree_control")).exists();
    }

    @Test
    void limitsInVersion1() throws IOException {
        Path group = make(new CgroupV1(folder.resolve("stead"), Set.of("memory", "cpu", "pids")));
        assertThat(group.resolve("memory.limit_in_bytes")).hasContent("1073741824");
        assertThat(group.resolve("cpu.cfs_period_us")).hasContent("100000");
        assertThat(group.resolve("cpu.cfs_quota_us")).hasContent("150000");
        assertThat(group.resolve("pids.max")).hasContent("64");
    }

    @Test
    void writesNoLimitWithoutItsController() throws IOException {
        Path group = make(new CgroupV2(folder.resolve("stead"), Set.of()));
        assertThat(group).isEmptyDirectory();
    }

    @Test
    void measuresInVersion2() throws IOException {
        CgroupTree tree = new CgroupV2(folder.resolve("stead"), Set.of("memory"));
        Path group = make(tree);
        write(group, "memory.current", "5000\n");
        write(group, "memory.stat", "anon 10\ninactive_file 2000\nactive_file 7\n");
        write(group, "cpu.stat", "usage_usec 42\nuser_usec 40\n");
        write(group, "memory.events", "low 0\noom 2\noom_kill 1\n");
        assertThat(tree.memory(group)).hasValue(3000);
        assertThat(tree.cpuNanos(group)).hasValue(42_000);
        assertThat(tree.outOfMemory(group)).isTrue();
    }

    @Test
    void measuresInVersion1() throws IOException {
        CgroupTree tree = new CgroupV1(folder.resolve("stead"), Set.of("memory", "cpuacct"));
        Path group = make(tree);
        write(group, "memory.usage_in_bytes", "5000\n");
        write(group, "memory.stat", "cache 3000\ntotal_inactive_file 2000\n");
        write(group, "cpuacct.usage", "42\n");
        write(group, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
        assertThat(tree.memory(group)).hasValue(3000);
        assertThat(tree.cpuNanos(group)).hasValue(42);
        assertThat(tree.outOfMemory(group)).isFalse();
    }

    @Test
    void measuresNothingOfAGroupThatIsGone() {
        for (CgroupTree tree :
                List.of(new CgroupV1(folder, Set.of()), new CgroupV2(folder, Set.of()))) {
            Path gone = folder.resolve("gone");
            assertThat(tree.memory(gone)).isEmpty();
            assertThat(tree.cpuNanos(gone)).isEmpty();
            assertThat(tree.outOfMemory(gone)).isFalse();
        }
    }

    @Test
    void findsAndRemovesOverAllTrees() throws IOException {
        List<CgroupTree> trees =
                List.of(
                        new CgroupV1(folder.resolve("one/stead"), Set.of()),
                        new CgroupV2(folder.resolve("two/stead"), Set.of()));
        new Cgroups(trees).make(MARKS, Limits.NONE);
        Cgroups later = new Cgroups(trees);
        assertThat(later.launches("planning")).containsExactly(MARKS);
        assertThat(later.launches("other")).isEmpty();
        Cgroups.Group group = later.find("api-1", "launch-1");
        assertThat(group.folders()).hasSize(2);
        for (Path each : group.folders().values()) {
            write(Files.createDirectory(each.resolve("inner")), "cgroup.procs", "12\n");
            write(each, "cgroup.procs", "10\n11\n");
        }
        assertThat(later.members(group)).containsExactly(10L, 11L, 12L);
        assertThat(later.ownMembers(group)).containsExactly(10L, 11L);
        for (Path each : group.folders().values()) {
            Files.delete(each.resolve("inner/cgroup.procs"));
            Files.delete(each.resolve("cgroup.procs"));
        }
        later.remove(group);
        assertThat(later.find("api-1", "launch-1").exists()).isFalse();
        assertThat(folder.resolve("one")).isEmptyDirectory();
        assertThat(folder.resolve("two")).isEmptyDirectory();
    }

    private static Path make(CgroupTree tree) throws IOException {
        return new Cgroups(List.of(tree)).make(MARKS, LIMITS).getFirst().resolveSibling("");
    }

    private static void write(Path group, String file, String content) throws IOException {
        Files.writeString(group.resolve(file), content);
    }
}
