package dev.stead.gateway;

import dev.stead.base.DurableFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of an authority that speaks ACME, in a folder of mode 0700 with files of mode 0600:
 *
 * <pre>
 * account-DIRECTORY.pem       the account's key; the account itself is found by it
 * certificate-DIRECTORY.pem   the certificate's key, then its chain: one file, so that the two
 *                             cannot be of different orders whenever the machine stops
 * </pre>
 *
 * DIRECTORY stands for the URL of the authority. What cannot be understood is put aside, with the
 * ending {@code .unreadable}, and never overwritten.
 */
final class AcmeStore {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeStore.class);
    private static final int PROBE_BYTES = 16 * 1024;

    private final Path folder;
    private final String directory;

    AcmeStore(Path folder, URI directory) {
        this.folder = folder;
        this.directory = shortName(directory);
    }

    private static String shortName(URI directory) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the folder, or its mode right. */
    void open() throws IOException {
        var mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
        if (!Files.getPosixFilePermissions(folder).equals(mode)) {
            Files.setPosixFilePermissions(folder, mode);
        }
    }

    Path certificateFile() {
        return folder.resolve("certificate-" + directory + ".pem");
    }

    Path accountFile() {
        return folder.resolve("account-" + directory + ".pem");
    }

    /**
     * The account's key, if it is there.
     *
     * @throws IOException when it may be there but cannot be read
     */
    Optional<KeyPair> account() throws IOException {
        Optional<String> text = text(accountFile());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.pair(text.get(), "EC"));
        } catch (GeneralSecurityException e) {
            putAside(accountFile(), e);
            return Optional.empty();
        }
    }

    void saveAccount(KeyPair key) throws IOException {
        DurableFile.write(accountFile(), Pem.encode(key));
    }

    /** The certificate of this authority with its key, if it is there. */
    Optional<Credentials> certificate() throws IOException {
        return certificate(certificateFile());
    }

    /** Whichever certificate of another authority ends last, for a change from one to another. */
    Optional<Credentials> certificateOfAnother() throws IOException {
        List<Credentials> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "certificate-*.pem")) {
            for (Path file : files) {
                certificate(file).ifPresent(found::add);
            }
        }
        return found.stream().max(Comparator.comparing(Credentials::end));
    }

    private static Optional<Credentials> certificate(Path file) throws IOException {
        Optional<String> text = text(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Credentials read = parse(text.get());
            if (read.belongTogether()) {
                return Optional.of(read);
            }
            throw new GeneralSecurityException("key and certificate do not belong together");
        } catch (GeneralSecurityException e) {
            putAside(file, e);
            return Optional.empty();
        }
    }

    private static Credentials parse(String text) throws GeneralSecurityException {
        // The key has a section of its own, which the reader of certificates must not see.
        int certificates = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (certificates < 0) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        var chain = Pem.certificates(text.substring(certificates));
        return new Credentials(
                chain, Pem.key(text, chain.getFirst().getPublicKey().getAlgorithm()));
    }

    /**
     * Keeps a certificate with its key, and reads both back.
     *
     * @throws IOException when they are not stored; what was stored before is there still
     */
    void save(Credentials credentials) throws IOException {
        try {
            StringBuilder text = new StringBuilder(Pem.encode(credentials.key()));
            for (var certificate : credentials.chain()) {
                text.append(Pem.encode(certificate));
            }
            DurableFile.write(certificateFile(), text.toString());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be written: " + e.getMessage(), e);
        }
        if (!certificate().equals(Optional.of(credentials))) {
            throw new IOException(certificateFile() + " does not hold what was written to it");
        }
    }

    /** Tells whether something can be written, before an authority is asked for it. */
    void probe() throws IOException {
        Path file = folder.resolve(".probe");
        DurableFile.write(file, new byte[PROBE_BYTES]);
        Files.delete(file);
    }

    /** Every byte is a character: a damaged file must not fail before it is parsed. */
    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void putAside(Path file, GeneralSecurityException why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn("{} cannot be understood ({}); it is now {}", file, why.getMessage(), aside);
    }

    /** Whether a certificate is for just these names. */
    static boolean isFor(Credentials credentials, List<String> names) {
        return credentials.names().containsAll(names) && names.containsAll(credentials.names());
    }

    /** Whether a certificate can be shown at a moment. */
    static boolean isValid(Credentials credentials, Instant now) {
        return now.isBefore(credentials.end());
    }
}
