package dev.stead.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which users have processes now. Not by the owner of the folders below /proc, which is root when a
 * program asks that nobody may look into it. Thread-safe.
 *
 * @param proc where proc(5) is mounted
 */
record LiveUsers(Path proc) {
    private static final String LINE = "Uid:";

    boolean lives(int uid) {
        return all().contains(uid);
    }

    /** Numbers of all of them, by any of a process's identities. */
    Set<Integer> all() {
        Set<Integer> users = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                add(process.resolve("status"), users);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new IllegalStateException("the processes cannot be listed", e);
        }
        return users;
    }

    private static void add(Path status, Set<Integer> users) {
        try {
            for (String line :
                    Files.readString(status, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (line.startsWith(LINE)) {
                    for (String number : line.substring(LINE.length()).strip().split("\\s+", -1)) {
                        users.add((int) Long.parseLong(number));
                    }
                    return;
                }
            }
        } catch (IOException e) {
            // It has ended meanwhile.
            return;
        }
    }
}
