package dev.stead.gateway;

import dev.stead.api.RouteTable.PemFiles;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a chain and its key from files that somebody else keeps, and says what is wrong. */
final class PemPair {
    private PemPair() {}

    /**
     * The credentials in two files. Their dates are not looked at.
     *
     * @throws SteadException code HOST when a file cannot be read or understood, when the chain is
     *     out of order, or when the key is not the certificate's
     */
    static Credentials read(PemFiles files) {
        String certificateText = text(files.certificate());
        String keyText = text(files.key());
        List<X509Certificate> chain = chain(files.certificate(), certificateText);
        PrivateKey key = key(files.key(), keyText, chain);
        requireOwner(files, chain, key);
        requireOrder(files.certificate(), chain);
        return new Credentials(chain, key);
    }

    /** What is wrong with the dates of a certificate, if anything. */
    static Optional<SteadException> wrongDates(Path file, X509Certificate leaf, Instant now) {
        Instant start = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        if (now.isBefore(start)) {
            return Optional.of(
                    broken(
                            file,
                            "it is not valid before " + start,
                            "wait until then, or set the machine's clock if it is wrong"));
        }
        return now.isAfter(end)
                ? Optional.of(
                        broken(
                                file,
                                "it expired at " + end,
                                "renew it, and put the new chain and key in the same files"))
                : Optional.empty();
    }

    /** What to say of a certificate that nobody has renewed. */
    static SteadException ending(Path file, Instant end) {
        return new SteadException(
                Code.HOST,
                "the certificate of " + file + " ends at " + end + " and was not renewed",
                "see why whatever renews it did not, and put the new chain and key in the same"
                        + " files");
    }

    /** Whether components could read a file. */
    static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw broken(file, "there is no such file", "name a file that is there");
        } catch (AccessDeniedException e) {
            throw broken(
                    file,
                    "it may not be read",
                    "make it readable for the user that runs Stead, and for nobody else: chown and"
                            + " chmod 600");
        } catch (IOException e) {
            throw broken(file, String.valueOf(e.getMessage()), "name a file that can be read");
        }
    }

    private static List<X509Certificate> chain(Path file, String text) {
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw broken(
                    file,
                    "it holds no certificate (BEGIN CERTIFICATE)",
                    "give a PEM file; for DER: openssl x509 -inform DER -in "
                            + file
                            + " -out cert.pem");
        }
        try {
            return Pem.certificates(text);
        } catch (GeneralSecurityException e) {
            throw broken(
                    file,
                    "a certificate in it cannot be understood: " + e.getMessage(),
                    "get the file anew from whoever issued it");
        }
    }

    private static PrivateKey key(Path file, String text, List<X509Certificate> chain) {
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENC")) {
            throw broken(
                    file,
                    "its key is encrypted with a password",
                    "take the password away: openssl pkey -in " + file + " -out plain-key.pem");
        }
        if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
            throw broken(
                    file,
                    "its key has the old form (PKCS#1 or SEC 1) rather than PKCS#8",
                    "convert it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem");
        }
        if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
            throw broken(
                    file,
                    "it holds no key (BEGIN PRIVATE KEY)",
                    "give the file of the private key, and not that of the certificate");
        }
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return Pem.key(text, algorithm);
            } catch (GeneralSecurityException e) {
                // The other kind, then.
                continue;
            }
        }
        throw broken(
                file,
                "its key is neither ECDSA nor RSA, or cannot be understood",
                "use an ECDSA or RSA certificate with its key; this one's is "
                        + chain.getFirst().getPublicKey().getAlgorithm());
    }

    private static void requireOwner(PemFiles files, List<X509Certificate> chain, PrivateKey key) {
        for (int i = 0; i < chain.size(); i++) {
            if (!fits(chain.get(i), key)) {
                continue;
            }
            if (i == 0) {
                return;
            }
            throw broken(
                    files.certificate(),
                    "the chain is out of order: the key's certificate is number " + (i + 1),
                    "put that certificate first, then the one of its issuer, and so on");
        }
        throw broken(
                files.key(),
                "it is not the key of " + files.certificate(),
                "name the key that the certificate was asked for with; both of these must print"
                        + " the same: openssl x509 -noout -pubkey -in "
                        + files.certificate()
                        + " and openssl pkey -pubout -in "
                        + files.key());
    }

    private static boolean fits(X509Certificate certificate, PrivateKey key) {
        try {
            return certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())
                    && new Credentials(List.of(certificate), key).belongTogether();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void requireOrder(Path file, List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw broken(
                        file,
                        "the chain is out of order: certificate "
                                + (i + 1)
                                + " was not issued by certificate "
                                + (i + 2),
                        "put the server's certificate first, then the one of its issuer, and so on,"
                                + " and nothing else");
            }
        }
    }

    private static SteadException broken(Path file, String why, String mend) {
        return new SteadException(
                Code.HOST, "the certificate file " + file + " cannot be used: " + why, mend);
    }
}
