package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Disk;
import dev.stead.api.HostFacts.Space;
import dev.stead.api.HostFacts.Speed;
import dev.stead.base.ByteCount;

import java.time.Duration;
import java.util.List;

/** Whether the state folder's file system has room, and keeps what is written in good time. */
final class DiskCheck implements Check {
    /** Not even Stead's own state can be changed safely with less. */
    static final long LEAST = 32L << 20;

    /**
     * A database that is busy writes this much ahead of itself, and logs and releases come on top.
     */
    static final long LITTLE = 2L << 30;

    /** What a disk of a data platform on one machine usually has at least. */
    private static final long USUAL = 15L << 30;

    private static final long LEAST_INODES = 200;
    private static final long FEW_INODES = 20_000;
    private static final Duration SLOW = Duration.ofMillis(20);
    private static final Duration STALLS = Duration.ofMillis(200);

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.DISK);
        Disk disk = facts.disk();
        disk.space()
                .ifPresentOrElse(
                        space -> space(disk, space, sheet),
                        () ->
                                sheet.note(
                                        where(disk),
                                        "how much room there is is not known",
                                        "",
                                        ""));
        disk.refusal()
                .ifPresent(why ->
                        sheet.fatal(
                                where(disk),
                                "nothing can be written: " + why,
                                "make it writable for Stead, with space left",
                                ""));
        disk.speed().ifPresent(speed -> speed(speed, sheet));
        return sheet.findings();
    }

    private static void space(Disk disk, Space space, Sheet sheet) {
        String has = new ByteCount(space.free()) + " free of " + new ByteCount(space.total());
        String look = "du -xhd1 " + disk.folder() + " | sort -h";
        if (space.free() < LEAST) {
            sheet.fatal(where(disk), has, "make room", look);
        } else if (space.free() < Math.min(LITTLE, space.total() / 2)
                || space.free() < space.total() / 20) {
            sheet.warning(where(disk), has + ": databases stop when it is full", "make room", look);
        } else if (space.total() < USUAL) {
            sheet.note(
                    where(disk),
                    has + ": less than the " + new ByteCount(USUAL) + " that are usual for data",
                    "give the state a larger disk when data grow",
                    "");
        } else {
            sheet.ok(where(disk), has);
        }
        inodes(space, sheet);
    }

    private static void inodes(Space space, Sheet sheet) {
        if (space.inodes() <= 0) {
            return;
        }
        String has = "room for " + space.freeInodes() + " more files, of " + space.inodes();
        String mend = "remove what has many small files, or make the file system anew with more";
        if (space.freeInodes() < LEAST_INODES) {
            sheet.fatal("inodes", has, mend, "");
        } else if (space.freeInodes() < Math.min(FEW_INODES, space.inodes() / 2)) {
            sheet.warning("inodes", has, mend, "");
        } else {
            sheet.ok("inodes", has);
        }
    }

    private static void speed(Speed speed, Sheet sheet) {
        String measured =
                "4 KiB are safe after "
                        + Amount.time(speed.median())
                        + " (median) and "
                        + Amount.time(speed.p99())
                        + " (99th percentile), measured "
                        + speed.writes()
                        + " times";
        if (speed.median().compareTo(SLOW) > 0) {
            sheet.warning(
                    "speed",
                    measured + ": each change of a database waits as long",
                    "put the state on an SSD, or on a volume with more operations a second",
                    "");
        } else if (speed.p99().compareTo(STALLS) > 0) {
            sheet.warning(
                    "speed",
                    measured + ": it stalls",
                    "see what else writes, or take a disk of its own for the state",
                    "grep '^some' /proc/pressure/io");
        } else {
            sheet.ok("speed", measured);
        }
    }

    private static String where(Disk disk) {
        return String.valueOf(disk.folder());
    }
}
