package dev.stead.gateway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
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

    private Pem() {}

    static String encode(X509Certificate certificate) throws GeneralSecurityException {
        return encode("CERTIFICATE", certificate.getEncoded());
    }

    static String encode(PrivateKey key) {
        return encode("PRIVATE KEY", key.getEncoded());
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
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new GeneralSecurityException(
                    "it holds no PKCS#8 key (BEGIN PRIVATE KEY) without a password");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its key is not Base64", e);
        }
    }

    private static String encode(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
