package dev.stead.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Limits;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class WrapperTest {
    private final Launch launch =
            new Launch(
                    "planning",
                    "api-1",
                    "launch-1",
                    List.of("gunicorn", "$(rm -rf /)", "'; exit"),
                    Path.of("/folder"),
                    new TreeMap<>(Map.of("PASSWORD", "geheim", "LD_PRELOAD", "/evil.so")),
                    Path.of("/output"),
                    Optional.of("component"),
                    Limits.NONE);

    @Test
    void putsNoSecretIntoWords() {
        assertThat(wrapper().words()).noneMatch(word -> word.contains("geheim"));
        assertThat(wrapper().words()).contains("PASSWORD");
    }

    @Test
    void givesTheEarlyStagesNothingThatTheyWouldObey() {
        assertThat(wrapper().env())
                .doesNotContainKeys("LD_PRELOAD", "PATH")
                .containsEntry("STEAD_LAUNCH", "launch-1");
    }

    @Test
    void keepsTheScriptsFixed() {
        Launch other =
                new Launch(
                        "x",
                        "y",
                        "z",
                        List.of("true"),
                        Path.of("/"),
                        new TreeMap<>(),
                        Path.of("/o"),
                        Optional.empty(),
                        Limits.NONE);
        Wrapper plain =
                Wrapper.of(
                        other,
                        List.of(),
                        Path.of("/r"),
                        "b",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(wrapper().words().get(2)).isEqualTo(plain.words().get(2));
    }

    @Test
    void changesTheUserBeforeItTouchesTheFolder() {
        List<String> words = wrapper().words();
        assertThat(words.indexOf("--reuid=1000")).isLessThan(words.indexOf("/folder"));
        assertThat(words).contains("--regid=1001", "--init-groups", "--no-new-privs");
        assertThat(words.subList(words.size() - 3, words.size())).isEqualTo(launch.command());
    }

    private Wrapper wrapper() {
        return Wrapper.of(
                launch,
                List.of(Path.of("/cgroup/cgroup.procs")),
                Path.of("/record"),
                "boot",
                Optional.of(Path.of("/usr/bin/setpriv")),
                Optional.of(new Identity.Known(new Account(1000, 1001))),
                Optional.empty());
    }
}
