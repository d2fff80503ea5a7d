package dev.stead.driver;

import java.util.Optional;

/**
 * A line of /proc/PID/stat (proc_pid_stat(5)).
 *
 * @param name of the file that runs, 15 bytes at most
 * @param state such as R, S, Z
 * @param cpuTicks its own CPU time and that of the children it waited for, clock ticks
 * @param startTime clock ticks since the machine started
 * @param residentPages memory, pages
 */
record ProcessStat(
        long pid,
        String name,
        char state,
        long parent,
        long group,
        long session,
        long cpuTicks,
        long startTime,
        long residentPages) {
    /** Empty when it is no such line, as when the process ended while it was read. */
    static Optional<ProcessStat> parse(String line) {
        // The name may hold spaces and brackets, so the fields are counted from its last bracket.
        int open = line.indexOf('(');
        int shut = line.lastIndexOf(')');
        if (open < 1 || shut < open || line.length() < shut + 2) {
            return Optional.empty();
        }
        String[] after = line.substring(shut + 2).trim().split(" ", -1);
        if (after.length < 22) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProcessStat(
                            Long.parseLong(line.substring(0, open).trim()),
                            line.substring(open + 1, shut),
                            after[0].charAt(0),
                            Long.parseLong(after[1]),
                            Long.parseLong(after[2]),
                            Long.parseLong(after[3]),
                            sum(after, 11, 15),
                            Long.parseLong(after[19]),
                            Long.parseLong(after[21])));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Whether it has ended; the first process of a machine may take its status late. */
    boolean ended() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    private static long sum(String[] fields, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }
}
