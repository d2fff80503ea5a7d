package dev.stead.gateway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468). */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private static final Pattern PUBLIC =
            Pattern.compile(
                    "-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", Pattern.DOTALL);

    private Pem() {}

    static String encode(X509Certificate certificate) throws GeneralSecurityException {
        return encode("CERTIFICATE", certificate.getEncoded());
    }

    static String encode(PrivateKey key) {
        return encode("PRIVATE KEY", key.getEncoded());
    }

    /** Both halves of a key. */
    static String encode(KeyPair pair) {
        return encode(pair.getPrivate()) + encode("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** Both halves of a key, as {@link #encode(KeyPair)} writes them. */
    static KeyPair pair(String text, String algorithm) throws GeneralSecurityException {
        PublicKey open =
                KeyFactory.getInstance(algorithm)
                        .generatePublic(new X509EncodedKeySpec(der(PUBLIC, text, "no public key")));
        return new KeyPair(open, key(text, algorithm));
    }

    /** The certificates in a text, at least one. */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes))) {
            chain.add((X509Certificate) certificate);
        }
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        return chain;
    }

    /**
     * The PKCS#8 key in a text.
     *
     * @param algorithm such as {@code EC} or {@code RSA}
     */
    static PrivateKey key(String text, String algorithm) throws GeneralSecurityException {
        byte[] der = der(KEY, text, "no PKCS#8 key (BEGIN PRIVATE KEY) without a password");
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static byte[] der(Pattern kind, String text, String none)
            throws GeneralSecurityException {
        Matcher matcher = kind.matcher(text);
        if (!matcher.find()) {
            throw new GeneralSecurityException("it holds " + none);
        }
        try {
            return Base64.getMimeDecoder().decode(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its key is not Base64", e);
        }
    }

    private static String encode(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
