package dev.stead.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that the gateway shows, and how keeping it up to date goes.
 *
 * @param names DNS names and addresses that it is for
 * @param issuer who issued it, as a distinguished name (RFC 4514)
 * @param notBefore first moment at which it is valid
 * @param notAfter last moment at which it is valid
 * @param source where certificates of this kind come from
 * @param nextRenewal when Stead will ask for the next one, or try again; empty when somebody else
 *     renews it
 * @param failure what went wrong the last time, as long as it has not gone well since
 */
public record CertificateStatus(
        List<String> names,
        String issuer,
        Instant notBefore,
        Instant notAfter,
        Source source,
        Optional<Instant> nextRenewal,
        Optional<Failure> failure) {
    public CertificateStatus {
        names = List.copyOf(names);
    }

    /** The first of its names; its issuer where it has none. */
    public String name() {
        return names.isEmpty() ? issuer : names.getFirst();
    }

    /** Where a certificate comes from. */
    public enum Source {
        /** Files that somebody else keeps; Stead reads them again when they change. */
        FILES,
        /** The system's own authority. */
        LOCAL_AUTHORITY,
        /** An authority that speaks ACME (RFC 8555). */
        ACME,
        /** The system's own authority, until the first certificate by ACME is there. */
        LOCAL_UNTIL_ACME;

        /** As people and programs read it. */
        public String word() {
            return switch (this) {
                case FILES -> "files";
                case LOCAL_AUTHORITY -> "local";
                case ACME -> "acme";
                case LOCAL_UNTIL_ACME -> "local-until-acme";
            };
        }
    }

    /**
     * What went wrong.
     *
     * @param what a sentence without a full stop
     * @param mend what to do; empty when there is nothing to say
     */
    public record Failure(Instant at, String what, String mend) {}
}
