package dev.stead.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The test data, and the project's files that are generated. */
final class TestFiles {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private TestFiles() {}

    static String text(String name) {
        return read(RESOURCES.resolve(name));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the YAML files of a folder, without their ending, sorted. */
    static List<String> names(String folder) {
        try (var files = Files.list(RESOURCES.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
