package dev.stead.driver;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a program has for itself alone, where the host can give it: a user number, {@code /tmp},
 * {@code /var/tmp} and {@code /dev/shm}, System V objects, and a {@code /proc} with its own
 * processes.
 *
 * @param uid number of its user and of that user's group; needs no entry in {@code /etc/passwd}
 * @param home of the user
 * @param view folder for the files that only this program sees in place of the host's; made when it
 *     is missing; nobody but this process may write there
 * @param kept folder that it has to see although it may be below {@code /tmp}
 * @param temporary bytes that its temporary files may take; empty leaves that to the kernel
 */
public record Enclosed(int uid, Path home, Path view, Path kept, OptionalLong temporary) {}
