package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checked-in schema and reference are what the shapes say. {@code mvn -pl model verify
 * -Dstead.regenerate=true} writes them anew.
 */
class GeneratedFilesIT {
    @Test
    void schemaIsUpToDate() throws IOException {
        check(Path.of("../docs/stead.schema.json"), SchemaPage.text());
    }

    @Test
    void referenceIsUpToDate() throws IOException {
        check(Path.of("../docs/reference/system-file.md"), ReferencePage.text());
    }

    private static void check(Path file, String wanted) throws IOException {
        if (Boolean.getBoolean("stead.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file).content().isEqualTo(wanted);
    }
}
