package dev.stead.api;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a machine says of itself. Sizes are bytes. What cannot be known, because it is not there or
 * not for this process to see, is empty: nothing here is a guess.
 *
 * @param memory of the machine
 * @param cores that this process may use, such as 1.5 below a limit of its control group
 * @param disk where the state folder lies
 * @param listening everything that accepts TCP connections, in the order of ports
 * @param clock the machine's time
 * @param bounds of processes and descriptors
 * @param software kernel, system and packages
 * @param hardening what keeps strangers out
 */
public record HostFacts(
        Optional<Memory> memory,
        OptionalDouble cores,
        Disk disk,
        List<Listening> listening,
        Clock clock,
        Bounds bounds,
        Software software,
        Hardening hardening) {
    public HostFacts {
        listening = List.copyOf(listening);
    }

    /** The same for somebody to whom it does not matter how full the disk is. */
    public HostFacts withoutSpace() {
        return new HostFacts(
                memory,
                cores,
                new Disk(disk.folder(), Optional.empty(), disk.speed(), disk.refusal()),
                listening,
                clock,
                bounds,
                software,
                hardening);
    }

    /**
     * What to look at.
     *
     * @param packages whose versions are asked for
     * @param ports whose holders are asked for
     * @param thorough also what takes time: the speed of the disk, holders of all other ports, the
     *     firewall
     */
    public record Question(List<String> packages, Set<Integer> ports, boolean thorough) {
        public Question {
            packages = List.copyOf(packages);
            ports = Set.copyOf(ports);
        }
    }

    /**
     * @param total of the machine
     * @param available without swapping, as the kernel estimates it
     * @param swap in all
     * @param bound what the control group of this process may use, where that is less
     */
    public record Memory(long total, long available, long swap, OptionalLong bound) {
        /** What there is for everything here. */
        public long usable() {
            return Math.min(total, bound.orElse(total));
        }
    }

    /**
     * @param folder the state folder, or its nearest parent that exists
     * @param space of the file system; empty when it does not answer
     * @param speed how fast it keeps what is written; empty when not measured
     * @param refusal why a file could not be written there; empty when it could, or was not tried
     */
    public record Disk(
            Path folder, Optional<Space> space, Optional<Speed> speed, Optional<String> refusal) {}

    /**
     * A file system.
     *
     * @param free for this process
     * @param inodes in all; 0 when it does not count them
     */
    public record Space(long total, long free, long inodes, long freeInodes) {}

    /**
     * Times of a write of 4 KiB with fsync.
     *
     * @param writes how many were measured
     */
    public record Speed(int writes, Duration median, Duration p99) {}

    /**
     * Something that accepts TCP connections.
     *
     * @param address an IP address
     * @param holder empty when this process may not see it, or it was not asked for
     */
    public record Listening(String address, int port, Optional<Holder> holder) {}

    /**
     * A process.
     *
     * @param program short name of what it runs
     * @param server the system whose Stead server it is
     * @param instance which instance of a system it belongs to, as {@code SYSTEM/INSTANCE}
     * @param unit the unit of systemd that it belongs to
     * @param self whether it is the process that asks
     */
    public record Holder(
            long pid,
            String program,
            Optional<String> server,
            Optional<String> instance,
            Optional<String> unit,
            boolean self) {}

    /**
     * @param synchronised whether the kernel says that somebody keeps it right
     * @param newest when the newest file of the state was written
     */
    public record Clock(Instant now, Optional<Boolean> synchronised, Optional<Instant> newest) {}

    /**
     * @param files descriptors that the server may have open
     * @param processes and threads that may be made besides those there are
     * @param firstPort the lowest port on which this process may listen
     */
    public record Bounds(OptionalLong files, OptionalLong processes, OptionalInt firstPort) {}

    /**
     * @param kernel as {@code uname -r} says
     * @param system such as {@code debian}; lower case, after os-release(5)
     * @param release such as {@code 12}
     * @param libc such as {@code 2.36}
     * @param installed versions of the packages that were asked for, without those that are not
     *     installed
     * @param offered versions that apt would install of those that are not installed
     */
    public record Software(
            Optional<String> kernel,
            Optional<String> system,
            Optional<String> release,
            Optional<String> libc,
            Map<String, String> installed,
            Map<String, String> offered) {
        public Software {
            installed = Map.copyOf(installed);
            offered = Map.copyOf(offered);
        }
    }

    /**
     * @param container whether this is a container rather than a machine
     * @param ssh how SSH lets people in; empty when no server's settings are there or readable
     * @param firewall whether packets that come in are filtered
     * @param writable folders on the way to the state, and in it, that others than their owners may
     *     change
     * @param updates whether security updates are installed by themselves
     */
    public record Hardening(
            boolean container,
            Optional<Ssh> ssh,
            Optional<Boolean> firewall,
            List<Path> writable,
            Optional<Boolean> updates) {
        public Hardening {
            writable = List.copyOf(writable);
        }
    }

    /**
     * @param passwords whether people may come in with a password
     * @param rootByPassword whether root may
     */
    public record Ssh(boolean passwords, boolean rootByPassword) {}
}
