package dev.stead.control.disk;

import dev.stead.api.DiskLevel;
import dev.stead.base.DiskUsage;

import java.util.List;

/**
 * When a disk has too little left. Pure. A level begins when less is free than a part of the disk,
 * or than an absolute size where that is less: a tenth of a large disk is no need. It ends when a
 * quarter more than that is free, so that nothing goes to and fro.
 */
final class DiskRules {
    /** Of inodes only the part counts. */
    private record Threshold(DiskLevel level, double part, long most, double ofFiles) {
        double bytes(DiskUsage usage) {
            return Math.min(usage.size() * part, (double) most);
        }

        boolean isBelow(DiskUsage usage, double margin) {
            return usage.free() < bytes(usage) * margin
                    || (usage.files() > 0 && usage.freeFiles() < usage.files() * ofFiles * margin);
        }
    }

    private static final Threshold LOW = new Threshold(DiskLevel.LOW, 0.1, 5L << 30, 0.05);
    private static final Threshold CRITICAL =
            new Threshold(DiskLevel.CRITICAL, 0.05, 1L << 30, 0.02);
    private static final Threshold FULL = new Threshold(DiskLevel.FULL, 0.01, 128L << 20, 0.005);

    private static final List<Threshold> WORST_FIRST = List.of(FULL, CRITICAL, LOW);
    private static final double MARGIN = 1.25;

    private DiskRules() {}

    /** The level now, after it was another one or the same. */
    static DiskLevel decide(DiskUsage usage, DiskLevel before) {
        DiskLevel now = level(usage, 1);
        if (now.isAtLeast(before)) {
            return now;
        }
        DiskLevel leaving = level(usage, MARGIN);
        return leaving.isAtLeast(before) ? before : leaving;
    }

    private static DiskLevel level(DiskUsage usage, double margin) {
        return WORST_FIRST.stream()
                .filter(it -> it.isBelow(usage, margin))
                .map(Threshold::level)
                .findFirst()
                .orElse(DiskLevel.PLENTY);
    }

    /**
     * Bytes to free until there is plenty again. Where it is inodes that are short, whatever can
     * go.
     */
    static long excess(DiskUsage usage) {
        long bytes = (long) Math.ceil(LOW.bytes(usage) * MARGIN) - usage.free();
        boolean shortOfFiles =
                usage.files() > 0 && usage.freeFiles() < usage.files() * LOW.ofFiles() * MARGIN;
        return shortOfFiles ? Long.MAX_VALUE : Math.max(0, bytes);
    }

    /**
     * Bytes that must be free for a change that takes some of them: what it takes, and so much that
     * the disk is not in need afterwards.
     */
    static long needed(DiskUsage usage, DiskLevel before, long bytes) {
        double margin = decide(usage, before).isAtLeast(DiskLevel.CRITICAL) ? MARGIN : 1;
        return (long) Math.ceil(CRITICAL.bytes(usage) * margin) + bytes;
    }

    /** Whether a change that takes this many bytes may begin. */
    static boolean mayBegin(DiskUsage usage, DiskLevel before, long bytes) {
        return !decide(usage, before).isAtLeast(DiskLevel.CRITICAL)
                && usage.free() >= needed(usage, before, bytes);
    }
}
