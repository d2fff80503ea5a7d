package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Memory;
import dev.stead.base.ByteCount;
import dev.stead.control.doctor.Needs.Share;

import java.util.List;
import java.util.stream.Collectors;

/** Whether all instances may grow to their limits, and the server besides, without swapping. */
final class MemoryCheck implements Check {
    /** What the server itself takes under load, its buffers included. */
    static final long SERVER = 256L << 20;

    /** Below this not even the server runs. */
    static final long LEAST = 192L << 20;

    private static final String MACHINE = "machine";

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.MEMORY);
        if (facts.memory().isEmpty()) {
            return sheet.note(MACHINE, "how much memory there is is not known", "mount /proc", "")
                    .findings();
        }
        Memory memory = facts.memory().get();
        total(needs, memory, sheet);
        available(needs, memory, sheet);
        single(needs, memory, sheet);
        unlimited(needs, sheet);
        swap(memory, sheet);
        return sheet.findings();
    }

    private static void total(Needs needs, Memory memory, Sheet sheet) {
        long wanted = limits(needs);
        String has =
                new ByteCount(memory.usable())
                        + (memory.usable() < memory.total()
                                ? " that its control group may use of "
                                        + new ByteCount(memory.total())
                                : "");
        if (memory.usable() < LEAST) {
            sheet.fatal(
                    MACHINE,
                    has + " is less than the server itself needs, " + new ByteCount(LEAST),
                    "give the machine more memory",
                    "");
        } else if (plus(wanted, SERVER) > memory.usable()) {
            sheet.warning(
                    MACHINE,
                    sum(needs)
                            + " and Stead's own "
                            + new ByteCount(SERVER)
                            + " are more than "
                            + has,
                    "lower `limits: { memory: }` or `replicas:`, or take a machine with "
                            + new ByteCount(roundUp(plus(wanted, SERVER))),
                    "");
        } else {
            sheet.ok(MACHINE, has + "; " + sum(needs));
        }
    }

    private static void available(Needs needs, Memory memory, Sheet sheet) {
        long wanted = limits(needs);
        long here = plus(memory.available(), needs.inUse());
        if (wanted > here && plus(wanted, SERVER) <= memory.usable()) {
            sheet.warning(
                    "available",
                    new ByteCount(here)
                            + " is left for this system, its limits add up to "
                            + new ByteCount(wanted)
                            + ": others use the rest",
                    "end what else uses memory",
                    "ps -eo rss,pid,comm --sort=-rss | head");
        } else if (wanted <= here) {
            sheet.ok("available", new ByteCount(here) + " for this system");
        }
    }

    private static void single(Needs needs, Memory memory, Sheet sheet) {
        for (Share share : needs.shares()) {
            long limit = share.limits().memory().orElse(0);
            if (limit > memory.usable()) {
                sheet.warning(
                        share.component(),
                        "its limit of "
                                + new ByteCount(limit)
                                + " is more than the machine has, so that it protects nobody",
                        "lower its `limits: { memory: }`",
                        "");
            }
        }
    }

    private static void unlimited(Needs needs, Sheet sheet) {
        String names =
                needs.shares().stream()
                        .filter(s -> s.limits().memory().isEmpty())
                        .map(Share::component)
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            sheet.note(
                    "no limit",
                    names + " may use all memory there is, and take it from the others",
                    "give each `limits: { memory: 512 MiB }` as it needs",
                    "");
        }
    }

    private static void swap(Memory memory, Sheet sheet) {
        if (memory.swap() == 0) {
            sheet.ok("swap", "none: what is short of memory ends at once rather than slowly");
        } else {
            sheet.ok("swap", new ByteCount(memory.swap()).toString());
        }
    }

    private static String sum(Needs needs) {
        return "limits of all instances add up to " + new ByteCount(limits(needs));
    }

    static long limits(Needs needs) {
        long sum = 0;
        for (Share share : needs.shares()) {
            long limit = share.limits().memory().orElse(0);
            for (int i = 0; i < share.instances(); i++) {
                sum = plus(sum, limit);
            }
        }
        return sum;
    }

    private static long plus(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** To the next GiB. */
    private static long roundUp(long bytes) {
        long unit = 1L << 30;
        return plus(bytes, unit - 1) / unit * unit;
    }
}
