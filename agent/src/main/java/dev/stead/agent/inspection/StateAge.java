package dev.stead.agent.inspection;

import dev.stead.base.StateFolder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When the state was last written, as its files say. */
final class StateAge {
    private static final int MOST = 2_000;

    private StateAge() {}

    /** The newest time of a file at the top of the state folder, and of a record. */
    static Optional<Instant> newest(StateFolder folder) {
        List<Path> files = new ArrayList<>(children(folder.root()));
        children(folder.runs()).forEach(run -> files.add(run.resolve("record.json")));
        return files.stream()
                .limit(MOST)
                .flatMap(file -> written(file).stream())
                .max(Instant::compareTo);
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            found.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            return children;
        }
        return children;
    }

    private static Optional<Instant> written(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(
                            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
