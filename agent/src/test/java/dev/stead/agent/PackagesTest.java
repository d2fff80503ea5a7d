package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class PackagesTest {
    private final ScriptedPrograms programs =
            new ScriptedPrograms()
                    .on(
                            "dpkg-query --show",
                            0,
                            "installed\tpython3\tamd64\tpython3-profiler, python3-max (= 3.11)",
                            "installed\texim4-daemon-light\tamd64\tmail-transport-agent",
                            "config-files\tredis-server\tamd64\t",
                            "installed\tlibc6\tamd64\tlibc6-2.36");
    private final Packages packages = new Packages(programs);

    @Test
    void findsWhatIsMissingInOneCall() {
        assertThat(packages.missing(List.of("python3", "redis-server", "gunicorn", "gunicorn")))
                .containsExactly("redis-server", "gunicorn");
        assertThat(programs.ran).hasSize(1);
    }

    @Test
    void takesVirtualPackagesAlternativesAndArchitectures() {
        assertThat(
                        packages.missing(
                                List.of(
                                        "mail-transport-agent",
                                        "python3-max",
                                        "gunicorn | python3",
                                        "libc6:amd64",
                                        "libc6:i386")))
                .containsExactly("libc6:i386");
        assertThat(Packages.first("gunicorn | python3")).isEqualTo("gunicorn");
    }

    @Test
    void refusesWhatIsNoName() {
        for (String name : List.of("-o=x", "a;b", "", "../x", "Redis", "a b")) {
            assertThatThrownBy(() -> packages.missing(List.of(name)))
                    .hasMessageContaining("is not the name of a Debian package");
        }
    }
}
