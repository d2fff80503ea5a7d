package dev.stead.driver;

import java.util.Map;

/** Sends signals to processes by descriptors, so that a pid in use again is never hit. */
final class Signals {
    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(
                    Map.entry("HUP", 1),
                    Map.entry("INT", 2),
                    Map.entry("QUIT", 3),
                    Map.entry("ABRT", 6),
                    Map.entry("KILL", 9),
                    Map.entry("USR1", 10),
                    Map.entry("USR2", 12),
                    Map.entry("ALRM", 14),
                    Map.entry("TERM", 15),
                    Map.entry("CONT", 18),
                    Map.entry("STOP", 19),
                    Map.entry("WINCH", 28));

    private final Libc libc;
    private final Processes processes;

    Signals(Libc libc, Processes processes) {
        this.libc = libc;
        this.processes = processes;
    }

    /**
     * @param name such as {@code TERM}
     * @throws IllegalArgumentException when there is no such signal
     */
    static int number(String name) {
        Integer number = NUMBERS.get(name);
        if (number == null) {
            throw new IllegalArgumentException("there is no signal " + name);
        }
        return number;
    }

    /** Sends a signal; false when this process has ended. */
    boolean send(long pid, long startTime, int signal) {
        int pidfd = open(pid, startTime);
        if (pidfd < 0) {
            return false;
        }
        try {
            return libc.pidfdSendSignal(pidfd, signal) == 0;
        } finally {
            libc.close(pidfd);
        }
    }

    /**
     * A descriptor of the process that began at this time, a zombie too; the caller closes it. The
     * time is read after the descriptor is open, so it is of the process that the descriptor stands
     * for, or that one has ended.
     *
     * @return negative when that process is gone
     */
    int open(long pid, long startTime) {
        int pidfd = libc.pidfdOpen(pid);
        if (pidfd == -Libc.ESRCH) {
            return pidfd;
        }
        if (pidfd < 0) {
            throw new IllegalStateException("pidfd_open failed with errno " + -pidfd);
        }
        if (processes.stat(pid).filter(s -> s.startTime() == startTime).isPresent()) {
            return pidfd;
        }
        libc.close(pidfd);
        return -Libc.ESRCH;
    }
}
