package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.CertificateStatus.Source;
import dev.stead.base.SteadException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says in the words of the API what is known of a certificate. */
final class Shown {
    private Shown() {}

    static CertificateStatus status(
            Credentials credentials,
            Source source,
            Optional<Instant> nextRenewal,
            Optional<Failure> failure) {
        return new CertificateStatus(
                List.copyOf(credentials.names()),
                credentials.leaf().getIssuerX500Principal().getName(),
                credentials.leaf().getNotBefore().toInstant(),
                credentials.end(),
                source,
                nextRenewal,
                failure);
    }

    static Failure failure(Instant at, SteadException e) {
        return new Failure(at, e.what(), e.mend());
    }
}
