package dev.stead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Diagnosis;
import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What people see of a diagnosis. */
final class DiagnosisTextTest {
    private static final String COMMAND =
            "apt-get install unattended-upgrades && dpkg-reconfigure -f noninteractive"
                    + " unattended-upgrades";
    private static final Finding TAKEN =
            new Finding(
                    Area.PORTS,
                    Severity.FATAL,
                    "port 443",
                    "taken by nginx (pid 812) at 0.0.0.0:443, the gateway needs it for https",
                    "end that, or give the gateway another: `listen: { https: 8443 }`",
                    "systemctl disable --now nginx.service");
    private static final Finding UPDATES =
            new Finding(
                    Area.HARDENING,
                    Severity.NOTE,
                    "updates",
                    "security updates are not installed by themselves",
                    "let Debian do it",
                    COMMAND);
    private static final Finding CORES =
            new Finding(Area.CORES, Severity.OK, "machine", "2 cores", "", "");

    private static List<String> lines(int width, Finding... findings) {
        return new DiagnosisText(new Style(false), width)
                .lines(new Diagnosis("demo", List.of(findings)));
    }

    @Test
    void findingsStandInTheirAreasWithTheirMend() {
        assertThat(lines(100, CORES, TAKEN))
                .containsExactly(
                        "CORES",
                        "  ok       machine: 2 cores",
                        "PORTS",
                        "  fatal    port 443: taken by nginx (pid 812) at 0.0.0.0:443, the gateway"
                                + " needs it for https",
                        "           mend: end that, or give the gateway another: `listen: { https:"
                                + " 8443 }`:",
                        "             systemctl disable --now nginx.service",
                        "",
                        "demo cannot run here as it is: 1 fatal finding, 1 well");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void sentencesAreBrokenAtTheWidthAndCommandsNever(int width) {
        List<String> lines = lines(width, TAKEN, UPDATES, CORES);

        assertThat(lines)
                .filteredOn(line -> !line.strip().equals(COMMAND))
                .allMatch(line -> line.length() <= width)
                .allMatch(line -> line.equals(line.stripTrailing()));
        assertThat(lines).anyMatch(line -> line.strip().equals(COMMAND));
    }

    @Test
    void whatIsOfTheMachineMovesNoCursor() {
        Finding odd =
                new Finding(
                        Area.EXPOSED,
                        Severity.WARNING,
                        "a\u001b[2J",
                        "b\rc\u0007",
                        "d\n",
                        "\u001bX");

        assertThat(String.join("", lines(80, odd))).doesNotContain("\u001b", "\r", "\u0007", "\n");
    }

    @Test
    void aMachineWithoutFatalFindingsIsSaidToDo() {
        assertThat(lines(80, UPDATES, UPDATES, CORES).getLast())
                .isEqualTo("demo can run here: 2 notes, 1 well");
    }
}
