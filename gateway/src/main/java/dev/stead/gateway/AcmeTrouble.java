package dev.stead.gateway;

import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.gateway.AcmeOutcome.Failed;

import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Says what went wrong with an authority, and what to do. */
final class AcmeTrouble {
    private final URI directory;

    AcmeTrouble(URI directory) {
        this.directory = directory;
    }

    Failed of(Exception e) {
        return switch (e) {
            case AcmeRateLimitedException limited ->
                    new Failed(
                            told(
                                    "gives no certificate for now, because too many were asked for:"
                                            + " "
                                            + limited.getMessage(),
                                    "wait; Stead tries again by itself when the authority allows"
                                            + " it"),
                            limited.getRetryAfter(),
                            false);
            case AcmeUserActionRequiredException action ->
                    failed(
                            "wants somebody to agree to something: " + action.getMessage(),
                            action.getTermsOfServiceUri()
                                    .map(terms -> "read and accept " + terms)
                                    .orElse("read what it says at " + action.getInstance()));
            case AcmeServerException refused ->
                    failed(
                            "refuses: " + refused.getProblem(),
                            "look at the names and the contact in the system file; Stead tries"
                                    + " again by itself");
            case AcmeNetworkException network ->
                    failed(
                            "cannot be reached: " + cause(network),
                            "check that this machine may open connections to it (firewall, DNS,"
                                    + " proxy), and `trust:` when its certificate is not from a"
                                    + " well-known authority; Stead tries again by itself");
            default ->
                    failed("did not answer properly: " + cause(e), "Stead tries again by itself");
        };
    }

    Failed withTrust(Optional<Path> trust, Exception e) {
        return new Failed(
                new SteadException(
                        Code.HOST,
                        "the file of authorities "
                                + trust.map(Path::toString).orElse("")
                                + " cannot be used: "
                                + cause(e),
                        "name a PEM file with `trust:`"),
                Optional.empty(),
                false);
    }

    Failed refused(Optional<String> why) {
        return failed(
                "issued no certificate: " + why.orElse("it gave no reason"),
                "Stead tries again by itself");
    }

    static Failed notOffered(String name, AcmeProof way) {
        return inChallenge(
                "the authority does not offer to check " + name + " by " + way.type(),
                "use an authority that checks names by http-01 or tls-alpn-01");
    }

    static Failed notProven(String name, AcmeProof way, Optional<String> why) {
        return inChallenge(
                "the authority could not check "
                        + name
                        + " by "
                        + way.type()
                        + ": "
                        + why.orElse("it gave no reason"),
                way.mend(name));
    }

    /** Both ways failed. */
    static Failed both(Failed first, Failed second) {
        String mend =
                second.inChallenge()
                        ? first.why().mend() + "; or " + second.why().mend()
                        : second.why().mend();
        return new Failed(
                new SteadException(
                        Code.EXTERNAL, first.why().what() + "; " + second.why().what(), mend),
                later(first.notBefore(), second.notBefore()),
                second.inChallenge());
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return other.isPresent() ? other : one;
    }

    private static Failed inChallenge(String what, String mend) {
        return new Failed(new SteadException(Code.EXTERNAL, what, mend), Optional.empty(), true);
    }

    private Failed failed(String what, String mend) {
        return new Failed(told(what, mend), Optional.empty(), false);
    }

    private SteadException told(String what, String mend) {
        return new SteadException(
                Code.EXTERNAL, "the certificate authority at " + directory + " " + what, mend);
    }

    private static String cause(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
