package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.Engines;
import dev.stead.gateway.EngineNames.Named;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

final class EngineNamesTest {
    private final EngineNames names =
            EngineNames.of(
                    new Engines(
                            "Planning.Example", Set.of("notebook", "r", "note-book-2"), List.of()));

    @Test
    void knowsHostsByComponentAndNumber() {
        assertThat(names.ofHost("notebook-7.planning.example"))
                .contains(new Named("notebook", "notebook-7", "/"));
        assertThat(names.ofHost("r-999999999.planning.example"))
                .contains(new Named("r", "r-999999999", "/"));
    }

    @Test
    void splitsAtTheLastDash() {
        assertThat(names.ofHost("note-book-2-10.planning.example"))
                .contains(new Named("note-book-2", "note-book-2-10", "/"));
        assertThat(names.ofHost("note-book-2.planning.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "planning.example",
                "notebook.planning.example",
                "notebook-.planning.example",
                "notebook-0.planning.example",
                "notebook-07.planning.example",
                "notebook-1234567890.planning.example",
                "notebook--7.planning.example",
                "notebook-7x.planning.example",
                "notebook-+7.planning.example",
                "other-7.planning.example",
                "-7.planning.example",
                "7.planning.example",
                "x.notebook-7.planning.example",
                "notebook-7.x.planning.example",
                "notebook-7planning.example",
                "notebook-7.planning.example.evil",
                "notebook-7",
                "notebook-7.other.example",
            })
    void leavesOtherHostsAlone(String host) {
        assertThat(names.ofHost(host)).isEmpty();
    }

    @Test
    void knowsPathsOfTheDomainAlone() {
        Named seven = new Named("notebook", "notebook-7", "/engines/notebook-7");
        assertThat(names.find("planning.example", "/engines/notebook-7")).contains(seven);
        assertThat(names.find("planning.example", "/engines/notebook-7/")).contains(seven);
        assertThat(names.find("planning.example", "/engines/notebook-7/a/b")).contains(seven);
        assertThat(names.find("other.example", "/engines/notebook-7")).isEmpty();
        assertThat(names.find("notebook-8.planning.example", "/engines/notebook-7"))
                .contains(new Named("notebook", "notebook-8", "/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/engines",
                "/engines/",
                "/engines/notebook",
                "/engines/notebook-0/a",
                "/engines/notebook-07",
                "/engines/other-7",
                "/engines/x/notebook-7",
                "/Engines/notebook-7",
                "/engines/Notebook-7",
                "/engine/notebook-7",
                "/enginesx/notebook-7",
            })
    void leavesOtherPathsAlone(String path) {
        assertThat(names.find("planning.example", path)).isEmpty();
    }

    @Test
    void knowsNothingWhereThereAreNoEngines() {
        assertThat(EngineNames.NONE.find("notebook-7.", "/engines/notebook-7")).isEmpty();
        assertThat(EngineNames.NONE.find("", "/engines/notebook-7")).isEmpty();
        assertThat(EngineNames.NONE.domain()).isEmpty();
    }
}
