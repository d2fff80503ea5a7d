package dev.stead.control.disk;

import dev.stead.api.DiskLevel;
import dev.stead.base.ByteCount;
import dev.stead.base.DiskUsage;

/**
 * A file system as it was when it was last looked at.
 *
 * @param device its number (st_dev)
 * @param mount where it is mounted
 * @param usage how full it is
 * @param level what that means
 */
record WatchedDisk(long device, String mount, DiskUsage usage, DiskLevel level) {
    /** As in "the disk /var is low on space: 1 GiB of 20 GiB is free". */
    String words() {
        String how =
                switch (level) {
                    case PLENTY -> " has plenty of space: ";
                    case LOW -> " is low on space: ";
                    case CRITICAL -> " is critically low on space: ";
                    case FULL -> " is as good as full: ";
                };
        return "the disk " + mount + how + free(usage);
    }

    /** What is left, as people read it; inodes too where they are short. */
    static String free(DiskUsage usage) {
        String bytes =
                new ByteCount(usage.free()) + " of " + new ByteCount(usage.size()) + " is free";
        boolean shortOfFiles = usage.files() > 0 && usage.freeFiles() < usage.files() / 10;
        return shortOfFiles
                ? bytes + ", " + usage.freeFiles() + " of " + usage.files() + " inodes are free"
                : bytes;
    }
}
