package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;

/** The doctor on this machine, with and without a running system. */
final class DoctorIT {
    private static final String SLEEPER = "work: { service: sleep 1000 }\n";

    private static JsonNode diagnosis(Command.Result result) {
        return JsonMapper.shared().readTree(result.out());
    }

    @Test
    void theExampleIsLookedAtWithoutARunningServerAndNothingIsLeft() throws Exception {
        try (TestSystem system = TestSystem.of("doctor")) {
            system.example("planning");

            Command.Result result = system.stead("doctor");

            assertThat(result.status()).as(result.all()).isZero();
            assertThat(result.out())
                    .contains("MEMORY", "DISK", "PORTS", "VERSIONS", "HARDENING")
                    .contains("limits of all instances add up to 3.8 GiB")
                    .contains("port " + system.https() + ": free (https)")
                    .contains("PostgreSQL 15")
                    .contains(system.name() + " can run here: ");
            assertThat(result.out().lines())
                    .allMatch(line -> line.length() <= 80 || !line.contains("mend:"));
            assertThat(system.state().resolve("control.sock")).doesNotExist();
            assertThat(system.state().resolve("releases")).doesNotExist();
            assertThat(system.state().resolve("doctor.probe")).doesNotExist();
        }
    }

    @Test
    void aRunningSystemIsNamedAndItsPortsAreItsOwn() throws Exception {
        try (TestSystem system = TestSystem.of("doctor")) {
            system.write(SLEEPER);
            system.up();

            JsonNode found = diagnosis(system.stead("doctor", system.name(), "--json"));

            Set<String> areas = new TreeSet<>();
            found.path("findings").forEach(f -> areas.add(f.path("area").asString()));
            assertThat(areas).contains("memory", "disk", "ports", "exposed", "isolation");
            for (JsonNode finding : found.path("findings")) {
                if (finding.path("area").asString().equals("ports")) {
                    assertThat(finding.path("severity").asString()).isEqualTo("ok");
                    assertThat(finding.path("what").asString()).contains("this system's gateway");
                }
            }
            assertThat(system.state("work")).isEqualTo("healthy");
        }
    }

    @Test
    void whatIsFatalEndsTheCommandWithOneAndRefusesUp() throws Exception {
        try (TestSystem system = TestSystem.of("doctor");
                ServerSocket taken =
                        new ServerSocket(system.https(), 1, InetAddress.getLoopbackAddress())) {
            system.write(SLEEPER);

            Command.Result result = system.stead("doctor", ".", "--json");

            assertThat(result.status()).isEqualTo(1);
            JsonNode fatal = null;
            for (JsonNode finding : diagnosis(result).path("findings")) {
                if (finding.path("severity").asString().equals("fatal")) {
                    fatal = finding;
                }
            }
            assertThat(fatal).isNotNull();
            assertThat(fatal.path("where").asString()).isEqualTo("port " + taken.getLocalPort());
            assertThat(fatal.path("what").asString())
                    .contains("(pid " + ProcessHandle.current().pid() + ")");
            assertThat(fatal.path("mend").asString()).contains("listen:");

            Command.Result up = system.stead("up", "--detach");
            assertThat(up.status()).isEqualTo(1);
            assertThat(up.err()).contains(fatal.path("what").asString(), "mend:");
            assertThat(Processes.marked(system.name())).isEmpty();
            assertThat(Files.exists(system.state().resolve("releases"))).isFalse();
        }
    }
}
