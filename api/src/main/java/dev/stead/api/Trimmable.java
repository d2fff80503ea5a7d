package dev.stead.api;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that a role keeps on disk and can do without. Whoever watches the disks has it trimmed
 * when one gets low, and says what that freed. Thread-safe; methods may block.
 *
 * <p>It deletes nothing but what Stead made: names and kinds of files are checked, links are not
 * followed, and what looks otherwise stays.
 */
public interface Trimmable {
    /** What it is, in the plural, as in "freed 3 MiB of kept answers"; also a metric's label. */
    String what();

    /** Where it is; need not exist. Only the disk of this folder gains by it. */
    Path folder();

    /** The mildest level at which it is worth doing without. */
    DiskLevel from();

    /**
     * Frees this many bytes, or what there is when that is less; what is missed least goes first.
     * Until {@link #recover} it does not take again what it gave.
     *
     * @return bytes that were freed, about
     * @throws IOException when something that was to go could not be deleted
     */
    long trim(long bytes) throws IOException;

    /** There is plenty again, so that it may grow to its usual size. */
    default void recover() {}
}
