package dev.stead.agent.inspection;

import dev.stead.api.HostFacts.Holder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which process holds a socket: a link {@code socket:[INODE]} below {@code /proc/PID/fd}.
 *
 * @param proc where proc(5) is mounted
 * @param self the pid of this process
 */
record Holders(Path proc, long self) {
    private static final String SOCKET = "socket:[";

    /** Holders by inode; those that this process may not see are left out. */
    Map<Long, Holder> of(Set<Long> inodes) {
        Map<Long, Holder> found = new HashMap<>();
        Set<Long> wanted = new HashSet<>(inodes);
        // Most often it is this process, which has all of Stead's own doors.
        look(proc.resolve(Long.toString(self)), wanted, found);
        if (!wanted.isEmpty()) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
                for (Path process : processes) {
                    look(process, wanted, found);
                    if (wanted.isEmpty()) {
                        break;
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                return found;
            }
        }
        return found;
    }

    private void look(Path process, Set<Long> wanted, Map<Long, Holder> found) {
        for (long inode : sockets(process)) {
            if (wanted.remove(inode)) {
                holder(process).ifPresent(h -> found.put(inode, h));
            }
        }
    }

    private static Set<Long> sockets(Path process) {
        Set<Long> inodes = new HashSet<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path link : links) {
                inode(link).ifPresent(inodes::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It ended, or belongs to somebody else.
            return inodes;
        }
        return inodes;
    }

    private static Optional<Long> inode(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith(SOCKET) && target.endsWith("]")
                    ? Texts.number(target.substring(SOCKET.length(), target.length() - 1)).stream()
                            .boxed()
                            .findFirst()
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private Optional<Holder> holder(Path process) {
        return Texts.number(String.valueOf(process.getFileName())).stream()
                .mapToObj(pid -> holder(process, pid))
                .findFirst();
    }

    private Holder holder(Path process, long pid) {
        return new Holder(
                pid,
                Texts.of(process.resolve("comm")).map(String::strip).orElse("unknown"),
                server(parts(process.resolve("cmdline"))),
                instance(parts(process.resolve("environ"))),
                unit(Texts.lines(process.resolve("cgroup"))),
                pid == self);
    }

    /** Its words end with the main class, {@code server}, and the system's name. */
    private static Optional<String> server(List<String> words) {
        int size = words.size();
        return size >= 3
                        && words.get(size - 2).equals("server")
                        && words.get(size - 3).startsWith("dev.stead.")
                ? Optional.of(words.getLast())
                : Optional.empty();
    }

    private static Optional<String> instance(List<String> environment) {
        Optional<String> system = Texts.value(environment, "STEAD_SYSTEM");
        Optional<String> instance = Texts.value(environment, "STEAD_INSTANCE");
        return system.flatMap(s -> instance.map(i -> s + "/" + i));
    }

    /** The last part of the path of its control group that is a service of systemd. */
    private static Optional<String> unit(List<String> groups) {
        return groups.stream()
                .flatMap(line -> List.of(line.split("/", -1)).stream())
                .filter(part -> part.matches("[A-Za-z0-9@_.:\\\\-]+\\.service"))
                .reduce((_, last) -> last);
    }

    private static List<String> parts(Path file) {
        return Texts.of(file)
                .map(text -> List.of(text.replaceFirst("\0+$", "").split("\0", -1)))
                .orElse(List.of());
    }
}
