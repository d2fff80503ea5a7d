package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

class VariablesTest {
    private static final Map<String, String> GIVEN =
            Map.of("PORT", "20001", "PATH", "/bin", "DATA", "/d");

    @Test
    void fillsVariablesThatReferToOthers() {
        Variables variables = of(Map.of("URL", "http://${HOST}:${PORT}", "HOST", "here"));
        assertThat(variables.values()).containsEntry("URL", "http://here:20001");
    }

    @Test
    void variableThatRefersToItselfMeansTheGivenOne() {
        assertThat(of(Map.of("PATH", "/mine:${PATH}")).values())
                .containsEntry("PATH", "/mine:/bin");
    }

    @Test
    void refusesACircle() {
        assertThatThrownBy(() -> of(Map.of("A", "${B}", "B", "${A}")))
                .hasMessageContaining("go in a circle");
    }

    @Test
    void refusesANameWithoutValue() {
        assertThatThrownBy(() -> of(Map.of("A", "${PROT}")))
                .hasMessage("the variable A of api-1 names ${PROT}, which has no value");
    }

    @Test
    void fillsSecretsOnceAndNothingThatTheyBring() {
        Variables variables = of(Map.of("A", "${secret:odd}", "B", "${A}"));
        assertThat(variables.values()).containsEntry("B", "${PORT}$1\\");
    }

    @Test
    void fillsCommandWords() {
        assertThat(of(Map.of("W", "4")).words(List.of("serve", "--port=${PORT}", "-w${W}")))
                .containsExactly("serve", "--port=20001", "-w4");
    }

    @Test
    void refusesASecretInACommandHoweverItCameThere() {
        Variables variables = of(Map.of("KEY", "${secret:key}", "URL", "x://${KEY}@"));
        for (String word : List.of("${KEY}", "${URL}", "${secret:key}", "-p${KEY}")) {
            assertThatThrownBy(() -> variables.words(List.of("serve", word)))
                    .hasMessageContaining("every user of this machine can read a command")
                    .hasMessageNotContaining("s3cret");
            assertThatThrownBy(() -> variables.words(List.of("sh", "-c", word)))
                    .hasMessageContaining("every user of this machine can read a command");
        }
    }

    @Test
    void leavesToAShellWhatIsItsOwn() {
        assertThat(
                        of(Map.of())
                                .words(
                                        List.of(
                                                "/bin/sh",
                                                "-ec",
                                                "for i in a; do ${i} ${PORT}; done")))
                .contains("for i in a; do ${i} 20001; done");
        assertThatThrownBy(() -> of(Map.of()).words(List.of("serve", "${i}")))
                .hasMessageContaining("names ${i}, which has no value");
    }

    @Test
    void fillsFilesWithPlacesAndSecretsOnly() {
        assertThat(
                        of(Map.of("A", "b"))
                                .text(
                                        "${DATA} ${PORT} ${A} ${secret:key} $x",
                                        Set.of("DATA", "PORT")))
                .isEqualTo("/d 20001 ${A} s3cret $x");
    }

    private static Variables of(Map<String, String> written) {
        return new Variables(
                "api-1",
                GIVEN,
                new TreeMap<>(written),
                reference -> reference.equals("${secret:odd}") ? "${PORT}$1\\" : "s3cret");
    }
}
