package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Diagnosis;
import dev.stead.api.HostFacts;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.testing.FakeFacts;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is looked at before an apply, and by {@code stead doctor}. */
final class ExaminationIT extends ControlledSystem {
    private static final HostFacts.Memory LITTLE =
            new HostFacts.Memory(64L << 20, 32L << 20, 0, OptionalLong.empty());

    @Test
    void theDoctorPutsAFileAgainstTheMachine() throws IOException {
        Path file = file("api: { service: sleep 1, replicas: 2, limits: { memory: 12 GiB } }");

        Diagnosis diagnosis = control().doctor(CALLER, Optional.of(file));

        assertThat(diagnosis.system()).isEqualTo("demo");
        assertThat(diagnosis.count(Diagnosis.Severity.FATAL)).isZero();
        assertThat(diagnosis.findings())
                .filteredOn(f -> f.severity() == Diagnosis.Severity.WARNING)
                .first()
                .satisfies(f -> assertThat(f.what()).contains("add up to 24 GiB"));
        assertThat(diagnosis.findings().stream().map(Diagnosis.Finding::area).distinct())
                .containsExactly(Diagnosis.Area.values());
        assertThat(agent.instances()).isEmpty();
    }

    @Test
    void theDoctorLooksAtWhatWasAppliedWhenNoFileIsNamed() throws IOException {
        assertThatThrownBy(() -> control().doctor(CALLER, Optional.empty()))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(Code.CONFLICT));
        apply("api: { service: sleep 1, limits: { memory: 20 GiB } }");

        assertThat(control().doctor(CALLER, Optional.empty()).findings())
                .anyMatch(f -> f.where().equals("api") && f.what().contains("20 GiB"));
    }

    @Test
    void theDoctorNamesPackagesAndObstacles() throws IOException {
        host.lacks("postgresql-15");
        Path file =
                file(
                        "db: { postgres: 15 }\n"
                                + "api: { service: sleep 1, env: { K: { secret: k, generate: false"
                                + " } } }");

        assertThat(control().doctor(CALLER, Optional.of(file)).findings())
                .filteredOn(f -> f.area() == Diagnosis.Area.COMPONENTS)
                .satisfiesExactly(
                        f -> assertThat(f.what()).contains("the secret k (for K) has no value"),
                        f -> assertThat(f.what()).isEqualTo("missing: postgresql-15"));
    }

    @Test
    void whatIsFatalIsRefusedBeforeAnythingIsChanged() throws IOException {
        host.lacks("some-package");
        host.says(FakeFacts.memory(LITTLE));

        assertThatThrownBy(() ->
                        apply(
                                "api: { service: sleep 1, source: ./app, packages:"
                                        + " [some-package] }"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.what()).contains("64 MiB");
                            assertThat(e.mend()).isEqualTo("give the machine more memory");
                        });

        assertThat(agent.instances()).isEmpty();
        assertThat(folder.resolve("state/releases")).doesNotExist();
        assertThat(host.missingPackages(List.of("some-package"))).hasSize(1);
    }

    @Test
    void whatIsFatalStandsBesideOtherObstacles() throws IOException {
        host.says(FakeFacts.memory(LITTLE));

        assertThatThrownBy(() ->
                        apply(
                                "api: { service: sleep 1, env: { K: { secret: k, generate:"
                                        + " false } } }"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> assertThat(e.what()).contains("64 MiB", "the secret k (for K)"));
    }

    @Test
    void aFullDiskIsJudgedByWhoeverWatchesIt() throws IOException {
        host.says(FakeFacts.space(new HostFacts.Space(10L << 30, 0, 0, 0)));

        apply("api: { service: sleep 1 }");

        assertThat(agent.instances()).hasSize(1);
    }

    @Test
    void warningsRefuseNothing() throws IOException {
        host.says(FakeFacts.space(new HostFacts.Space(10L << 30, 100L << 20, 0, 0)));

        apply("api: { service: sleep 1 }");

        assertThat(agent.instances()).hasSize(1);
    }
}
