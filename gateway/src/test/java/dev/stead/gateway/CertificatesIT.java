package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

final class CertificatesIT {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir Path folder;

    @Test
    void makesAnAuthorityAndALeafOnceOnly() throws Exception {
        Credentials first = at(NOW).obtain(names("planning.localhost", "*.planning.localhost"));
        Credentials again = at(NOW).obtain(names("planning.localhost", "*.planning.localhost"));
        assertThat(again).isEqualTo(first);
        assertThat(first.chain()).hasSize(2);
        assertThat(first.leaf().getSubjectAlternativeNames().toString())
                .isEqualTo("[[2, planning.localhost], [2, *.planning.localhost]]");
        assertThat(first.leaf().getNotAfter().toInstant())
                .isEqualTo(NOW.plus(Duration.ofDays(397)));
        first.leaf().verify(first.chain().getLast().getPublicKey());
        for (String key : List.of("key.pem", "ca-key.pem")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(key))))
                    .isEqualTo("rw-------");
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("ca.pem"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void issuesAnewWhenNamesChangeOrTheEndIsNear() {
        Credentials first = at(NOW).obtain(names("a.localhost"));
        Credentials other = at(NOW).obtain(names("b.localhost"));
        assertThat(other.leaf()).isNotEqualTo(first.leaf());
        assertThat(other.chain().getLast()).isEqualTo(first.chain().getLast());
        Instant late = NOW.plus(Duration.ofDays(366));
        assertThat(at(late).obtain(names("b.localhost"))).isEqualTo(other);
        Instant later = NOW.plus(Duration.ofDays(368));
        assertThat(at(later).obtain(names("b.localhost")).leaf()).isNotEqualTo(other.leaf());
    }

    @Test
    void issuesAnewWhenACrashLeftAKeyWithoutItsCertificate() throws Exception {
        Credentials first = at(NOW).obtain(names("a.localhost"));
        Files.delete(folder.resolve("cert.pem"));
        assertThat(at(NOW).obtain(names("a.localhost")).chain().getLast())
                .isEqualTo(first.chain().getLast());
        Files.delete(folder.resolve("cert.pem"));
        Files.delete(folder.resolve("ca.pem"));
        assertThat(at(NOW).obtain(names("a.localhost")).chain().getLast())
                .isNotEqualTo(first.chain().getLast());
    }

    @Test
    void neverOverwritesWhatItCannotRead() throws Exception {
        at(NOW).obtain(names("a.localhost"));
        for (String file : List.of("cert.pem", "key.pem", "ca.pem", "ca-key.pem")) {
            String good = Files.readString(folder.resolve(file));
            Files.writeString(folder.resolve(file), "garbage");
            assertThatThrownBy(() -> at(NOW).obtain(names("b.localhost")))
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            failure -> {
                                assertThat(failure.code()).isEqualTo(Code.HOST);
                                assertThat(failure.what()).contains(file);
                                assertThat(failure.mend()).isNotEmpty();
                            });
            assertThat(folder.resolve(file)).hasContent("garbage");
            Files.writeString(folder.resolve(file), good);
        }
        Files.delete(folder.resolve("ca.pem"));
        assertThatThrownBy(() -> at(NOW).obtain(names("a.localhost")))
                .hasMessageContaining("ca.pem");
    }

    /** What is issued cannot outlive the authority, so issuing anew would gain nothing. */
    @Test
    void issuesNothingAnewWhenTheAuthorityItselfEndsAndTellsSo() {
        MovableClock clock = new MovableClock(NOW);
        LocalKeeper keeper = new LocalKeeper(names("a.localhost"), clock);
        Credentials first = keeper.certificates().all().getFirst();
        Instant end = first.chain().getLast().getNotAfter().toInstant();
        clock.set(end.minus(Duration.ofDays(200)));
        keeper.renew();
        Credentials last = keeper.certificates().all().getFirst();
        assertThat(last.leaf()).isNotEqualTo(first.leaf());
        assertThat(last.end()).isEqualTo(end);
        assertThat(failure(keeper)).isEmpty();
        for (int days = 20; days > 0; days--) {
            clock.set(end.minus(Duration.ofDays(days)));
            keeper.renew();
            assertThat(keeper.certificates().all().getFirst()).isEqualTo(last);
            assertThat(keeper.status().getFirst().nextRenewal().orElseThrow())
                    .isEqualTo(clock.instant().plus(Duration.ofDays(1)));
        }
        assertThat(failure(keeper).orElseThrow().what())
                .contains("authority")
                .contains(folder.resolve("ca.pem").toString())
                .contains(end.toString());
        assertThat(failure(keeper).orElseThrow().mend()).contains(folder.toString());
    }

    private static Optional<Failure> failure(LocalKeeper keeper) {
        return keeper.status().getFirst().failure();
    }

    private static Certificates at(Instant now) {
        return new Certificates(InstantSource.fixed(now));
    }

    private LocalAuthority names(String... names) {
        return new LocalAuthority(folder, List.of(names));
    }
}
