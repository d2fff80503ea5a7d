package dev.stead.driver;

import dev.stead.model.Limits;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One mounted hierarchy of cgroups. Version 1 has one for each controller or few of them, version 2
 * has one for all, and a host may have both. A folder given to these methods is the cgroup of one
 * launch, {@code root/SYSTEM/INSTANCE@LAUNCH}. Thread-safe, keeps no state.
 */
interface CgroupTree {
    /** The controllers that Stead uses. */
    Set<String> WANTED = Set.of("memory", "cpu", "cpuacct", "pids", "freezer");

    /** Stead's own folder in it; made when first needed. */
    Path root();

    /** Those of {@link #WANTED} that work here. */
    Set<String> controllers();

    /** Makes the folder, so that its limits can be set. */
    void make(Path folder) throws IOException;

    /** Sets those limits that a controller of this tree enforces. */
    void limit(Path folder, Limits limits) throws IOException;

    /** Before members are killed: no fork may outrun it. Version 2 kills them by itself. */
    void hold(Path folder) throws IOException;

    /** After members were killed; what was held still may die now. */
    void release(Path folder) throws IOException;

    /** Bytes in use, without file cache that can be dropped. */
    OptionalLong memory(Path folder);

    /** CPU time used by all members so far, those that ended too. */
    OptionalLong cpuNanos(Path folder);

    /** Whether the kernel ever ended a member for want of memory. */
    boolean outOfMemory(Path folder);
}
