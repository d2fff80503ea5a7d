package dev.stead.cli;

import static dev.stead.cli.ScriptedEngines.BEGAN;
import static dev.stead.cli.ScriptedEngines.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class EngineListCommandTest {
    @Test
    void aWarmEngineIsSaidToBe() {
        assertThat(
                        EngineListCommand.lines(
                                List.of(
                                        view("notebook-3", Optional.of("anna")),
                                        view("notebook-4", Optional.empty())),
                                new Style(false),
                                BEGAN.plusSeconds(130)))
                .containsExactly(
                        "ID          COMPONENT  USER  STATE  AGE    IDLE  MEMORY  URL",
                        "notebook-3  notebook   anna  ready  2m10s  1m5s  48 MiB "
                                + " https://notebook-3.demo.localhost/",
                        "notebook-4  notebook   warm  ready  2m10s  1m5s  48 MiB "
                                + " https://notebook-4.demo.localhost/");
    }

    @Test
    void programsFindNullForTheUserOfAWarmEngine() {
        assertThat(new Json().write(ListedEngine.of(view("notebook-4", Optional.empty()))))
                .contains("\"user\":null", "\"pid\":77", "\"idle\":65", "\"memory\":50331648")
                .doesNotContain("reason", "resource");
    }
}
