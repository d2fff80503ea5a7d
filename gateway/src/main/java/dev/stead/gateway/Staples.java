package dev.stead.gateway;

import dev.stead.base.DurableFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * OCSP responses for the certificates in use: from a file beside the certificate, from our own
 * folder, or from the issuer's responder. One that cannot be had is done without; clients then ask
 * by themselves, or do not care. {@link #of} may be called by any thread, {@link #look} by one.
 */
final class Staples {
    private static final Logger LOG = LoggerFactory.getLogger(Staples.class);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final InstantSource clock;
    private final Optional<Path> folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<X509Certificate, Staple> staples = new HashMap<>();
    private final Map<X509Certificate, Instant> next = new HashMap<>();
    private final Map<Path, String> warned = new HashMap<>();

    /**
     * @param folder where responses are kept over restarts, if anywhere
     */
    Staples(InstantSource clock, Optional<Path> folder) {
        this.clock = clock;
        this.folder = folder;
    }

    /** Where the response for each certificate is, or will be. */
    List<Staple> of(CertificateSet certificates) {
        lock.lock();
        try {
            return certificates.all().stream()
                    .map(it -> staples.computeIfAbsent(it.leaf(), _ -> new Staple(clock)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gets what is missing or due. What nobody shows any more is to be forgotten before, by {@link
     * #forgetOthers}.
     *
     * @param files a file beside each certificate, which comes first; empty where there are none
     */
    void look(CertificateSet certificates, List<Path> files) throws InterruptedException {
        warned.keySet().retainAll(files);
        List<Staple> places = of(certificates);
        for (int i = 0; i < places.size(); i++) {
            Credentials each = certificates.all().get(i);
            if (each.chain().size() > 1) {
                Optional<Path> file =
                        i < files.size() ? Optional.of(files.get(i)) : Optional.empty();
                look(each, places.get(i), file);
            }
        }
    }

    /**
     * Forgets what is there for other certificates. Only while no context is being made with
     * others: it would hold a {@link Staple} that nobody looks after.
     */
    void forgetOthers(CertificateSet certificates) {
        Set<X509Certificate> used =
                Set.copyOf(certificates.all().stream().map(Credentials::leaf).distinct().toList());
        lock.lock();
        try {
            staples.keySet().retainAll(used);
            next.keySet().retainAll(used);
        } finally {
            lock.unlock();
        }
    }

    private void look(Credentials each, Staple place, Optional<Path> file)
            throws InterruptedException {
        try {
            OcspAnswers about = new OcspAnswers(each.leaf(), each.chain().get(1));
            if (file.isPresent() && Files.exists(file.get())) {
                beside(about, place, file.get());
                return;
            }
            Optional<URI> responder = about.responder();
            if (responder.isPresent()) {
                kept(each, about, place);
                ask(each, about, place, responder.get());
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.debug("no OCSP for {}", each.leaf().getSubjectX500Principal(), e);
        }
    }

    /** A response that somebody else keeps. */
    private void beside(OcspAnswers about, Staple place, Path file) {
        try {
            byte[] der = Files.readAllBytes(file);
            if (place.reply().isEmpty() || !MessageDigest.isEqual(place.reply().get().der(), der)) {
                place.replace(about.check(der, clock.instant()));
            }
            warned.remove(file);
        } catch (IOException | GeneralSecurityException e) {
            if (place.reply().isPresent()) {
                place.remove();
            }
            warn(file, String.valueOf(e.getMessage()));
        }
    }

    private void warn(Path file, String why) {
        if (!why.equals(warned.put(file, why))) {
            LOG.warn(
                    "the OCSP response {} is not used: {}. To mend it: get it anew, or delete it",
                    file,
                    why);
        }
    }

    /** What we got before the last restart. */
    private void kept(Credentials each, OcspAnswers about, Staple place) {
        if (folder.isEmpty() || place.reply().isPresent()) {
            return;
        }
        try {
            Path file = folder.get().resolve(fileName(each.leaf()));
            if (Files.exists(file)) {
                place.replace(about.check(Files.readAllBytes(file), clock.instant()));
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.debug("a kept OCSP response is of no use", e);
        }
    }

    private void ask(Credentials each, OcspAnswers about, Staple place, URI responder)
            throws InterruptedException, GeneralSecurityException {
        Instant now = clock.instant();
        Instant due =
                next.getOrDefault(
                        each.leaf(), place.reply().map(OcspReply::refresh).orElse(Instant.MIN));
        if (now.isBefore(due)) {
            return;
        }
        try {
            byte[] der = OcspFetch.ask(responder, about.question(), OcspFetch.TIMEOUT);
            OcspReply reply = about.check(der, clock.instant());
            place.replace(reply);
            next.put(each.leaf(), later(reply.refresh(), now.plus(AFTER_FAILURE.dividedBy(12))));
            store(each, der);
        } catch (IOException | GeneralSecurityException e) {
            next.put(each.leaf(), now.plus(AFTER_FAILURE));
            LOG.warn(
                    "no OCSP response from {} for {}: {}; it is asked again in an hour",
                    responder,
                    each.names(),
                    e.getMessage());
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void store(Credentials each, byte[] der) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(
                    folder.get(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            DurableFile.write(folder.get().resolve(fileName(each.leaf())), der);
            forgetFilesBut(folder.get());
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("an OCSP response cannot be kept in {}: {}", folder.get(), e.getMessage());
        }
    }

    /** Deletes responses for certificates that nobody has used for long. */
    private void forgetFilesBut(Path where) throws IOException, GeneralSecurityException {
        Set<String> used = new HashSet<>();
        for (X509Certificate leaf : leaves()) {
            used.add(fileName(leaf));
        }
        try (var files = Files.newDirectoryStream(where, "*.ocsp")) {
            for (Path file : files) {
                if (!used.contains(String.valueOf(file.getFileName()))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private List<X509Certificate> leaves() {
        lock.lock();
        try {
            return List.copyOf(staples.keySet());
        } finally {
            lock.unlock();
        }
    }

    private static String fileName(X509Certificate leaf) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
        return HexFormat.of().formatHex(hash, 0, 16) + ".ocsp";
    }
}
