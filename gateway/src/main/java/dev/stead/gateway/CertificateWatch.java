package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
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
    private final Challenges challenges;
    private final Staples staples;
    private final Rounds rounds;
    private volatile @Nullable Keeper current;
    private volatile boolean unchecked;
    private volatile Optional<Failure> difference = Optional.empty();

    /** The gateway, as far as certificates concern it. */
    interface Stage {
        /** Shows what a keeper has now, if it is that keeper's turn still. */
        void show(Keeper keeper);

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
            case Acme acme -> new AcmeKeeper(acme, clock, random.get(), challenges, stage::ports);
        };
    }

    /** Where the OCSP response of each certificate is found. */
    List<Staple> staples(CertificateSet certificates) {
        return staples.of(certificates);
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
        return keeper.status().stream().map(this::withDifference).toList();
    }

    private CertificateStatus withDifference(CertificateStatus status) {
        return new CertificateStatus(
                status.names(),
                status.issuer(),
                status.notBefore(),
                status.notAfter(),
                status.source(),
                status.nextRenewal(),
                status.failure().or(() -> difference));
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
        stage.show(keeper);
        stage.renewTickets();
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
        Optional<InetSocketAddress> door = stage.door();
        if (door.isEmpty()) {
            return;
        }
        Optional<SteadException> found = compare(keeper, door.get());
        if (!isCurrent(keeper)) {
            return;
        }
        difference = found.map(it -> Shown.failure(clock.instant(), it));
        found.ifPresent(it -> LOG.warn("{}. To mend it: {}", it.what(), it.mend()));
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
