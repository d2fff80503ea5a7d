package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.CertificateStatus.Source;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class CertificateMetricsTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void tellsTheEarliestEndOfCertificatesOfOneName() {
        PrometheusText text =
                PrometheusText.of(
                        new CertificateMetrics(() ->
                                List.of(
                                        status("a.example", 2_000, false),
                                        status("a.example", 1_000, true),
                                        status("b.example", 3_000, false))));
        String end = "stead_gateway_certificate_expiry_timestamp_seconds{name=";
        assertThat(text.value(end + "\"a.example\"}"))
                .isEqualTo((double) START.getEpochSecond() + 1_000);
        assertThat(text.value(end + "\"b.example\"}"))
                .isEqualTo((double) START.getEpochSecond() + 3_000);
        String trouble = "stead_gateway_certificate_trouble{name=";
        assertThat(text.value(trouble + "\"a.example\"}")).isEqualTo(1);
        assertThat(text.value(trouble + "\"b.example\"}")).isZero();
    }

    private static CertificateStatus status(String name, long seconds, boolean trouble) {
        return new CertificateStatus(
                List.of(name, "other." + name),
                "CN=authority",
                START,
                START.plusSeconds(seconds),
                Source.ACME,
                Optional.empty(),
                trouble ? Optional.of(new Failure(START, "it failed", "")) : Optional.empty());
    }
}
