package dev.stead.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an enclosed program sees in place of the host's: a table of mounts, as fstab(5) has it, for
 * one mount(8), and the files that are mounted. A file that a running program may see is replaced,
 * never written.
 */
final class View {
    private static final String USER = "engine";
    private static final Path FIRST = Path.of("/tmp");
    private static final Path SECOND = Path.of("/var/tmp");
    private static final List<Path> PLACES = List.of(FIRST, SECOND, Path.of("/dev/shm"));
    private static final String STAGE = "stage";
    private static final long LEAST = 64 * 1024;

    private final Path etc;
    private final Barriers barriers;

    /**
     * @param etc such as {@code /etc}
     */
    View(Path etc, Barriers barriers) {
        this.etc = etc;
        this.barriers = barriers;
    }

    /** The table of mounts, its files being there; to be called again for each start. */
    Path make(Enclosed enclosed) throws IOException {
        Path folder = enclosed.view();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(folder.resolve(STAGE));
        int uid = enclosed.uid();
        Path passwd = folder.resolve("passwd");
        Path group = folder.resolve("group");
        String home = enclosed.home().toString();
        put(
                passwd,
                own("passwd") + "%s:x:%d:%d::%s:/bin/sh\n".formatted(USER, uid, uid, home),
                "rw-r--r--");
        put(group, own("group") + "%s:x:%d:\n".formatted(USER, uid), "rw-r--r--");
        Path table = folder.resolve("mounts");
        put(table, String.join("\n", mounts(enclosed, passwd, group)) + "\n", "rw-------");
        return table;
    }

    // The sources have names of their own: mount(8) leaves out what it takes to be mounted already.
    // What is mounted from below a place comes before that place is covered.
    private List<String> mounts(Enclosed enclosed, Path passwd, Path group) {
        List<String> lines = new ArrayList<>();
        if (barriers.files()) {
            lines.add(escaped(passwd) + " /etc/passwd none bind 0 0");
            lines.add(escaped(group) + " /etc/group none bind 0 0");
            String tmpfs = " tmpfs nosuid,nodev,mode=1777" + size(enclosed) + " 0 0";
            for (Path place : PLACES) {
                if (enclosed.kept().startsWith(place)) {
                    lines.addAll(around(enclosed, place, tmpfs));
                } else if (place.equals(SECOND) && !enclosed.kept().startsWith(FIRST)) {
                    lines.add(FIRST + " " + SECOND + " none bind 0 0");
                } else if (Files.isDirectory(place)) {
                    lines.add("stead" + place.toString().replace('/', '-') + " " + place + tmpfs);
                }
            }
        }
        if (barriers.processes()) {
            lines.add("stead-proc /proc proc nosuid,nodev,noexec,hidepid=invisible 0 0");
        }
        return lines;
    }

    /** Covers a place with an empty one that has the folder which is to be seen all the same. */
    private static List<String> around(Enclosed enclosed, Path place, String tmpfs) {
        Path stage = enclosed.view().resolve(STAGE);
        Path inside = stage.resolve(place.relativize(enclosed.kept()));
        return List.of(
                "stead-stage " + escaped(stage) + tmpfs,
                escaped(enclosed.kept())
                        + " "
                        + escaped(inside)
                        + " none bind,X-mount.mkdir=0755 0 0",
                escaped(stage) + " " + place + " none rbind 0 0");
    }

    private static String size(Enclosed enclosed) {
        return enclosed.temporary().isPresent()
                ? ",size=" + Math.max(LEAST, enclosed.temporary().getAsLong())
                : "";
    }

    private String own(String file) throws IOException {
        String text = Files.readString(etc.resolve(file), StandardCharsets.ISO_8859_1);
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static void put(Path file, String text, String mode) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path fresh = Files.createTempFile(file.getParent(), ".", ".new");
        Files.write(fresh, bytes);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As fstab(5) wants it. */
    private static String escaped(Path path) {
        return path.toString()
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
