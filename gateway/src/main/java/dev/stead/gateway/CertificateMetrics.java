package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Until when certificates are good, and whether keeping them so goes well. */
record CertificateMetrics(Supplier<List<CertificateStatus>> certificates) implements Metrics {
    /** What is told of all certificates whose first name is the same. */
    private record Told(double end, boolean trouble) {
        static Told of(CertificateStatus status) {
            return new Told(status.notAfter().getEpochSecond(), status.failure().isPresent());
        }

        Told and(Told other) {
            return new Told(Math.min(end, other.end), trouble || other.trouble);
        }
    }

    @Override
    public void addTo(Exposition all) {
        SortedMap<String, Told> byName = new TreeMap<>();
        for (CertificateStatus status : certificates.get()) {
            byName.merge(status.name(), Told.of(status), Told::and);
        }
        all.gauge(
                "stead_gateway_certificate_expiry_timestamp_seconds",
                "When a certificate ends, in seconds since 1970",
                samples(byName, Told::end));
        all.gauge(
                "stead_gateway_certificate_trouble",
                "1 while keeping a certificate up to date does not go well",
                samples(byName, it -> it.trouble() ? 1 : 0));
    }

    private static List<Sample> samples(Map<String, Told> byName, ToDoubleFunction<Told> figure) {
        return byName.entrySet().stream()
                .map(it -> Sample.of(figure.applyAsDouble(it.getValue()), "name", it.getKey()))
                .toList();
    }
}
