package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code tally.py} wrote in the home of a component. */
record Tally(TestSystem system, String component) {
    private List<String> journal() throws IOException {
        Path journal = system.state().resolve("data").resolve(component).resolve("journal");
        return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
    }

    /** Pids of all that ever counted, in their order. */
    List<Long> starts() throws IOException {
        return journal().stream()
                .filter(line -> line.startsWith("start "))
                .map(line -> Long.parseLong(line.substring(6)))
                .toList();
    }

    /** Demands that each count is the one before and one, and that never two counted at once. */
    int demandOneWriter() throws IOException {
        int last = 0;
        for (String line : journal()) {
            assertThat(line).as("of " + component).doesNotStartWith("second");
            if (line.startsWith("count ")) {
                assertThat(Integer.parseInt(line.substring(6))).as(component).isEqualTo(++last);
            }
        }
        return last;
    }
}
