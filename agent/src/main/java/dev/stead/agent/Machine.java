package dev.stead.agent;

import dev.stead.base.Reserve;
import dev.stead.base.Scheduler;

import java.util.function.IntPredicate;

/**
 * What an agent touches of its machine besides the driver, exchangeable so that a test can let it
 * fail, or kill the server, between any two of its acts.
 *
 * @param disk where records are written
 * @param portFree whether a program could listen on this port of 127.0.0.1 now
 * @param probes asks the ports of instances
 */
public record Machine(Disk disk, IntPredicate portFree, Probes probes) {
    /** This machine. */
    public static Machine real(Scheduler scheduler) {
        return new Machine(Disk.REAL, Ports::free, new SocketProbes(scheduler));
    }

    /** The same, with space for records on a full disk. */
    Machine with(Reserve reserve) {
        return new Machine(new ReservedDisk(disk, reserve), portFree, probes);
    }
}
