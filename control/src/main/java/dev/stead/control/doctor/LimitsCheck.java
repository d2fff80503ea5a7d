package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.control.doctor.Needs.Share;

import java.util.List;
import java.util.OptionalLong;

/** Whether descriptors and processes are enough for the gateway and for all instances. */
final class LimitsCheck implements Check {
    /** What the server opens for itself: its program, state, doors, logs. */
    private static final long OWN_FILES = 256;

    /** Of each instance: its end is watched, its log is read, its health is asked. */
    private static final long FILES_OF_INSTANCE = 4;

    /** With less the gateway has no room for visitors at all. */
    private static final long LEAST_FILES = 256;

    /** Visitors for which the default should do. */
    private static final long USUAL_CONNECTIONS = 1_000;

    /** Processes and threads of an instance that the file does not limit, and of the server. */
    private static final long USUAL_PROCESSES = 32;

    private static final long OWN_PROCESSES = 128;

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.LIMITS);
        files(needs, facts.bounds().files(), sheet);
        processes(needs, facts.bounds().processes(), sheet);
        return sheet.findings();
    }

    /** A visitor who is being answered by an instance takes two; an eighth is kept back. */
    static long files(Needs needs) {
        long visitors = needs.connections().orElse((int) USUAL_CONNECTIONS);
        return OWN_FILES + FILES_OF_INSTANCE * needs.instances() + visitors + visitors / 4;
    }

    private static void files(Needs needs, OptionalLong limit, Sheet sheet) {
        if (limit.isEmpty()) {
            sheet.note("open files", "the server's limit is not known", "", "");
            return;
        }
        long has = limit.getAsLong();
        long wanted = files(needs);
        String raise = "ulimit -n " + Math.max(65_536, wanted * 2);
        String mend = "raise it in the shell, before the server starts (stead down, stead up)";
        if (has < LEAST_FILES) {
            sheet.fatal("open files", "the server may have " + has + " open", mend, raise);
        } else if (has < wanted) {
            sheet.warning(
                    "open files",
                    "the server may have "
                            + has
                            + " open, "
                            + wanted
                            + " are needed for "
                            + needs.connections().orElse((int) USUAL_CONNECTIONS)
                            + " connections and "
                            + needs.instances()
                            + " instances",
                    mend,
                    raise);
        } else {
            sheet.ok("open files", has + ", " + wanted + " are needed");
        }
    }

    private static void processes(Needs needs, OptionalLong limit, Sheet sheet) {
        long wanted = OWN_PROCESSES;
        for (Share share : needs.shares()) {
            wanted +=
                    share.instances()
                            * (share.limits().pids().isPresent()
                                    ? (long) share.limits().pids().getAsInt()
                                    : USUAL_PROCESSES);
        }
        if (limit.isEmpty()) {
            sheet.note("processes", "how many more there may be is not known", "", "");
        } else if (limit.getAsLong() < wanted) {
            sheet.warning(
                    "processes",
                    "there is room for "
                            + limit.getAsLong()
                            + " more processes and threads, the instances may make "
                            + wanted,
                    "allow more, or lower `limits: { pids: }`",
                    "sysctl -w kernel.pid_max=4194304 kernel.threads-max=500000");
        } else {
            sheet.ok(
                    "processes",
                    "room for " + limit.getAsLong() + ", the instances may make " + wanted);
        }
    }
}
