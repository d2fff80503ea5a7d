package dev.stead.agent;

import java.nio.file.Path;

/**
 * Where a Debian machine keeps what Stead touches on it.
 *
 * @param sbin for policy-rc.d, such as {@code /usr/sbin}
 * @param etc such as {@code /etc}
 * @param aptLists what apt knows of its sources
 * @param aptArchives where apt puts what it downloads
 * @param proc where proc(5) is mounted
 * @param sys where sysfs(5) is mounted
 * @param run such as {@code /run}
 * @param users where systems say which user numbers are theirs
 * @param lock held while packages are installed, so that two systems do not do so at once
 */
public record HostPaths(
        Path sbin,
        Path etc,
        Path aptLists,
        Path aptArchives,
        Path proc,
        Path sys,
        Path run,
        Path users,
        Path lock) {
    /** Of a machine as Debian sets it up, below this root: {@code /} outside tests. */
    public static HostPaths below(Path root) {
        return new HostPaths(
                root.resolve("usr/sbin"),
                root.resolve("etc"),
                root.resolve("var/lib/apt/lists"),
                root.resolve("var/cache/apt/archives"),
                root.resolve("proc"),
                root.resolve("sys"),
                root.resolve("run"),
                root.resolve("var/lib/stead/users"),
                root.resolve("run/lock/stead-packages"));
    }

    Path policy() {
        return sbin.resolve("policy-rc.d");
    }

    Path keptPolicy() {
        return sbin.resolve("policy-rc.d.kept-by-stead");
    }

    Path clusters() {
        return etc.resolve("postgresql-common/createcluster.d/stead.conf");
    }

    Path units() {
        return etc.resolve("systemd/system");
    }
}
