package dev.stead.agent;

import dev.stead.base.Reserve;
import dev.stead.base.Scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * What an agent touches of its machine besides the driver, exchangeable so that a test can let it
 * fail, or kill the server, between any two of its acts.
 *
 * @param disk where records are written
 * @param portFree whether a program could listen on this port of 127.0.0.1 now
 * @param probes asks the ports of instances
 * @param programs of the machine
 * @param root whether the server may do everything here
 */
public record LocalMachine(
        Disk disk, IntPredicate portFree, Probes probes, Programs programs, boolean root) {
    /** A machine without programs, whose server is not root. */
    public LocalMachine(Disk disk, IntPredicate portFree, Probes probes) {
        this(disk, portFree, probes, Programs.NONE, false);
    }

    /** This machine. */
    public static LocalMachine real(Scheduler scheduler) {
        return real(scheduler, Reserve.NONE);
    }

    /**
     * This machine.
     *
     * @param reserve space for records on a full disk
     */
    public static LocalMachine real(Scheduler scheduler, Reserve reserve) {
        return new LocalMachine(
                new ReservedDisk(Disk.REAL, reserve),
                Ports::free,
                new SocketProbes(scheduler),
                new LocalPrograms(),
                isRoot());
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }
}
