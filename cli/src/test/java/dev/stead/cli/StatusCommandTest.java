package dev.stead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.SystemStatus;
import dev.stead.api.SystemStatus.CertificateView;
import dev.stead.api.SystemStatus.Trouble;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class StatusCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:45:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(89).plusHours(3));

    @Test
    void aCertificateThatIsWellIsOneLine() {
        String text = show(certificate(LATER, Optional.empty(), "a.example", "b.a.example"));

        assertThat(text.lines().filter(line -> line.contains("a.example")))
                .containsExactly("a.example and 1 more  acme  " + Times.text(LATER) + "  89d3h");
        assertThat(text).contains("CERTIFICATE").doesNotContain("mend");
    }

    @Test
    void troubleTellsTheThingThePlaceAndTheMend() {
        Trouble trouble = new Trouble(NOW, "nobody answers at port 80\u001b[2J", "open it");
        String text = show(certificate(LATER, Optional.of(trouble), "a.example"));

        assertThat(text)
                .contains(
                        "certificate a.example: nobody answers at port 80\ufffd[2J\n"
                                + "  to mend it: open it\n")
                .doesNotContain("\u001b");
    }

    @Test
    void saysThatACertificateHasEnded() {
        String text = show(certificate(NOW.minusSeconds(1), Optional.empty(), "a.example"));

        assertThat(text.lines().filter(line -> line.startsWith("a.example")))
                .singleElement()
                .asString()
                .endsWith("ended");
    }

    @Test
    void saysNothingOfCertificatesWhereThereAreNone() {
        assertThat(show()).doesNotContain("CERTIFICATE").contains("demo is at");
    }

    private static CertificateView certificate(
            Instant until, Optional<Trouble> trouble, String... names) {
        return new CertificateView(
                List.of(names), "acme", "CN=Authority", until, Optional.of(NOW), trouble);
    }

    private static String show(CertificateView... certificates) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SystemStatus status =
                new SystemStatus(
                        "demo",
                        "https://demo.example/",
                        "https://stead.demo.example/",
                        new SystemStatus.Server(1, "1.2"),
                        List.of(),
                        List.of(),
                        List.of(certificates));
        StatusCommand.show(
                status, new PrintStream(out, true, StandardCharsets.UTF_8), new Style(false), NOW);
        return out.toString(StandardCharsets.UTF_8);
    }
}
