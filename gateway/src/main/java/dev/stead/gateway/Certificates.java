package dev.stead.gateway;

import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.base.Code;
import dev.stead.base.DurableFile;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Has the local authority issue the certificate to show. The authority is made on first use. A file
 * that is there but cannot be understood is never overwritten. A key is written before its
 * certificate, so a crash between the two leaves a key that the next start uses or replaces.
 */
final class Certificates {
    private static final String MEND_LOCAL =
            "put the file back from a backup, or move the whole folder away: a new authority is"
                    + " then made, which every client must trust anew";

    private final InstantSource clock;

    Certificates(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The credentials to serve with.
     *
     * @throws SteadException code HOST when they cannot be read or made
     */
    Credentials obtain(LocalAuthority local) {
        Path folder = local.folder();
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Credentials authority = authority(local);
            X509Certificate root = authority.leaf();
            if (root.getNotAfter().toInstant().isBefore(clock.instant())) {
                throw broken(folder.resolve("ca.pem"), "it has expired", MEND_LOCAL);
            }
            if (Files.exists(certificate) && Files.exists(key)) {
                Credentials known = readLoose(certificate, key);
                if (LocalCertificate.willDo(known, root, local, clock.instant())) {
                    return new Credentials(List.of(known.leaf(), root), known.key());
                }
            }
            return issue(local, authority);
        } catch (IOException | GeneralSecurityException e) {
            throw new SteadException(
                    Code.HOST,
                    "no certificate can be made in " + folder + ": " + e.getMessage(),
                    "make the folder writable, with space left",
                    e);
        }
    }

    private Credentials authority(LocalAuthority local)
            throws IOException, GeneralSecurityException {
        Path certificate = local.folder().resolve("ca.pem");
        Path key = local.folder().resolve("ca-key.pem");
        if (Files.exists(certificate)) {
            return sound(certificate, read(certificate, key, MEND_LOCAL));
        }
        // A key alone is what a crash leaves before the authority was first used.
        if (Files.exists(key) && Files.exists(local.folder().resolve("cert.pem"))) {
            throw broken(certificate, "it is missing beside ca-key.pem", MEND_LOCAL);
        }
        Issuer issuer = new Issuer(new SecureRandom());
        KeyPair pair = issuer.newKey();
        X509Certificate root = issuer.authority(pair, local.names().getFirst(), clock.instant());
        DurableFile.write(key, Pem.encode(pair.getPrivate()));
        publish(certificate, Pem.encode(root));
        return new Credentials(List.of(root), pair.getPrivate());
    }

    /** Its signature is its own, so one that was changed is noticed before clients notice it. */
    private static Credentials sound(Path certificate, Credentials authority) {
        try {
            authority.leaf().verify(authority.leaf().getPublicKey());
            return authority;
        } catch (GeneralSecurityException e) {
            throw broken(certificate, "it is damaged: its signature is wrong", MEND_LOCAL);
        }
    }

    private Credentials issue(LocalAuthority local, Credentials authority)
            throws IOException, GeneralSecurityException {
        Issuer issuer = new Issuer(new SecureRandom());
        KeyPair pair = issuer.newKey();
        Instant now = clock.instant();
        X509Certificate leaf = issuer.leaf(authority, pair.getPublic(), local.names(), now);
        DurableFile.write(local.folder().resolve("key.pem"), Pem.encode(pair.getPrivate()));
        publish(
                local.folder().resolve("cert.pem"),
                Pem.encode(leaf) + Pem.encode(authority.leaf()));
        return new Credentials(List.of(leaf, authority.leaf()), pair.getPrivate());
    }

    private static void publish(Path file, String text) throws IOException {
        DurableFile.write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Credentials read(Path certificate, Path key, String mend) {
        Credentials credentials = readLoose(certificate, key, mend);
        try {
            if (credentials.belongTogether()) {
                return credentials;
            }
        } catch (GeneralSecurityException e) {
            throw broken(key, String.valueOf(e.getMessage()), mend);
        }
        throw broken(key, "it is not the key of " + certificate, mend);
    }

    private static Credentials readLoose(Path certificate, Path key) {
        return readLoose(
                certificate, key, "move both files of it away: a new certificate is then issued");
    }

    private static Credentials readLoose(Path certificate, Path key, String mend) {
        Path reading = certificate;
        try {
            List<X509Certificate> chain = Pem.certificates(Files.readString(certificate));
            reading = key;
            String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
            return new Credentials(chain, Pem.key(Files.readString(key), algorithm));
        } catch (IOException | GeneralSecurityException e) {
            throw broken(reading, String.valueOf(e.getMessage()), mend);
        }
    }

    private static SteadException broken(Path file, String why, String mend) {
        return new SteadException(
                Code.HOST, "the certificate file " + file + " cannot be used: " + why, mend);
    }
}
