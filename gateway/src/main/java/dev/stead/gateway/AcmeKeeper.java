package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.CertificateStatus.Source;
import dev.stead.api.Disks;
import dev.stead.api.RouteTable.Acme;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A certificate by ACME: kept on disk, ordered when it is missing, when its names change and when a
 * third of its life is left; after failures, tried again ever more seldom.
 *
 * <pre>
 * nothing stored ── local authority's is shown ── order ── stored, read back, shown
 * stored ── shown ── a third of its life left, or other names ── order ── stored, shown
 * issued, but the disk is full ── kept in memory, stored later; shown only when what is shown
 *                                 now is the local authority's, or near its end
 * </pre>
 */
final class AcmeKeeper implements Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeKeeper.class);

    /** More than an account's key, a certificate's and its chain take, bytes. */
    private static final long ROOM = 64 << 10;

    private final Acme source;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Challenges answers;
    private final Supplier<NettyGateway.Ports> ports;
    private final Disks disks;
    private final AcmeStore store;
    private volatile State state;
    private final AcmeAccount account;
    private Optional<Credentials> unsaved = Optional.empty();
    private int failures;

    /**
     * @param own whether the certificate is the authority's, and not our local one
     * @param next when to ask for another one
     */
    private record State(Credentials shown, boolean own, Instant next, Optional<Failure> failure) {
        State at(Instant other) {
            return new State(shown, own, other, failure);
        }

        State failed(Optional<Failure> other) {
            return new State(shown, own, next, other);
        }
    }

    /**
     * Looks at what is stored; orders nothing yet.
     *
     * @param ports where the gateway listens
     * @param disks says whether there is room for what is ordered
     * @throws SteadException code HOST when the folder cannot be used
     */
    AcmeKeeper(
            Acme source,
            InstantSource clock,
            RandomGenerator random,
            Challenges answers,
            Supplier<NettyGateway.Ports> ports,
            Disks disks) {
        this.source = source;
        this.clock = clock;
        this.random = random;
        this.answers = answers;
        this.ports = ports;
        this.disks = disks;
        this.store = new AcmeStore(source.folder(), source.directory());
        this.account = new AcmeAccount(store);
        if (source.names().stream().anyMatch(name -> name.startsWith("*"))) {
            throw new SteadException(
                    Code.INTERNAL, "a wildcard cannot be ordered by ACME", "report this");
        }
        try {
            store.open();
            this.state = begin();
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the folder " + source.folder() + " cannot be used: " + e.getMessage(),
                    "make it readable and writable for the user that runs Stead",
                    e);
        }
    }

    private State begin() throws IOException {
        Instant now = clock.instant();
        Optional<Credentials> stored = store.certificate();
        if (stored.isPresent() && AcmeStore.isFor(stored.get(), source.names())) {
            Credentials known = stored.get();
            return new State(known, true, renewal(known), Optional.empty());
        }
        // Something that a visitor may trust is better than what none does, until the order is
        // done.
        Optional<Credentials> other = stored.isPresent() ? stored : store.certificateOfAnother();
        if (other.isPresent() && AcmeStore.isValid(other.get(), now)) {
            return new State(other.get(), true, now, Optional.empty());
        }
        return new State(local(), false, now, Optional.empty());
    }

    private Credentials local() {
        return new Certificates(clock)
                .obtain(new LocalAuthority(source.folder().resolve("local"), source.names()));
    }

    private Instant renewal(Credentials of) {
        return AcmeSchedule.renewal(
                of.leaf().getNotBefore().toInstant(), of.end(), random.nextDouble());
    }

    @Override
    public CertificateSource source() {
        return source;
    }

    @Override
    public CertificateSet certificates() {
        return CertificateSet.of(state.shown());
    }

    @Override
    public void refresh() {}

    @Override
    public void renew() throws InterruptedException {
        unsaved.ifPresent(this::keep);
        Instant now = clock.instant();
        if (now.isBefore(state.next())) {
            return;
        }
        Optional<SteadException> full = unwritable();
        if (full.isPresent() && !isUrgent(now)) {
            failed(new AcmeOutcome.Failed(full.get(), Optional.empty(), false));
            return;
        }
        switch (order()) {
            case AcmeOutcome.Issued(Credentials credentials) -> issued(credentials);
            case AcmeOutcome.Failed failed -> failed(failed);
        }
    }

    private AcmeOutcome order() throws InterruptedException {
        KeyPair key;
        try {
            key = account.key();
        } catch (IOException e) {
            return new AcmeOutcome.Failed(cannotRead(e), Optional.empty(), false);
        }
        LOG.info("asking {} for a certificate for {}", source.directory(), source.names());
        return new AcmeOrder(source, key, answers, clock, AcmeOrder.REQUEST_TIMEOUT)
                .place(AcmeProof.order(ports.get()));
    }

    private void issued(Credentials credentials) {
        failures = 0;
        Instant next =
                AcmeSchedule.afterSuccess(
                        clock.instant(),
                        credentials.leaf().getNotBefore().toInstant(),
                        credentials.end(),
                        random.nextDouble());
        state = state.at(next).failed(Optional.empty());
        LOG.info("{} issued a certificate until {}", source.directory(), credentials.end());
        keep(credentials);
    }

    /** Stores a certificate, then shows it. */
    private void keep(Credentials credentials) {
        try {
            account.key();
            store.save(credentials);
            unsaved = Optional.empty();
            state = new State(credentials, true, state.next(), Optional.empty());
        } catch (IOException e) {
            boolean urgent = isUrgent(clock.instant());
            if (unsaved.isEmpty()) {
                LOG.warn(
                        "the new certificate cannot be stored in {} ({}); {}, and storing it is"
                                + " tried again",
                        source.folder(),
                        e.getMessage(),
                        urgent ? "it is shown from memory" : "the one before is still shown");
            }
            unsaved = Optional.of(credentials);
            state =
                    new State(
                            urgent ? credentials : state.shown(),
                            urgent || state.own(),
                            state.next(),
                            Optional.of(Shown.failure(clock.instant(), cannotWrite(e))));
        }
    }

    /** Whether what is shown is so bad that another one is shown even if it is not stored. */
    private boolean isUrgent(Instant now) {
        Credentials shown = state.shown();
        return !state.own()
                || unsaved.filter(shown::equals).isPresent()
                || AcmeSchedule.isNearItsEnd(
                        now, shown.leaf().getNotBefore().toInstant(), shown.end());
    }

    private Optional<SteadException> unwritable() {
        try {
            disks.demand(source.folder(), ROOM, "order a certificate");
            store.open();
            store.probe();
            return Optional.empty();
        } catch (SteadException e) {
            return Optional.of(e);
        } catch (IOException e) {
            return Optional.of(cannotWrite(e));
        }
    }

    private SteadException cannotWrite(IOException e) {
        return new SteadException(
                Code.HOST,
                "a new certificate cannot be stored in " + source.folder() + ": " + e.getMessage(),
                "free some space there, and see that the user that runs Stead may write to it",
                e);
    }

    private SteadException cannotRead(IOException e) {
        return new SteadException(
                Code.HOST,
                "the account's key " + store.accountFile() + " cannot be read: " + e.getMessage(),
                "make it a file that the user that runs Stead can read, or move it away: a new"
                        + " account is then made",
                e);
    }

    private void failed(AcmeOutcome.Failed failed) {
        failures++;
        Instant now = clock.instant();
        Instant next = AcmeSchedule.retry(now, failures, failed.notBefore(), random.nextDouble());
        state = state.at(next).failed(Optional.of(Shown.failure(now, failed.why())));
        LOG.warn(
                "{}. The next try is at {}; until then the certificate that ends at {} is shown."
                        + " To mend it: {}",
                failed.why().what(),
                next,
                state.shown().end(),
                failed.why().mend());
    }

    @Override
    public CertificateSet stored() {
        State now = state;
        boolean inMemoryOnly = unsaved.filter(now.shown()::equals).isPresent();
        if (!now.own() || inMemoryOnly) {
            return CertificateSet.of(now.shown());
        }
        try {
            return CertificateSet.of(store.certificate().orElse(now.shown()));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public List<CertificateStatus> status() {
        State now = state;
        return List.of(
                Shown.status(
                        now.shown(),
                        now.own() ? Source.ACME : Source.LOCAL_UNTIL_ACME,
                        Optional.of(now.next()),
                        now.failure()));
    }
}
