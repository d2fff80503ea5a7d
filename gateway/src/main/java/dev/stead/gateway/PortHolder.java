package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that listens on a port, as far as this process may see it.
 *
 * @param name the command's name
 */
record PortHolder(long pid, String name) {
    private static final Path PROC = Path.of("/proc");

    static Optional<PortHolder> find(int port) {
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            Optional<PortHolder> holder =
                    read(PROC.resolve(table))
                            .flatMap(text -> ListenTable.inodeOfListener(text, port))
                            .flatMap(PortHolder::holding);
            if (holder.isPresent()) {
                return holder;
            }
        }
        return Optional.empty();
    }

    private static Optional<PortHolder> holding(String inode) {
        Path socket = Path.of("socket:[" + inode + "]");
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, socket)) {
                    String name = read(process.resolve("comm")).orElse("?").strip();
                    long pid = Long.parseLong(process.getFileName().toString());
                    return Optional.of(new PortHolder(pid, name));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Path socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                if (isLinkTo(descriptor, socket)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // gone, or not ours to see
        }
        return false;
    }

    private static boolean isLinkTo(Path descriptor, Path target) {
        try {
            return Files.readSymbolicLink(descriptor).equals(target);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
