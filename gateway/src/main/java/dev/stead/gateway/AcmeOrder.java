package dev.stead.gateway;

import dev.stead.api.RouteTable.Acme;

import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Orders one certificate (RFC 8555 section 7.4): an order, a proof for each name, a new key, the
 * chain. Blocks for as long as the authority takes, at most some minutes.
 */
final class AcmeOrder {
    /** How long the authority may take for the whole answer to a request. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Set<Status> CHECKED = Set.of(Status.VALID, Status.INVALID);
    private static final Set<Status> ORDERED = Set.of(Status.READY, Status.VALID, Status.INVALID);

    private final Acme wanted;
    private final KeyPair account;
    private final Challenges answers;
    private final InstantSource clock;
    private final Duration requestTimeout;
    private final AcmePoll poll;
    private final AcmeTrouble trouble;

    AcmeOrder(
            Acme wanted,
            KeyPair account,
            Challenges answers,
            InstantSource clock,
            Duration requestTimeout) {
        this.wanted = wanted;
        this.account = account;
        this.answers = answers;
        this.clock = clock;
        this.requestTimeout = requestTimeout;
        this.poll = new AcmePoll(clock);
        this.trouble = new AcmeTrouble(wanted.directory());
    }

    /** Tries the ways in this order, the next one when the authority could not check a name. */
    AcmeOutcome place(List<AcmeProof> ways) throws InterruptedException {
        AcmeProvider provider;
        try {
            provider = AcmeProvider.trusting(wanted.trust(), CONNECT_TIMEOUT);
        } catch (IOException | GeneralSecurityException e) {
            return trouble.withTrust(wanted.trust(), e);
        }
        try {
            Session session = new Session(wanted.directory(), provider);
            session.networkSettings().setTimeout(requestTimeout);
            return place(login(session), ways);
        } catch (AcmeException | GeneralSecurityException | RuntimeException e) {
            // The library throws unchecked exceptions for answers that it does not understand.
            return trouble.of(e);
        } finally {
            provider.close();
        }
    }

    /** The account of our key, which is made when there is none (RFC 8555 section 7.3). */
    private Login login(Session session) throws AcmeException {
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(account);
        wanted.contact().ifPresent(builder::addEmail);
        return builder.createLogin(session);
    }

    private AcmeOutcome place(Login login, List<AcmeProof> ways)
            throws AcmeException, GeneralSecurityException, InterruptedException {
        Optional<AcmeOutcome.Failed> before = Optional.empty();
        for (AcmeProof way : ways) {
            Order order = login.newOrder().domains(wanted.names()).create();
            Optional<AcmeOutcome.Failed> failed = prove(order, way);
            if (failed.isEmpty()) {
                return finish(order);
            }
            before =
                    Optional.of(
                            before.map(it -> AcmeTrouble.both(it, failed.get()))
                                    .orElse(failed.get()));
            if (!failed.get().inChallenge()) {
                break;
            }
        }
        return before.orElseThrow();
    }

    private Optional<AcmeOutcome.Failed> prove(Order order, AcmeProof way)
            throws AcmeException, GeneralSecurityException, InterruptedException {
        try {
            for (Authorization authorization : order.getAuthorizations()) {
                if (authorization.getStatus() == Status.VALID) {
                    continue;
                }
                Optional<AcmeOutcome.Failed> failed = prove(authorization, way);
                if (failed.isPresent()) {
                    return failed;
                }
            }
            return Optional.empty();
        } finally {
            answers.clear();
        }
    }

    private Optional<AcmeOutcome.Failed> prove(Authorization authorization, AcmeProof way)
            throws AcmeException, GeneralSecurityException, InterruptedException {
        String name = authorization.getIdentifier().getDomain();
        Optional<Challenge> found = way.of(authorization);
        if (found.isEmpty()) {
            return Optional.of(AcmeTrouble.notOffered(name, way));
        }
        Challenge challenge = found.get();
        way.prepare(authorization, challenge, answers, clock);
        challenge.trigger();
        if (poll.await(authorization, CHECKED) == Status.VALID) {
            return Optional.empty();
        }
        challenge.fetch();
        return Optional.of(
                AcmeTrouble.notProven(name, way, challenge.getError().map(Problem::toString)));
    }

    private AcmeOutcome finish(Order order)
            throws AcmeException, GeneralSecurityException, InterruptedException {
        KeyPair key = new Issuer(new SecureRandom()).newKey();
        if (poll.await(order, ORDERED) == Status.READY) {
            order.execute(key);
        }
        if (poll.await(order, CHECKED) != Status.VALID) {
            return trouble.refused(order.getError().map(Problem::toString));
        }
        Credentials issued =
                new Credentials(order.getCertificate().getCertificateChain(), key.getPrivate());
        if (!issued.belongTogether()) {
            return trouble.refused(Optional.of("the certificate is for another key"));
        }
        if (!issued.names().containsAll(wanted.names())) {
            return trouble.refused(
                    Optional.of("the certificate is for " + issued.names() + " only"));
        }
        return new AcmeOutcome.Issued(issued);
    }
}
