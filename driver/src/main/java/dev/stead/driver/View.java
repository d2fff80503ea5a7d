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
    private static final Path SHARED = Path.of("/dev/shm");

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
    private List<String> mounts(Enclosed enclosed, Path passwd, Path group) {
        List<String> lines = new ArrayList<>();
        if (barriers.files()) {
            String size =
                    enclosed.temporary().isPresent()
                            ? ",size=" + Math.max(4096, enclosed.temporary().getAsLong())
                            : "";
            String tmpfs = " tmpfs nosuid,nodev,mode=1777" + size + " 0 0";
            lines.add("stead-tmp /tmp" + tmpfs);
            lines.add("/tmp /var/tmp none bind 0 0");
            if (Files.isDirectory(SHARED)) {
                lines.add("stead-shm " + SHARED + tmpfs);
            }
            lines.add(escaped(passwd) + " /etc/passwd none bind 0 0");
            lines.add(escaped(group) + " /etc/group none bind 0 0");
        }
        if (barriers.processes()) {
            lines.add("stead-proc /proc proc nosuid,nodev,noexec,hidepid=invisible 0 0");
        }
        return lines;
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
