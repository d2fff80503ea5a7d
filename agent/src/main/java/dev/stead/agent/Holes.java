package dev.stead.agent;

import java.io.IOException;
import java.nio.file.Path;

/** Gives back the head of a file while others write its end. Offsets stay as they are. */
interface Holes {
    /** A multiple of every usual file system's block size, bytes. */
    int BLOCK = 64 * 1024;

    /** Of a file system that has none. */
    Holes NONE =
            new Holes() {
                @Override
                public boolean punch(Path file, long end) {
                    return false;
                }

                @Override
                public boolean collapse(Path file, long end) {
                    return false;
                }

                @Override
                public long dataStart(Path file) {
                    return 0;
                }
            };

    /**
     * Frees the bytes from the start of the file to {@code end}, a multiple of {@link #BLOCK}; they
     * read as zeros then.
     *
     * @return false when this file system cannot
     */
    boolean punch(Path file, long end) throws IOException;

    /**
     * Removes the bytes from the start to {@code end}, a multiple of {@link #BLOCK}, so that what
     * follows moves to the start.
     *
     * @return false when this file system cannot
     */
    boolean collapse(Path file, long end) throws IOException;

    /** Where the first bytes that are no hole begin; the size when there are none. */
    long dataStart(Path file) throws IOException;
}
