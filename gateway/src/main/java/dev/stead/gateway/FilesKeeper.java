package dev.stead.gateway;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Failure;
import dev.stead.api.CertificateStatus.Source;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.api.RouteTable.PemFiles;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Files that somebody else keeps and renews. They are read again when one of them changes; when all
 * are right together, they are shown. Whoever renews them may write one file before the other: what
 * is wrong for a moment only is looked at again the next time.
 */
final class FilesKeeper implements Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(FilesKeeper.class);

    private final CertificateSource source;
    private final List<PemFiles> pairs;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private List<FileStamp> stamps;
    private volatile CertificateSet certificates;
    private volatile Optional<Failure> failure = Optional.empty();

    /**
     * Reads the files.
     *
     * @param lenient whether a certificate that has expired, or is not valid yet, is shown all the
     *     same: a machine that starts again then serves what it can
     * @throws SteadException code HOST when they cannot be used
     */
    FilesKeeper(
            CertificateSource source, List<PemFiles> pairs, InstantSource clock, boolean lenient) {
        this.source = source;
        this.pairs = List.copyOf(pairs);
        this.clock = clock;
        this.stamps = stamp();
        this.certificates = read();
        try {
            requireDates(certificates);
        } catch (SteadException e) {
            if (!lenient) {
                throw e;
            }
            note(e, "It is shown all the same");
        }
    }

    @Override
    public CertificateSource source() {
        return source;
    }

    @Override
    public CertificateSet certificates() {
        return certificates;
    }

    @Override
    public void refresh() {
        reading.lock();
        try {
            List<FileStamp> now = stamp();
            if (now.equals(stamps)) {
                lookAtDates();
                return;
            }
            CertificateSet next = read();
            requireDates(next);
            // Files that changed while they were read are read again the next time.
            stamps = now;
            failure = Optional.empty();
            if (!next.equals(certificates)) {
                certificates = next;
                LOG.info("the certificates in {} were read again", pairs.getFirst().certificate());
            }
        } catch (SteadException e) {
            note(e, "The one before is still shown");
        } finally {
            reading.unlock();
        }
    }

    /**
     * What is shown is what the files hold; its dates are all that can be wrong with it, and time,
     * or a clock that is set, may mend them. Whoever renews the files may have forgotten to.
     */
    private void lookAtDates() {
        Optional<SteadException> wrong = wrongDates(certificates).or(this::nearEnd);
        if (wrong.isPresent()) {
            note(wrong.get(), "It is still shown");
        } else {
            failure = Optional.empty();
        }
    }

    private Optional<SteadException> nearEnd() {
        Instant now = clock.instant();
        for (int i = 0; i < pairs.size(); i++) {
            X509Certificate leaf = certificates.all().get(i).leaf();
            Instant start = leaf.getNotBefore().toInstant();
            Instant end = leaf.getNotAfter().toInstant();
            if (AcmeSchedule.isNearItsEnd(now, start, end)) {
                return Optional.of(PemPair.ending(pairs.get(i).certificate(), end));
            }
        }
        return Optional.empty();
    }

    private void note(SteadException e, String consequence) {
        if (failure.filter(before -> before.what().equals(e.what())).isPresent()) {
            return;
        }
        failure = Optional.of(Shown.failure(clock.instant(), e));
        LOG.warn("{}. {}. To mend it: {}", e.what(), consequence, e.mend());
    }

    @Override
    public void renew() {}

    @Override
    public CertificateSet stored() {
        return read();
    }

    @Override
    public List<CertificateStatus> status() {
        return certificates.all().stream()
                .map(it -> Shown.status(it, Source.FILES, Optional.empty(), failure))
                .toList();
    }

    private CertificateSet read() {
        List<Credentials> read = new ArrayList<>();
        for (PemFiles pair : pairs) {
            read.add(PemPair.read(pair));
            if (PemPair.isOpenToOthers(pair.key())) {
                LOG.warn(
                        "the key {} can be read by every program of this machine. To mend it:"
                                + " chmod 600 {}",
                        pair.key(),
                        pair.key());
            }
        }
        return new CertificateSet(read);
    }

    private void requireDates(CertificateSet set) {
        Optional<SteadException> wrong = wrongDates(set);
        if (wrong.isPresent()) {
            throw wrong.get();
        }
    }

    private Optional<SteadException> wrongDates(CertificateSet set) {
        Instant now = clock.instant();
        for (int i = 0; i < pairs.size(); i++) {
            Path file = pairs.get(i).certificate();
            Optional<SteadException> wrong = PemPair.wrongDates(file, set.all().get(i).leaf(), now);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private List<FileStamp> stamp() {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.certificate(), pair.key()))
                .map(FileStamp::of)
                .toList();
    }
}
