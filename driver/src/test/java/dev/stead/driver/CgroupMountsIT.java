package dev.stead.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** On a tree of files that looks like /proc and /sys/fs/cgroup. */
class CgroupMountsIT {
    @TempDir Path folder;

    @BeforeEach
    void makeProc() throws IOException {
        Files.createDirectories(folder.resolve("proc/self"));
        write("proc/self/cgroup", "0::/\n");
    }

    @Test
    void findsNoneWhereNoneIsMounted() throws IOException {
        mounts("22 1 0:5 / /proc rw - proc proc rw");
        assertThat(new CgroupMounts(folder.resolve("proc")).trees()).isEmpty();
    }

    @Test
    void findsControllersOfVersion1AtTheirMounts() throws IOException {
        mounts(
                mount("cpu,cpuacct", "/", "cgroup", "rw,cpu,cpuacct"),
                mount("memory", "/", "cgroup", "rw,memory"),
                mount("blkio", "/", "cgroup", "rw,blkio"),
                mount("systemd", "/", "cgroup", "rw,name=systemd"));
        assertThat(new CgroupMounts(folder.resolve("proc")).trees())
                .containsExactly(
                        new CgroupV1(folder.resolve("cpu,cpuacct/stead"), Set.of("cpu", "cpuacct")),
                        new CgroupV1(folder.resolve("memory/stead"), Set.of("memory")));
    }

    @Test
    void leavesOutWhatCannotBeWritten() throws IOException {
        mounts("31 1 0:31 / /no/such/mount rw shared:3 - cgroup cgroup rw,memory");
        assertThat(new CgroupMounts(folder.resolve("proc")).trees()).isEmpty();
    }

    @Test
    void takesControllersOfVersion2ThatAreHandedDown() throws IOException {
        mounts(mount("unified", "/", "cgroup2", "rw,nsdelegate"));
        CgroupTree tree = new CgroupMounts(folder.resolve("proc")).trees().getFirst();
        // A plain file keeps the last word written to it; the kernel keeps all.
        assertThat(tree).isEqualTo(new CgroupV2(folder.resolve("unified/stead"), Set.of()));
        assertThat(folder.resolve("unified/cgroup.subtree_control")).hasContent("+pids");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(new Cgroups(java.util.List.of()).missing())
                .containsExactly(
                        "no cgroup can be used: memory, CPU and process limits are not enforced");
        mounts(mount("memory", "/", "cgroup", "rw,memory"), mount("cpu", "/", "cgroup", "rw,cpu"));
        assertThat(new Cgroups(new CgroupMounts(folder.resolve("proc")).trees()).missing())
                .containsExactly(
                        "the cgroup controller pids cannot be used: process limits are not"
                                + " enforced");
    }

    @Test
    void findsItsOwnGroupBelowWhatIsMounted() throws IOException {
        write("proc/self/cgroup", "4:memory:/box/inner\n0::/\n");
        mounts(mount("memory", "/box", "cgroup", "rw,memory"));
        CgroupMounts mounts = new CgroupMounts(folder.resolve("proc"));
        assertThat(mounts.own()).isEmpty();
        Files.createDirectories(folder.resolve("memory/inner"));
        write("memory/inner/cgroup.procs", "");
        assertThat(mounts.own()).hasValue(folder.resolve("memory/inner"));
    }

    @Test
    void changesToTheGroupItIsInSoThatTheNextToJoinOneNeedNotWait() throws IOException {
        mounts(mount("memory", "/", "cgroup", "rw,memory"));
        write("proc/self/cgroup", "4:memory:/\n");
        write("memory/cgroup.procs", "");
        Cgroups.of(new CgroupMounts(folder.resolve("proc"))).expectMove();
        assertThat(folder.resolve("memory/cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void whereTheGroupItIsInCannotBeFoundTheNextToJoinOneWaits() throws IOException {
        mounts(mount("memory", "/", "cgroup", "rw,memory"));
        Cgroups cgroups = Cgroups.of(new CgroupMounts(folder.resolve("proc")));
        cgroups.expectMove();
        assertThat(folder.resolve("memory/cgroup.procs")).doesNotExist();
        Files.delete(folder.resolve("proc/self/cgroup"));
        cgroups.expectMove();
        assertThat(folder.resolve("memory/cgroup.procs")).doesNotExist();
    }

    private String mount(String name, String root, String type, String options) throws IOException {
        Path point = Files.createDirectories(folder.resolve(name));
        return "31 1 0:31 %s %s rw,relatime shared:3 - %s %s %s"
                .formatted(root, point, type, type, options);
    }

    private void mounts(String... lines) throws IOException {
        write("proc/self/mountinfo", String.join("\n", lines) + "\n");
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }
}
