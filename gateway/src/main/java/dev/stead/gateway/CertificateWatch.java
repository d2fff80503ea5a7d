package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.Disks;
import dev.stead.api.RouteTable.Acme;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.api.RouteTable.PemFiles;
import dev.stead.api.RouteTable.SeveralPems;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps the certificates in use up to date, on a thread of its own: looks at files that changed,
 * renews what is due, gets OCSP responses, and compares what is shown with what is stored.
 */
final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final InstantSource clock;
    private final Supplier<RandomGenerator> random;
    private final Stage stage;
    private final Disks disks;
    private final Challenges challenges;
    private final Staples staples;
    private final Rounds rounds;
    private volatile @Nullable Keeper current;
    private volatile boolean unchecked;
    private volatile Optional<Difference> difference = Optional.empty();

    /** What a keeper's certificates were found not to be shown as. */
    private record Difference(Keeper keeper, Failure failure) {}

    /** The gateway, as far as certificates concern it. */
    interface Stage {
        /**
         * Shows what a keeper has now, if it is that keeper's turn still, and tells {@link
         * CertificateWatch#shown} before any table can change. Says whether it was its turn.
         */
        boolean show(Keeper keeper);

        /** Changes the keys of session tickets when it is time. */
        void renewTickets();

        NettyGateway.Ports ports();

        /** Where a visitor from this machine reaches the gateway by TLS, where that is possible. */
        Optional<InetSocketAddress> door();
    }

    CertificateWatch(
            CertificateSettings settings,
            InstantSource clock,
            Supplier<RandomGenerator> random,
            Challenges challenges,
            Stage stage) {
        this.clock = clock;
        this.random = random;
        this.stage = stage;
        this.disks = settings.disks();
        this.challenges = challenges;
        this.staples = new Staples(clock, settings.ocspFolder());
        this.rounds = new Rounds(settings.poll(), this::round);
    }

    /**
     * Who keeps the certificates of a source: whoever does so already, else a new one.
     *
     * @throws SteadException code HOST when a new one cannot provide any; one that was at work
     *     before keeps what it has
     */
    Keeper keeper(CertificateSource source) {
        Keeper known = current;
        if (known != null && known.source().equals(source)) {
            known.refresh();
            return known;
        }
        boolean first = known == null;
        return switch (source) {
            case PemFiles files -> new FilesKeeper(source, List.of(files), clock, first);
            case SeveralPems(List<PemFiles> pairs) -> new FilesKeeper(source, pairs, clock, first);
            case LocalAuthority local -> new LocalKeeper(local, clock);
            case Acme acme ->
                    new AcmeKeeper(acme, clock, random.get(), challenges, stage::ports, disks);
        };
    }

    /** Where the OCSP response of each certificate is found. */
    List<Staple> staples(CertificateSet certificates) {
        return staples.of(certificates);
    }

    /** Nothing but these is shown to new connections, until the next table. */
    void shown(CertificateSet certificates) {
        staples.forgetOthers(certificates);
    }

    /** This one's certificates are shown from now on. */
    void adopt(Keeper keeper, boolean changed) {
        boolean begins = keeper != current;
        current = keeper;
        unchecked |= changed;
        if (begins || changed) {
            rounds.wake();
        }
    }

    boolean isCurrent(Keeper keeper) {
        return keeper == current;
    }

    List<CertificateStatus> status() {
        Keeper keeper = current;
        if (keeper == null) {
            return List.of();
        }
        Optional<Failure> found =
                difference.filter(it -> it.keeper() == keeper).map(Difference::failure);
        return keeper.status().stream().map(status -> withDifference(status, found)).toList();
    }

    private static CertificateStatus withDifference(
            CertificateStatus status, Optional<Failure> found) {
        return new CertificateStatus(
                status.names(),
                status.issuer(),
                status.notBefore(),
                status.notAfter(),
                status.source(),
                status.nextRenewal(),
                status.failure().or(() -> found));
    }

    /** Has a round done now, and waits for its end. */
    void look() throws InterruptedException {
        rounds.runOne();
    }

    private void round() throws InterruptedException {
        Keeper keeper = current;
        if (keeper == null) {
            return;
        }
        keeper.refresh();
        keeper.renew();
        boolean itsTurn = stage.show(keeper);
        stage.renewTickets();
        if (!itsTurn) {
            // Whoever changed the table has woken a round of its own.
            return;
        }
        if (keeper instanceof LocalKeeper) {
            // Nobody but us has to do with it, and a machine that starts has other things to do.
            return;
        }
        staples.look(keeper.certificates(), filesBeside(keeper.source()));
        if (unchecked) {
            unchecked = false;
            check(keeper);
        }
    }

    private static List<Path> filesBeside(CertificateSource source) {
        return switch (source) {
            case PemFiles files -> List.of(beside(files));
            case SeveralPems(List<PemFiles> pairs) ->
                    pairs.stream().map(CertificateWatch::beside).toList();
            case LocalAuthority _, Acme _ -> List.of();
        };
    }

    private static Path beside(PemFiles files) {
        return files.certificate().resolveSibling(files.certificate().getFileName() + ".ocsp");
    }

    private void check(Keeper keeper) {
        Optional<SteadException> found = stage.door().flatMap(door -> compare(keeper, door));
        if (!isCurrent(keeper)) {
            return;
        }
        Optional<Difference> before = difference;
        difference = found.map(it -> new Difference(keeper, Shown.failure(clock.instant(), it)));
        if (found.isEmpty()) {
            return;
        }
        // It may pass by itself.
        unchecked = true;
        SteadException told = found.get();
        if (before.filter(it -> it.failure().what().equals(told.what())).isEmpty()) {
            LOG.warn("{}. To mend it: {}", told.what(), told.mend());
        }
    }

    private static Optional<SteadException> compare(Keeper keeper, InetSocketAddress door) {
        try {
            return new ServedCheck(door).difference(keeper.stored());
        } catch (SteadException e) {
            return Optional.of(e);
        }
    }

    @Override
    public void close() {
        rounds.close();
        challenges.clear();
    }
}
