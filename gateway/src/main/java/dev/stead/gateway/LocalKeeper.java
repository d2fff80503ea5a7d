package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.CertificateStatus.Source;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The system's own authority, which issues a new certificate before the old one ends. */
final class LocalKeeper implements Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(LocalKeeper.class);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);
    private static final Duration LEAST_PAUSE = Duration.ofDays(1);

    private final LocalAuthority source;
    private final Certificates certificates;
    private final InstantSource clock;
    private final ReentrantLock obtaining = new ReentrantLock();
    private List<FileStamp> stamps;
    private volatile CertificateSet shown;
    private volatile Instant next;
    private volatile Optional<Failure> failure = Optional.empty();

    /**
     * Has a certificate issued unless there is a good one.
     *
     * @throws SteadException code HOST when that cannot be done
     */
    LocalKeeper(LocalAuthority source, InstantSource clock) {
        this.source = source;
        this.certificates = new Certificates(clock);
        this.clock = clock;
        Credentials credentials = certificates.obtain(source);
        this.shown = CertificateSet.of(credentials);
        this.next = renewal(credentials);
        this.failure = ending(credentials);
        this.stamps = stamp();
    }

    private List<FileStamp> stamp() {
        return Stream.of("ca.pem", "ca-key.pem", "cert.pem", "key.pem")
                .map(name -> FileStamp.of(source.folder().resolve(name)))
                .toList();
    }

    /** None can outlive the authority, so in its last days there is nothing to renew. */
    private Instant renewal(Credentials credentials) {
        Instant usual = credentials.end().minus(LocalCertificate.RENEWAL);
        Instant earliest = clock.instant().plus(LEAST_PAUSE);
        return usual.isAfter(earliest) ? usual : earliest;
    }

    /** Only a person can have every client trust another authority. */
    private Optional<Failure> ending(Credentials credentials) {
        Instant end = credentials.chain().getLast().getNotAfter().toInstant();
        if (clock.instant().isBefore(end.minus(LocalCertificate.RENEWAL))) {
            return Optional.empty();
        }
        SteadException told =
                new SteadException(
                        Code.HOST,
                        "the local authority "
                                + source.folder().resolve("ca.pem")
                                + " ends at "
                                + end
                                + ", and every certificate of it",
                        "move the folder "
                                + source.folder()
                                + " away at a time that suits: a new authority is then made, which"
                                + " every client must trust anew");
        LOG.warn("{}. To mend it: {}", told.what(), told.mend());
        return Optional.of(Shown.failure(clock.instant(), told));
    }

    @Override
    public CertificateSource source() {
        return source;
    }

    @Override
    public CertificateSet certificates() {
        return shown;
    }

    @Override
    public void refresh() {
        obtaining.lock();
        try {
            if (!stamp().equals(stamps)) {
                obtain();
            }
        } finally {
            obtaining.unlock();
        }
    }

    @Override
    public void renew() {
        obtaining.lock();
        try {
            if (!clock.instant().isBefore(next)) {
                obtain();
            }
        } finally {
            obtaining.unlock();
        }
    }

    private void obtain() {
        try {
            Credentials credentials = certificates.obtain(source);
            shown = CertificateSet.of(credentials);
            next = renewal(credentials);
            failure = ending(credentials);
        } catch (SteadException e) {
            next = clock.instant().plus(AFTER_FAILURE);
            failure = Optional.of(Shown.failure(clock.instant(), e));
            LOG.warn(
                    "{}. The certificate before is still shown. To mend it: {}",
                    e.what(),
                    e.mend());
        }
        stamps = stamp();
    }

    @Override
    public CertificateSet stored() {
        return shown;
    }

    @Override
    public List<CertificateStatus> status() {
        return List.of(
                Shown.status(
                        shown.all().getFirst(),
                        Source.LOCAL_AUTHORITY,
                        Optional.of(next),
                        failure));
    }
}
