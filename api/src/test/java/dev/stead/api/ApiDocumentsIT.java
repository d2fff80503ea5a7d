package dev.stead.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The checked-in OpenAPI document and reference are what the operations say. {@code mvn -pl api -am
 * verify -Dstead.regenerate=true} writes them anew.
 */
final class ApiDocumentsIT {
    private final List<Operation> operations = ApiDocuments.operations();

    @Test
    void theOpenApiDocumentIsUpToDate() throws IOException {
        check(
                Path.of("src/main/resources/dev/stead/api", OpenApi.RESOURCE),
                OpenApiPage.text(operations));
    }

    @Test
    void theReferenceIsUpToDate() throws IOException {
        check(Path.of("../docs/reference/api.md"), ApiReferencePage.text(operations));
    }

    @Test
    void idsAndPlacesAreUnique() {
        assertThat(operations.stream().map(Operation::id)).doesNotHaveDuplicates();
        assertThat(operations.stream().map(o -> o.method() + " " + o.path()))
                .doesNotHaveDuplicates();
    }

    private static void check(Path file, String wanted) throws IOException {
        if (Boolean.getBoolean("stead.regenerate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file).content().isEqualTo(wanted);
    }
}
